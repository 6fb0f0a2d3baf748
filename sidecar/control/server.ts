import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Listening } from '../config/serve-options.ts'
import type { Log } from '../core/log.ts'
import type { Guard } from './auth.ts'
import type { Route, Said } from './route.ts'

import { createServer } from 'node:http'
import { listenAt } from './listen.ts'
import { Wrong } from './route.ts'

/** The control door. */
export interface ControlServer {
	/** Takes no more calls; those under way get a moment to end. */
	close(): Promise<void>
}

export interface ServerParts {
	readonly routes: readonly Route[]
	readonly guard: Guard
	readonly log: Log
}

const mebi = 1024 * 1024
/** The largest that comes: a matterbridge.toml of 1,000,000 characters, as JSON. */
const mostBytes = 8 * mebi

const answers = (status: number, error: string, message: string): Said => ({ status, body: { error, message } })

/** Reads all of it, or undefined where it is too long. Rejects when the caller broke off in the middle. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
	const chunks: Uint8Array[] = []
	let bytes = 0
	for await (const chunk of request) {
		bytes += (chunk as Uint8Array).length
		if (bytes > mostBytes) {
			return undefined
		}
		chunks.push(chunk as Uint8Array)
	}
	return Buffer.concat(chunks)
}

function jsonOf(body: Uint8Array): unknown {
	if (body.length === 0) {
		return undefined
	}
	try {
		return JSON.parse(new TextDecoder().decode(body))
	} catch {
		throw new Wrong(400, 'input', 'body: expected JSON')
	}
}

interface Found { readonly route: Route, readonly id: string }

function finder(routes: readonly Route[]): (method: string, path: string) => Found | undefined {
	const known = new Map(routes.map((route) => [`${route.method} ${route.path}`, route]))
	return (method, path) => {
		const exact = known.get(`${method} ${path}`)
		if (exact !== undefined) {
			return { route: exact, id: '' }
		}
		const slash = path.lastIndexOf('/')
		const route = known.get(`${method} ${path.slice(0, slash)}/:id`)
		return route && { route, id: path.slice(slash + 1) }
	}
}

/** Answers one call. Whoever calls need not wait for the answer: what has arrived whole is done, whether or not anybody still listens. */
async function handle(request: IncomingMessage, find: ReturnType<typeof finder>, { guard, log }: ServerParts): Promise<Said> {
	const [method, path] = [request.method ?? '', request.url ?? '']
	const signed = guard.head(method, path, request.headers)
	if ('status' in signed) {
		return signed
	}
	const body = await bodyOf(request)
	const refused = body === undefined ? answers(413, 'large', 'That is too long') : guard.fits(signed, body)
	if (refused !== undefined || body === undefined) {
		return refused ?? answers(413, 'large', 'That is too long')
	}
	const url = new URL(path, 'http://relay')
	const found = find(method, url.pathname)
	if (found === undefined) {
		return answers(404, 'missing', 'There is no such call')
	}
	try {
		return await found.route.handle({ id: found.id, query: url.searchParams, body: jsonOf(body) })
	} catch (error) {
		if (error instanceof Wrong) {
			return answers(error.status, error.word, error.message)
		}
		log.error(`${method} ${url.pathname}: ${String(error)}`)
		return answers(500, 'fault', 'The relay could not do that; its log says why')
	}
}

function send(response: ServerResponse, { status, body }: Said): void {
	const text = JSON.stringify(body)
	response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), connection: 'close' }).end(text)
}

/** Serves at a socket or an address. Rejects when it can't listen there, with why. */
export async function serveControl(where: Listening, parts: ServerParts): Promise<ControlServer> {
	const find = finder(parts.routes)
	const server = createServer((request, response) => {
		// Who does not wait for the answer has closed the connection by now: that is no trouble.
		response.on('error', () => undefined)
		handle(request, find, parts)
			.then((said) => send(response, said))
			.catch((error: unknown) => {
				parts.log.debug(`a call broke off: ${String(error)}`)
				response.destroy()
			})
	})
	server.headersTimeout = 5000
	server.requestTimeout = 30_000
	server.maxConnections = 200
	await listenAt(server, where)
	return {
		close: () => new Promise((resolve) => {
			server.close(() => resolve())
			server.closeIdleConnections()
			setTimeout(() => server.closeAllConnections(), 1000).unref()
		}),
	}
}
