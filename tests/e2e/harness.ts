/*
 * The real relay as a process of its own, between two Talk servers. What is no test of the relay's own files stays outside: it is started
 * as people start it, with a file as people write it.
 */
import type { Lab, Room } from '../support/talk.ts'
import type { Posted } from '../support/talk-shapes.ts'

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../support/until.ts'

const program = join(import.meta.dirname, '../../sidecar/bin/talk-relay')

export interface Account { readonly name: string, readonly url: string, readonly user: string, readonly password: string, readonly more?: string }
export interface Member { readonly account: string, readonly channel: string, readonly direction?: 'in' | 'out' | 'inout' }

/** A file as in Matterbridge's tutorial. `general`: the lines of that table. */
export function matterbridgeToml(accounts: readonly Account[], gateways: readonly (readonly Member[])[], general?: string): string {
	const table = ({ name, url, user, password, more = '' }: Account): string => `[nctalk.${name}]
Server = "${url}"
Login = "${user}"
Password = "${password}"
RemoteNickFormat="[{NICK}] "
${more}
`
	const gateway = (members: readonly Member[], index: number): string => `[[gateway]]
name="conversation${index + 1}"
enable=true

${members.map(({ account, channel, direction = 'inout' }) => `[[gateway.${direction}]]
account="nctalk.${account}"
channel="${channel}"
`).join('\n')}`
	return [general === undefined ? '' : `[general]\n${general}\n`, ...accounts.map(table), ...gateways.map(gateway)].join('\n')
}

export interface Relay {
	/** Everything it has written since it was first started. */
	log(): string
	/** Its own folder, with the file and the state. */
	readonly folder: string
	/** Writes another file, not yet taken up. */
	rewrite(toml: string): void
	signal(name: NodeJS.Signals): void
	/** Ends it and gives its exit code; null if it was killed. */
	end(name?: NodeJS.Signals): Promise<number | null>
	start(): void
	running(): boolean
	/** Ends it and removes its folder. */
	close(): Promise<void>
}

export function startRelay(toml: string, env: Readonly<Record<string, string>> = {}): Relay {
	const folder = mkdtempSync(join(tmpdir(), 'talk-relay-'))
	const file = join(folder, 'matterbridge.toml')
	const rewrite = (text: string): void => writeFileSync(file, text, { mode: 0o600 })
	rewrite(toml)
	let output = ''
	const launch = () => {
		const child = spawn(program, ['run', '--config', file], {
			stdio: ['ignore', 'pipe', 'pipe'],
			env: { PATH: process.env.PATH, HOME: folder, XDG_STATE_HOME: join(folder, 'state'), ...env },
		})
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => {
				output += text
			})
		}
		return child
	}
	let child = launch()
	const isRunning = (): boolean => child.exitCode === null && child.signalCode === null
	const end: Relay['end'] = async (name = 'SIGTERM') => {
		if (isRunning()) {
			child.kill(name)
			await once(child, 'exit')
		}
		return child.exitCode
	}
	return {
		log: () => output,
		folder,
		rewrite,
		signal: (name) => void child.kill(name),
		end,
		start() {
			child = launch()
		},
		running: isRunning,
		async close() {
			const forced = setTimeout(() => child.kill('SIGKILL'), 20_000)
			await end()
			clearTimeout(forced)
			rmSync(folder, { recursive: true, force: true })
		},
	}
}

/** Two rooms that the relay makes one. */
export interface Conversation {
	readonly a: Room
	readonly b: Room
	readonly relay: Relay
	readonly toml: string
	close(): Promise<void>
}

export interface Between {
	/** Where the relay finds the servers, if not where they are. */
	readonly urls?: { readonly a?: string, readonly b?: string }
	readonly general?: string
	readonly more?: string
}

/** Makes two rooms, starts a relay on them, and waits until something crosses both ways. */
export async function converse(lab: Lab, { urls = {}, general, more }: Between = {}): Promise<Conversation> {
	const [a, b] = await Promise.all([lab.a.newRoom(), lab.b.newRoom()])
	const account = ({ server }: Room, name: string, url = server.url): Account => ({ name, url, ...server.bot, ...more !== undefined && { more } })
	const toml = matterbridgeToml(
		[account(a, 'nube1', urls.a), account(b, 'nube2', urls.b)],
		[[{ account: 'nube1', channel: a.token }, { account: 'nube2', channel: b.token }]],
		general,
	)
	const relay = startRelay(toml)
	const conversation: Conversation = {
		a, b, relay, toml,
		async close() {
			await relay.close()
			await Promise.all([a.delete(), b.delete()])
		},
	}
	try {
		await Promise.all([crosses(a, b), crosses(b, a)])
	} catch (error) {
		await conversation.close()
		throw withLog(error, relay)
	}
	return conversation
}

/** Reading begins at the newest message of a room, wherever that is when the relay first gets there: so it is tried more than once. */
export async function crosses(from: Room, to: Room, within = 60_000): Promise<void> {
	const end = performance.now() + within
	for (let count = 1; ; count += 1) {
		const text = `ready? ${from.token} ${count}`
		await from.owner.post(text)
		for (let tries = 0; tries < 20; tries += 1) {
			await sleep(200)
			if ((await to.owner.said()).some(({ message }) => message.endsWith(text))) {
				return
			}
		}
		if (performance.now() > end) {
			throw new Error(`nothing crosses from ${from.url} to ${to.url}`)
		}
	}
}

/** Waits for a message that the relay wrote in this room, and gives it. */
export async function copyIn(room: Room, what: string | ((message: Posted) => boolean), within = 45_000): Promise<Posted> {
	const fits = typeof what === 'string' ? ({ message }: Posted) => message.includes(what) : what
	return until(`a copy in ${room.url}${typeof what === 'string' ? ` of “${what.slice(0, 60)}”` : ''}`, async () => (await room.owner.said())
		.find((message) => message.actorId === room.bot.user && fits(message)), { within, every: 150 })
}

/** What the relay wrote in this room since a message, in order. */
export async function copiesAfter(room: Room, id: number): Promise<readonly Posted[]> {
	return (await room.owner.said()).filter((message) => message.id > id && message.actorId === room.bot.user)
}

/** The name under which the others see a person. */
export async function nameOf(room: Room, person: string): Promise<string> {
	return (await room.owner.people()).find(({ actorId }) => actorId === person)?.displayName ?? person
}

/** The failure, with what the relay said. */
export function withLog(error: unknown, relay: Relay): unknown {
	const tail = relay.log().split('\n').slice(-60).join('\n')
	if (error instanceof Error) {
		error.message += `\n--- the relay’s log (${relay.running() ? 'it runs' : 'it has ended'}):\n${tail}`
		error.stack = `${error.name}: ${error.message}\n${error.stack?.split('\n').filter((line) => line.startsWith('    at ')).join('\n') ?? ''}`
	}
	return error
}

/** Wraps what a test does, so that its failure shows the relay's log. */
export function logged<T>(conversation: () => { readonly relay: Relay }, act: (context: T) => Promise<void>): (context: T) => Promise<void> {
	return async (context) => {
		try {
			await act(context)
		} catch (error) {
			throw withLog(error, conversation().relay)
		}
	}
}
