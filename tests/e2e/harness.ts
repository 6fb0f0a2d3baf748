/*
 * The real relay as a process of its own, between two Talk servers. What is no test of the relay's own files stays outside: it is started
 * as people start it, with a file as people write it.
 */
import type { Login } from '../support/ocs.ts'
import type { Posted } from '../support/talk-shapes.ts'
import type { Lab, Room } from '../support/talk.ts'

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../support/until.ts'

const program = join(import.meta.dirname, '../../sidecar/bin/talk-relay')

/** `more`: further lines of its table. */
export interface Account extends Login { readonly name: string, readonly url: string, readonly more?: string }
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
	return [...general === undefined ? [] : [`[general]\n${general}\n`], ...accounts.map(table), ...gateways.map(gateway)].join('\n')
}

export interface Ended { readonly code: number | null, readonly output: string }

/** The program itself, until it ends by itself; killed after 30 s. */
export async function runProgram(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
	const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH, ...env } })
	let output = ''
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => {
			output += text
		})
	}
	const forced = setTimeout(() => child.kill('SIGKILL'), 30_000)
	const [code] = await once(child, 'close') as [number | null]
	clearTimeout(forced)
	return { code, output }
}

export interface Relay {
	/** Everything it has written since it was first started. */
	log(): string
	/** Its own folder, with the file and the state. */
	readonly folder: string
	/** The program once more, with the same file and state, while this one goes on. */
	command(name: string, ...more: readonly string[]): Promise<Ended>
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

export function startRelay(toml: string): Relay {
	const folder = mkdtempSync(join(tmpdir(), 'talk-relay-'))
	const file = join(folder, 'matterbridge.toml')
	const rewrite = (text: string): void => writeFileSync(file, text, { mode: 0o600 })
	rewrite(toml)
	const env = { HOME: folder, XDG_STATE_HOME: join(folder, 'state') }
	let output = ''
	const launch = () => {
		const child = spawn(program, ['run', '--config', file], { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH, ...env } })
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
		command: (name, ...more) => runProgram([name, '--config', file, ...more], env),
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
	/** Of the room `a`, written by its owner before the relay knew the room. */
	readonly before: Posted
	close(): Promise<void>
}

export interface Between {
	/** Where the relay finds the servers, if not where they are. */
	readonly urls?: { readonly a?: string, readonly b?: string }
	/** The lines of the table [general]. */
	readonly general?: string
	/** Who the relay is in the room `a`, if not the bot. */
	readonly login?: Login
}

/** Makes two rooms, starts a relay on them, and waits until something crosses both ways. */
export async function converse(lab: Lab, { urls = {}, general, login }: Between = {}): Promise<Conversation> {
	const [a, b] = await Promise.all([lab.a.newRoom(), lab.b.newRoom()])
	const accounts = [
		{ name: 'nube1', url: urls.a ?? a.server.url, ...login ?? a.server.bot },
		{ name: 'nube2', url: urls.b ?? b.server.url, ...b.server.bot },
	]
	const toml = matterbridgeToml(accounts, [[{ account: 'nube1', channel: a.token }, { account: 'nube2', channel: b.token }]], general)
	const before = await a.owner.post('written before the relay came')
	const relay = startRelay(toml)
	const conversation: Conversation = {
		a,
		b,
		relay,
		toml,
		before,
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
	const [fits, of] = typeof what === 'string'
		? [({ message }: Posted) => message.includes(what), ` of “${what.slice(0, 60)}”`]
		: [what, '']
	const find = async (): Promise<Posted | undefined> => (await room.owner.said())
		.find((message) => message.actorId === room.bot.user && fits(message))
	return until(`a copy in ${room.url}${of}`, find, { within, every: 150 })
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
export function logged<T>(conversation: () => { readonly relay: Relay }, act: (context: T) => Promise<void>) {
	return async (context: T): Promise<void> => {
		try {
			await act(context)
		} catch (error) {
			throw withLog(error, conversation().relay)
		}
	}
}

/** Waits until the last of these texts is there, and fails unless each of them came exactly once, in this order. */
export async function arriveInOrder(room: Room, since: number, texts: readonly string[], within = 120_000): Promise<void> {
	const last = texts.at(-1) ?? ''
	await copyIn(room, ({ id, message }) => id > since && message.endsWith(`] ${last}`), within)
	await sleep(1500)
	const arrived = (await copiesAfter(room, since)).map(({ message }) => message.replace(/^\[[^\]]+\] /, ''))
	assert.deepEqual(arrived, texts)
}
