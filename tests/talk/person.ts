/** One person at one Nextcloud, over its public API: what a person's app would ask. For recordings and for tests against live servers. */
export interface Person {
	readonly user: string
	/** `path` from the server's root. Returns `ocs.data`; throws on any status of 400 and above, unless `lenient`. */
	ask(method: string, path: string, body?: object, lenient?: boolean): Promise<unknown>
	/** Puts a file into the person's own files. */
	upload(name: string, bytes: Uint8Array, mime: string): Promise<void>
	removeFile(name: string): Promise<void>
}

export interface TalkServer {
	readonly url: string
	readonly admin: { readonly user: string, readonly password: string }
	readonly people: Readonly<Record<string, { readonly password: string, readonly appPassword: string }>>
	readonly bot: { readonly user: string, readonly appPassword: string }
	readonly room: string
}

const basic = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

/** `credentials` missing: a guest, known by the session cookie that the server gives. */
export function person(server: TalkServer, user: string, password?: string): Person {
	const cookies = new Map<string, string>()
	const headers = (): Record<string, string> => ({
		'ocs-apirequest': 'true',
		accept: 'application/json',
		// Taking part in a call hangs on the session, for those with a password too.
		cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
		...(password === undefined ? {} : { authorization: basic(user, password) }),
	})
	const dav = (name: string): string => `${server.url}/remote.php/dav/files/${encodeURIComponent(user)}/${name.split('/').map(encodeURIComponent).join('/')}`
	return {
		user,
		async ask(method, path, body, lenient = false) {
			const answer = await fetch(`${server.url}${path}`, {
				method,
				headers: { ...headers(), ...(body ? { 'content-type': 'application/json' } : {}) },
				...(body ? { body: JSON.stringify(body) } : {}),
			})
			for (const cookie of answer.headers.getSetCookie()) {
				const [pair = ''] = cookie.split(';')
				cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
			}
			const text = await answer.text()
			if (answer.status >= 400 && !lenient) {
				throw new Error(`${method} ${path} as ${user}: ${answer.status} ${text.slice(0, 300)}`)
			}
			return text === '' ? undefined : (JSON.parse(text) as { ocs: { data: unknown } }).ocs.data
		},
		async upload(name, bytes, mime) {
			const answer = await fetch(dav(name), { method: 'PUT', headers: { ...headers(), 'content-type': mime }, body: bytes.slice() })
			if (answer.status >= 400) {
				throw new Error(`PUT ${name} as ${user}: ${answer.status}`)
			}
		},
		async removeFile(name) {
			const answer = await fetch(dav(name), { method: 'DELETE', headers: headers() })
			if (answer.status >= 400) {
				throw new Error(`DELETE ${name} as ${user}: ${answer.status}`)
			}
		},
	}
}
