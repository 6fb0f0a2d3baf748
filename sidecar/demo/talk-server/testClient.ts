import type { TalkServer } from './server.ts'
import type { Json } from './types.ts'

/** An answer of the OCS API, read whole. */
export interface Answered {
	readonly status: number
	readonly headers: Headers
	readonly text: string
	readonly data: ReturnType<JSON['parse']>
}

export interface Client {
	/** `path`: what follows `/ocs/v2.php/apps/spreed/api/`, or from a slash on. */
	call(method: string, path: string, body?: Json, headers?: Readonly<Record<string, string>>): Promise<Answered>
	/** Posts a text and gives its id. */
	post(room: string, message: string, more?: Readonly<Record<string, Json>>): Promise<number>
	/** What follows this id, without waiting. */
	after(room: string, id: number): Promise<Answered>
	put(path: string, content: string): Promise<Answered>
}

/** Somebody with their app password at a server. For tests only. */
export function clientOf(server: Pick<TalkServer, 'url'>, uid: string, secret = `${uid}-app-password`): Client {
	const authorization = `Basic ${Buffer.from(`${uid}:${secret}`).toString('base64')}`
	const ask = async (method: string, path: string, body: string | undefined, headers: Record<string, string>): Promise<Answered> => {
		const url = path.startsWith('/') ? `${server.url}${path}` : `${server.url}/ocs/v2.php/apps/spreed/api/${path}`
		const response = await fetch(url, {
			method,
			headers: { authorization, 'OCS-APIRequest': 'true', accept: 'application/json', ...headers },
			...body !== undefined && { body },
		})
		const text = await response.text()
		const ours = response.headers.get('content-type')?.includes('json') === true && text.startsWith('{"ocs"')
		return { status: response.status, headers: response.headers, text, data: ours ? JSON.parse(text).ocs.data : undefined }
	}
	const call: Client['call'] = (method, path, body, headers = {}) => ask(method, path, body === undefined ? undefined : JSON.stringify(body), { 'content-type': 'application/json', ...headers })
	return {
		call,
		post: async (room, message, more = {}) => (await call('POST', `v1/chat/${room}`, { message, ...more })).data.id,
		after: (room, id) => call('GET', `v1/chat/${room}?lookIntoFuture=1&timeout=0&setReadMarker=0&lastKnownMessageId=${id}`),
		put: (path, content) => ask('PUT', path, content, {}),
	}
}
