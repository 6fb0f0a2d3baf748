import { Agent } from 'undici'
import { byPerson } from './plan.ts'

/** Somebody at a server, over HTTP like any client. */
export interface Someone {
	/** `path`: what follows `/ocs/v2.php/`. */
	ocs(method: string, path: string, body?: object): Promise<{ readonly status: number, readonly data: unknown }>
	/** A file of their own, by its path from their root. */
	put(path: string, content: string): Promise<number>
	get(path: string): Promise<string>
}

/** Those who look at a server and write to it keep their connections. */
export const connections = new Agent({ connections: 32, keepAliveTimeout: 2000, headersTimeout: 20_000, bodyTimeout: 20_000 })

export function someone(url: string, uid: string, password: string): Someone {
	const headers = {
		authorization: `Basic ${Buffer.from(`${uid}:${password}`).toString('base64')}`,
		'ocs-apirequest': 'true',
		accept: 'application/json',
	}
	const ask = (method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, more: { readonly type?: string, readonly body?: string } = {}) => connections.request({
		origin: url,
		path: `${path}?${byPerson}`,
		method,
		headers: { ...headers, ...(more.type && { 'content-type': more.type }) },
		...(more.body !== undefined && { body: more.body }),
	})
	const file = (path: string): string => `/remote.php/dav/files/${uid}/${path.split('/').map(encodeURIComponent).join('/')}`
	return {
		async ocs(method, path, body) {
			const answer = await ask(method as 'POST', `/ocs/v2.php/${path}`, body && { type: 'application/json', body: JSON.stringify(body) })
			const text = await answer.body.text()
			const read = text.startsWith('{') ? JSON.parse(text) as { readonly ocs?: { readonly data?: unknown } } : {}
			return { status: answer.statusCode, data: read.ocs?.data }
		},
		async put(path, content) {
			const answer = await ask('PUT', file(path), { body: content })
			await answer.body.dump()
			return answer.statusCode
		},
		async get(path) {
			const answer = await ask('GET', file(path))
			return answer.statusCode === 200 ? answer.body.text() : `status ${answer.statusCode}`
		},
	}
}
