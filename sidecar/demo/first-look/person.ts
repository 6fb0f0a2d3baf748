/** What one person's browser asks of their own server: Talk's public API and WebDAV, with their app password. */
export interface Person {
	readonly id: string
	/** `path` below `/ocs/v2.php/`. The answer as text, so that two can be compared; empty for "nothing". Throws in plain words. */
	ask(method: string, path: string, body?: object): Promise<string>
	/** `path` in the person's own files. */
	upload(path: string, bytes: Uint8Array): Promise<void>
	download(path: string): Promise<Response>
	/** Makes sure that the folder is there. */
	folder(path: string): Promise<void>
}

const within = 10_000

export function person(server: string, serverName: string, id: string, appPassword: string): Person {
	const login = {
		'ocs-apirequest': 'true',
		accept: 'application/json',
		authorization: `Basic ${Buffer.from(`${id}:${appPassword}`).toString('base64')}`,
	}
	const request = async (method: string, path: string, body?: Uint8Array<ArrayBuffer> | string, type?: string): Promise<Response> => {
		try {
			return await fetch(`${server}${path}`, {
				method,
				headers: { ...login, ...type !== undefined && { 'content-type': type } },
				signal: AbortSignal.timeout(within),
				...body !== undefined && { body },
			})
		} catch (error) {
			throw new Error(`${serverName} does not answer.`, { cause: error })
		}
	}
	const done = async (method: string, path: string, answer: Response): Promise<Response> => {
		// 304: no messages.
		if (answer.ok || answer.status === 304) {
			return answer
		}
		throw new Error(`${serverName} refused ${method} ${path.split('?')[0]}: ${answer.status} ${(await answer.text()).slice(0, 200)}`)
	}
	const file = (path: string): string => `/remote.php/dav/files/${id}/${path.split('/').map(encodeURIComponent).join('/')}`
	return {
		id,
		async ask(method, path, body) {
			const whole = `/ocs/v2.php/${path}`
			const json = body === undefined ? [] as const : [JSON.stringify(body), 'application/json'] as const
			const answer = await done(method, whole, await request(method, whole, ...json))
			return answer.text()
		},
		async upload(path, bytes) {
			const answer = await done('PUT', file(path), await request('PUT', file(path), Uint8Array.from(bytes), 'application/octet-stream'))
			await answer.arrayBuffer()
		},
		download: async (path) => done('GET', file(path), await request('GET', file(path))),
		async folder(path) {
			const answer = await request('MKCOL', file(path))
			// 405: it is there already.
			await (answer.status === 405 ? answer : await done('MKCOL', file(path), answer)).arrayBuffer()
		},
	}
}

/** What an answer's envelope holds. */
export function dataOf<T>(answer: string): T {
	return (JSON.parse(answer) as { readonly ocs: { readonly data: T } }).ocs.data
}
