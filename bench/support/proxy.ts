import type { IncomingMessage, Server } from 'node:http'

import { Agent, createServer, request } from 'node:http'

/** One request as it went through. Times are performance.now(). */
export interface Passed {
	readonly method: string
	readonly path: string
	/** The request's body (small ones only) and the answer's. */
	readonly sent: string
	readonly answered: string
	readonly status: number
	/** When the request had arrived whole, and when the answer had been passed on whole. */
	readonly begun: number
	readonly ended: number
}

export interface Proxy {
	readonly url: string
	readonly passed: readonly Passed[]
	forget(): void
	close(): Promise<void>
}

async function whole(message: IncomingMessage): Promise<Buffer> {
	const parts: Buffer[] = []
	for await (const part of message) {
		parts.push(part as Buffer)
	}
	return Buffer.concat(parts)
}

/** Stands between the relay and a server, counts and times requests. `keep: false` keeps no bodies, for long runs. */
export async function startProxy(target: string, options: { readonly keep: boolean }): Promise<Proxy> {
	const agent = new Agent({ keepAlive: true })
	const passed: Passed[] = []
	const server: Server = createServer({ keepAliveTimeout: 120_000 }, (incoming, response) => {
		const pass = async (): Promise<void> => {
			const body = await whole(incoming)
			const begun = performance.now()
			const url = new URL(incoming.url ?? '/', target)
			const outgoing = request(url, { method: incoming.method, agent, headers: { ...incoming.headers, host: url.host, 'accept-encoding': 'identity' } })
			const answer = await new Promise<IncomingMessage>((resolve, reject) => {
				outgoing.once('response', resolve)
				outgoing.once('error', reject)
				outgoing.end(body)
			})
			const answered = await whole(answer)
			response.writeHead(answer.statusCode ?? 502, answer.headers)
			response.end(answered, () => passed.push({
				method: incoming.method ?? '',
				path: url.pathname,
				status: answer.statusCode ?? 0,
				begun,
				ended: performance.now(),
				sent: options.keep ? body.toString('utf8') : '',
				answered: options.keep ? answered.toString('utf8') : '',
			}))
		}
		pass().catch(() => response.destroy())
	})
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	const address = server.address()
	return {
		url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
		passed,
		forget: () => void passed.splice(0),
		async close() {
			server.closeAllConnections()
			await new Promise((resolve) => server.close(resolve))
			agent.destroy()
		},
	}
}
