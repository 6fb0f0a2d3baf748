/*
 * How tests speak to a Nextcloud: over node's own http, sharing nothing with the relay's client, so that it can't share its mistakes.
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

import { Agent as PlainAgent, request as plainRequest } from 'node:http'
import { Agent as TlsAgent, request as tlsRequest } from 'node:https'

export interface Login { readonly user: string, readonly password: string }

export interface Asking {
	/** An object goes as JSON, anything else as it is. */
	readonly body?: object | Buffer | string
	readonly query?: Readonly<Record<string, string | number>>
	/** Over those that are sent anyway; an empty one is not sent at all. */
	readonly headers?: Readonly<Record<string, string>>
	readonly signal?: AbortSignal
}

export interface Answer<T> {
	readonly status: number
	readonly headers: IncomingHttpHeaders
	readonly body: Buffer
	/** `ocs.meta`; statuscode -1 where the answer is no OCS envelope in JSON. */
	readonly meta: { readonly status: string, readonly statuscode: number, readonly message?: string }
	/** `ocs.data`; undefined where the answer is no OCS envelope in JSON. */
	readonly data: T
}

export interface Connection {
	readonly url: string
	ask<T = unknown>(method: string, path: string, asking?: Asking): Promise<Answer<T>>
	/** The data of a successful answer; any other fails with all that is known. */
	get<T>(method: string, path: string, body?: object): Promise<T>
	close(): void
}

const noEnvelope = { status: '', statuscode: -1 }

function envelope<T>(body: Buffer, type = ''): Pick<Answer<T>, 'meta' | 'data'> {
	const isJson = type.includes('json') && body.length > 0
	const parsed = isJson ? JSON.parse(body.toString('utf8')) as { ocs?: Pick<Answer<T>, 'meta' | 'data'> } : {}
	return { meta: parsed.ocs?.meta ?? noEnvelope, data: parsed.ocs?.data as T }
}

async function read(message: IncomingMessage): Promise<Buffer> {
	const parts: Buffer[] = []
	for await (const part of message) {
		parts.push(part as Buffer)
	}
	return Buffer.concat(parts)
}

/** `login` missing: a stranger. `session`: keeps the cookies that the server gives, as a browser does (guests, and people in calls). */
export function connect(url: string, login?: Login, { session = false } = {}): Connection {
	const secure = url.startsWith('https:')
	const agent = secure ? new TlsAgent({ keepAlive: true }) : new PlainAgent({ keepAlive: true })
	const cookies = new Map<string, string>()

	const headersFor = ({ body, headers = {} }: Asking): Record<string, string> => {
		const usual: Record<string, string> = {
			'ocs-apirequest': 'true',
			accept: 'application/json',
			...login && { authorization: `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}` },
			...cookies.size > 0 && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
			...body !== undefined && !Buffer.isBuffer(body) && typeof body === 'object' && { 'content-type': 'application/json' },
			...headers,
		}
		return Object.fromEntries(Object.entries(usual).filter(([, value]) => value !== ''))
	}
	const keepCookies = (message: IncomingMessage): void => {
		for (const [pair = ''] of (session ? message.headers['set-cookie'] ?? [] : []).map((line) => line.split(';'))) {
			cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
		}
	}
	const send = (method: string, path: string, asking: Asking): Promise<IncomingMessage> => new Promise((resolve, reject) => {
		const target = new URL(url + path)
		Object.entries(asking.query ?? {}).forEach(([name, value]) => target.searchParams.set(name, String(value)))
		const { body, signal } = asking
		const bytes = body === undefined || Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body)
		const length = bytes === undefined ? {} : { 'content-length': String(Buffer.byteLength(bytes)) }
		const headers = { ...headersFor(asking), ...length }
		const { hostname, port, pathname, search } = target
		const options = { method, agent, headers, path: pathname + search, hostname, port, ...signal && { signal } }
		const sent = (secure ? tlsRequest : plainRequest)(options, resolve)
		sent.on('error', reject)
		sent.end(bytes)
	})

	const ask = async <T>(method: string, path: string, asking: Asking = {}): Promise<Answer<T>> => {
		const message = await send(method, path, asking)
		keepCookies(message)
		const body = await read(message)
		return { status: message.statusCode ?? 0, headers: message.headers, body, ...envelope<T>(body, message.headers['content-type']) }
	}

	return {
		url,
		ask,
		async get<T>(method: string, path: string, body?: object) {
			const answer = await ask<T>(method, path, { ...body && { body } })
			if (answer.status >= 300) {
				const who = login?.user ?? 'a stranger'
				throw new Error(`${method} ${path} as ${who}: ${answer.status} ${answer.body.toString('utf8').slice(0, 400)}`)
			}
			return answer.data
		},
		close: () => agent.destroy(),
	}
}
