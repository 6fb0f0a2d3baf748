import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { DeliverItem, DoorConfig, RosterUpdate } from './types.ts'
import type { FakeWorld } from './world.fake.ts'

import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { deliverer } from './deliver.fake.ts'
import { openNonces } from './nonces.ts'
import { bodyHash, verify } from './signature.ts'

/** What happens to one request. `lost`: it is done, and its answer never arrives. */
export type Fault = 'unavailable' | 'maintenance' | 'page' | 'hang' | 'lost' | 'broken' | 'large'

/** The app's door over a real HTTP server on loopback: what docs/DOOR.md promises, and faults when they are asked for. */
export interface FakeApp {
	readonly base: string
	/** May be made anew, as the administrator can. */
	secret: string
	readonly world: FakeWorld
	/** `POST /door/deliver`, in order. */
	readonly requests: string[]
	/** Items of each delivery. */
	readonly batches: (readonly DeliverItem[])[]
	readonly reports: unknown[]
	/** Asked for each request; undefined: none. */
	fault: (path: string) => Fault | undefined
	/** Its clock minus ours, ms. */
	ahead: number
	generation: number
	/** It wants no relay. */
	off: { readonly rest: boolean, readonly forget: boolean } | undefined
	/** A relay holds the lease, and is heard. */
	held: boolean
	/** What `door/config` gives; its revision is told with the lease. */
	config: DoorConfig
	/** Seconds between two beats. */
	heartbeat: number
	close(): Promise<void>
}

const pages: Readonly<Record<string, readonly [number, Readonly<Record<string, string>>, string]>> = {
	unavailable: [503, {}, ''],
	maintenance: [503, { 'x-nextcloud-maintenance-mode': '1', 'content-type': 'text/html' }, '<html>Maintenance</html>'],
	page: [200, { 'content-type': 'text/html' }, '<html>Welcome</html>'],
	broken: [500, { 'content-type': 'application/json' }, '{"message":"Internal Server Error"}'],
	large: [413, { 'content-type': 'text/html' }, '<html>Request Entity Too Large</html>'],
}

export async function fakeApp(world: FakeWorld, secret = 'ab'.repeat(32)): Promise<FakeApp> {
	const uploads = new Map<string, { readonly name: string, readonly body: Buffer }>()
	const inbox = deliverer(world, uploads)
	const nonces = openNonces()
	const config: DoorConfig = {
		revision: 1,
		host: world.host,
		base: `https://${world.host}`,
		service: 'talk-relay',
		accounts: [],
		gateways: [],
		spoolBytes: 1_000_000,
		localServers: true,
		allowedHosts: [],
		refusedHosts: [],
	}

	const app: Omit<FakeApp, 'base' | 'close'> = {
		secret,
		world,
		requests: [],
		batches: [],
		reports: [],
		fault: () => undefined,
		ahead: 0,
		generation: 0,
		off: undefined,
		held: false,
		config,
		heartbeat: 30,
	}

	/** Status and JSON, or a file. */
	const answer = (method: string, url: URL, body: Buffer): readonly [number, object | Buffer] => {
		const asked = (name: string): string => url.searchParams.get(name) ?? ''
		const json = <T>(): T => JSON.parse(body.toString('utf8')) as T
		const missing = [404, { error: 'missing', message: 'It is gone' }] as const
		const [, , , token = '', , message = ''] = url.pathname.split('/')
		switch (`${method} ${url.pathname.replace(/\/rooms\/\w+/, '/rooms/t').replace(/\/files\/\d+/, '/files/m')}`) {
			case 'POST /door/lease': {
				const { beat, rested } = json<{ beat?: boolean, rested?: boolean }>()
				if (rested && app.held) {
					return [409, { error: 'superseded', message: 'Another relay has taken over' }]
				}
				app.held = true
				const generation = beat ? app.generation : app.generation += 1
				return [200, { generation, heartbeat: app.heartbeat, revision: app.config.revision }]
			}
			case 'GET /door/config': return [200, app.config]
			case 'GET /door/outbox': {
				const limit = Number(asked('limit'))
				const held = asked('held').split(',')
				const rows = [...world.outbox.values()].filter(({ token: of, kind }) => kind === 'room' || !held.includes(of))
					.sort((one, other) => one.id - other.id)
				return [200, { rows: rows.slice(0, limit), more: rows.length > limit }]
			}
			case 'POST /door/outbox/ack':
				json<{ ids: readonly number[] }>().ids.forEach((id) => world.outbox.delete(id))
				return [200, {}]
			case 'GET /door/messages': return [200, { messages: asked('ids').split(',').flatMap((id) => world.messages.get(Number(id)) ?? []) }]
			case 'GET /door/rooms/t': return [200, world.rooms.get(token) ?? { token, exists: false, name: '', lobby: false, type: 0, people: [] }]
			case 'GET /door/rooms/t/files/m': {
				const file = world.files.get(Number(message))
				return file === undefined ? missing : [200, file]
			}
			case 'POST /door/files': {
				const handle = `${asked('key')}/${asked('name')}`
				uploads.set(handle, { name: asked('name'), body })
				return body.length === Number(asked('size')) ? [200, { handle }] : [400, { error: 'body', message: 'Another size' }]
			}
			case 'POST /door/deliver': {
				const { items } = json<{ items: readonly DeliverItem[] }>()
				app.batches.push(items)
				return [200, { answers: inbox.all(items) }]
			}
			case 'POST /door/roster':
				world.rosters.push(json<RosterUpdate>())
				return [200, {}]
			case 'POST /door/report':
				app.reports.push(...json<{ reports: readonly unknown[] }>().reports)
				return [200, {}]
			case 'GET /door/find': {
				const ids = inbox.made.get(asked('key'))
				return ids === undefined ? missing : [200, { ids }]
			}
			default: return missing
		}
	}

	const send = (response: ServerResponse, status: number, body: object | Buffer): void => {
		const isFile = Buffer.isBuffer(body)
		response.writeHead(status, { 'content-type': isFile ? 'image/png' : 'application/json; charset=utf-8' })
		response.end(isFile ? body : JSON.stringify(body))
	}

	const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const path = (request.url ?? '').replace('/index.php/apps/talk_relay', '')
		const method = request.method ?? ''
		app.requests.push(`${method} ${path}`)
		const body = await buffer(request)
		const fault = app.fault(path)
		const page = fault === undefined ? undefined : pages[fault]
		if (page !== undefined) {
			response.writeHead(page[0], page[1]).end(page[2])
			return
		}
		if (fault === 'hang') {
			return
		}
		const signed = verify(method, path, request.headers, { secret: app.secret, now: Date.now() + app.ahead, nonces })
		if ('error' in signed) {
			send(response, 401, signed)
			return
		}
		if (signed.generation !== app.generation && path !== '/door/lease') {
			send(response, 409, { error: 'superseded', message: 'Another relay has taken over' })
			return
		}
		if (app.off !== undefined) {
			app.held = false
			send(response, 409, { error: 'off', message: 'The relay is switched off', ...app.off })
			return
		}
		if (bodyHash(body) !== signed.bodyHash) {
			send(response, 400, { error: 'body', message: 'Another body' })
			return
		}
		const [status, said] = answer(method, new URL(path, 'http://door'), body)
		if (fault === 'lost') {
			response.destroy()
			return
		}
		send(response, status, said)
	}

	const server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1')
	await once(server, 'listening')
	return Object.assign(app, {
		base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async close() {
			server.closeAllConnections()
			await new Promise((resolve) => server.close(resolve))
		},
	})
}
