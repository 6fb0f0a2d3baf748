/*
 * The relay as the app starts it, a process of its own, between a stand-in for the app's door and a built-in Talk server.
 */
import type { IncomingMessage } from 'node:http'
import type { TalkServer } from '../../sidecar/demo/talk-server/server.ts'
import type { FakeApp } from '../../sidecar/door/app.fake.ts'
import type { DoorConfig, DoorMember, OutboxRow } from '../../sidecar/door/types.ts'

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { json } from 'node:stream/consumers'
import { startTalkServer } from '../../sidecar/demo/talk-server/server.ts'
import { fakeApp } from '../../sidecar/door/app.fake.ts'
import { bodyHash, sign } from '../../sidecar/door/signature.ts'
import { fakeWorld } from '../../sidecar/door/world.fake.ts'

const source = join(import.meta.dirname, '../../sidecar/bin/talk-relay')
export const localToken = 'abcd1234'
export const remoteToken = 'fam1l1a0'

export interface Answer { readonly status: number, readonly body: Readonly<Record<string, unknown>> }

/** Other than the right ones. */
interface Signing { readonly secret?: string, readonly nonce?: string, readonly generation?: number, readonly time?: number }

export interface Scene {
	readonly app: FakeApp
	readonly talk: TalkServer
	readonly folder: string
	readonly socket: string
	/** What the relay wrote, since it was first started. */
	log(): string
	/** A signed call of the control door. */
	ask(method: 'GET' | 'POST', path: string, body?: object, more?: Signing): Promise<Answer>
	/** As PHP pokes: written and closed at once. */
	toss(path: string, body: object): Promise<void>
	/** Gives the process's id. */
	start(...more: readonly string[]): number
	/** Its exit code; null if it was killed. */
	end(signal?: NodeJS.Signals): Promise<number | null>
	ended(): Promise<number | null>
	/** What is said in the room of the Talk server, by whom. */
	said(): Promise<readonly string[]>
	/** A person of the Talk server says something, or answers. */
	say(text: string, by?: string, replyTo?: number): Promise<number>
	messages(): Promise<readonly { readonly id: number, readonly message: string, readonly actorId: string }[]>
	close(): Promise<void>
}

export function memberOf(id: number, account: string, address: string, more: Partial<DoorMember> = {}): DoorMember {
	return {
		id,
		account,
		address,
		direction: 'inout',
		nickFormat: '[{NICK}] ',
		consent: 'given',
		blocked: [],
		...more,
	}
}

/** `change` makes of the usual configuration (one conversation with the Talk server's) another one; the program is run with `serve`. */
export async function scene(
	change: (config: DoorConfig) => DoorConfig = (config) => config,
	[program, ...first]: readonly [string, ...string[]] = [source],
): Promise<Scene> {
	const secret = randomBytes(32).toString('hex')
	const folder = mkdtempSync(join(tmpdir(), 'talk-relay-'))
	const socket = join(folder, 'relay.sock')
	const talk = await startTalkServer({
		people: ['laura', 'pedro', 'puente'].map((uid) => ({ uid })),
		rooms: [{ token: remoteToken, name: 'Familia', members: [{ uid: 'laura', type: 1 }, 'pedro', 'puente'] }],
	})
	const app = await fakeApp(fakeWorld('nube1.example', [localToken]), secret)
	app.config = change({
		...app.config,
		accounts: [{ id: 'nctalk.17', network: 'nctalk', label: 'nube2', settings: { server: talk.url, login: 'puente', password: 'puente-app-password' } }],
		gateways: [{
			id: 'g1',
			name: 'Family',
			paused: false,
			members: [memberOf(1, 'local', localToken), memberOf(2, 'nctalk.17', remoteToken)],
			notices: ['call', 'people', 'room', 'poll', 'relay'],
			files: { maxBytes: 1_000_000, refusedNames: [] },
			mentionEveryone: false,
			by: 'Marcos (nube1.example)',
		}],
	})
	writeFileSync(join(folder, 'secret'), `${secret}\n`, { mode: 0o600 })
	let output = ''
	let child: ReturnType<typeof spawn> | undefined
	const start: Scene['start'] = (...more) => {
		const usual = ['--state', join(folder, 'state'), '--app', app.base, '--secret-file', join(folder, 'secret'), '--socket', socket]
		child = spawn(program, [...first, 'serve', ...usual, ...more], {
			stdio: ['ignore', 'pipe', 'pipe'],
			env: { PATH: process.env.PATH },
		})
		for (const stream of [child.stdout, child.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => {
				output += text
			})
		}
		return child.pid ?? 0
	}
	const ended: Scene['ended'] = async () => {
		if (child !== undefined && child.exitCode === null && child.signalCode === null) {
			await once(child, 'exit')
		}
		return child?.exitCode ?? null
	}
	const headers = (method: string, path: string, body: string, more: Signing = {}) => sign(more.secret ?? secret, {
		method,
		path,
		time: more.time ?? Math.floor(Date.now() / 1000),
		nonce: more.nonce ?? randomBytes(16).toString('hex'),
		generation: more.generation ?? app.generation,
		bodyHash: bodyHash(body),
	})
	const ocs = async <T>(by: string, method: string, path: string, body?: object): Promise<T> => {
		const answer = await fetch(`${talk.url}/ocs/v2.php/apps/spreed/api${path}`, {
			method,
			headers: {
				authorization: `Basic ${btoa(`${by}:${by}-app-password`)}`,
				'ocs-apirequest': 'true',
				accept: 'application/json',
				'content-type': 'application/json',
			},
			...body && { body: JSON.stringify(body) },
		})
		const text = await answer.text()
		// 304: there is nothing.
		return text === '' ? [] as T : (JSON.parse(text) as { ocs: { data: T } }).ocs.data
	}
	const messages: Scene['messages'] = async () => (await ocs<{ id: number, message: string, actorId: string, systemMessage: string }[]>('laura', 'GET', `/v1/chat/${remoteToken}?lookIntoFuture=0&limit=200`))
		.filter(({ systemMessage }) => systemMessage === '').reverse()

	return {
		app,
		talk,
		folder,
		socket,
		log: () => output,
		start,
		ended,
		messages,
		async end(signal = 'SIGTERM') {
			child?.kill(signal)
			return ended()
		},
		async ask(method, path, body, more) {
			const text = body === undefined ? '' : JSON.stringify(body)
			const call = request({ socketPath: socket, method, path, headers: { ...headers(method, path, text, more), 'content-length': Buffer.byteLength(text) } })
			call.end(text)
			const [response] = await once(call, 'response') as [IncomingMessage]
			return { status: response.statusCode ?? 0, body: await json(response) as Answer['body'] }
		},
		async toss(path, body) {
			const text = JSON.stringify(body)
			const lines = Object.entries(headers('POST', path, text)).map(([name, value]) => `${name}: ${value}`)
			const wire = connect(socket)
			wire.on('error', () => undefined)
			await once(wire, 'connect')
			wire.write([`POST ${path} HTTP/1.1`, 'Host: localhost', `Content-Length: ${Buffer.byteLength(text)}`, 'Connection: close', ...lines, '', text].join('\r\n'), () => wire.destroy())
			await once(wire, 'close')
		},
		said: async () => (await messages()).map(({ message, actorId }) => `${actorId}: ${message}`),
		say: async (text, by = 'laura', replyTo = 0) => (await ocs<{ id: number }>(by, 'POST', `/v1/chat/${remoteToken}`, { message: text, ...replyTo > 0 && { replyTo } })).id,
		async close() {
			const forced = setTimeout(() => child?.kill('SIGKILL'), 15_000)
			child?.kill()
			await ended()
			clearTimeout(forced)
			await Promise.all([app.close(), talk.close()])
			rmSync(folder, { recursive: true, force: true })
		},
	}
}

/** What the app pokes the relay with, by way of a real poke. */
export function poking(one: Pick<Scene, 'toss' | 'app'>): void {
	one.app.world.poke = (rows: readonly OutboxRow[]) => void one.toss('/relay/poke', { rows }).catch(() => undefined)
}
