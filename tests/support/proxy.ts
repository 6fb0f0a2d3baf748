import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createServer, request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { pipeline } from 'node:stream/promises'

/** What becomes of a request on its way to the server. */
export type Way
	/** To the server and back. */
	= | { readonly go: 'through' }
	/** Never answered, never handed on. */
		| { readonly go: 'hang' }
	/** Answered in the server's place. */
		| { readonly go: 'answer', readonly status: number, readonly headers?: Readonly<Record<string, string>>, readonly body?: string }
	/** Handed on and done; the connection is cut instead of the answer. */
		| { readonly go: 'lose' }

export interface Proxy {
	/** Where the relay finds the server. */
	readonly url: string
	/** What becomes of requests that this fits; by their method, path and query. The first rule that fits counts. */
	set(way: Way, fits?: (method: string, path: string) => boolean): void
	/** Nobody listens: connections are refused, and those that stand are cut. */
	down(): Promise<void>
	up(): Promise<void>
	/** Requests that came in since the last `up`, as `GET /path`. */
	readonly asked: readonly string[]
	close(): Promise<void>
}

const always = (): boolean => true

/** Stands between the relay and a server; can fail in the ways that networks do. Knows what server it is for, not what it speaks. */
export async function startProxy(target: string): Promise<Proxy> {
	let way: Way = { go: 'through' }
	let fits: (method: string, path: string) => boolean = always
	const asked: string[] = []
	const server = createServer((request, response) => {
		const { method = 'GET', url: path = '/' } = request
		asked.push(`${method} ${path}`)
		const taken: Way = fits(method, path) ? way : { go: 'through' }
		switch (taken.go) {
			case 'through':
			case 'lose':
				return void pass(target, request, response, taken.go === 'lose')
			case 'hang':
				return void request.resume()
			case 'answer':
				request.resume()
				return void response.writeHead(taken.status, taken.headers).end(taken.body)
			default:
				return taken satisfies never
		}
	})
	let port = 0
	const up = async (): Promise<void> => {
		asked.length = 0
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject)
			server.listen(port, '127.0.0.1', resolve)
		})
		port = (server.address() as AddressInfo).port
	}
	const down = async (): Promise<void> => {
		const closed = new Promise<void>((resolve) => server.close(() => resolve()))
		server.closeAllConnections()
		await closed
	}
	await up()
	return {
		url: `http://127.0.0.1:${port}`,
		set(next, which = always) {
			way = next
			fits = which
		},
		down,
		up,
		asked,
		close: () => server.listening ? down() : Promise.resolve(),
	}
}

async function pass(target: string, request: IncomingMessage, response: ServerResponse, lose: boolean): Promise<void> {
	const { protocol, host, hostname, port } = new URL(target)
	const headers = { ...request.headers, host }
	const options = { method: request.method, path: request.url, headers, hostname, port }
	const answered = new Promise<IncomingMessage>((resolve, reject) => {
		const handedOn = (protocol === 'https:' ? tlsRequest : plainRequest)(options, resolve)
		handedOn.on('error', reject)
		pipeline(request, handedOn).catch(reject)
	})
	try {
		const answer = await answered
		if (lose) {
			answer.resume()
			response.destroy()
			return
		}
		response.writeHead(answer.statusCode ?? 502, answer.headers)
		await pipeline(answer, response)
	} catch {
		// One of both sides is gone: so is the other.
		response.destroy()
	}
}
