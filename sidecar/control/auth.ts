import type { IncomingHttpHeaders } from 'node:http'
import type { Signed } from '../door/signature.ts'

import { openNonces } from '../door/nonces.ts'
import { bodyHash, verify } from '../door/signature.ts'

/** What is answered instead, with the status. */
export interface Refusal {
	readonly status: number
	readonly body: { readonly error: string, readonly message: string, readonly time?: number }
}

/** Lets through what the app has signed. */
export interface Guard {
	/** Before the body is read: nobody else's is. */
	head(method: string, path: string, headers: IncomingHttpHeaders): Signed | Refusal
	/** When it has been read. */
	fits(signed: Signed, body: Uint8Array): Refusal | undefined
}

const words = {
	clock: 'The clocks of the app and its relay run apart',
	replayed: 'This request was sent before',
	signature: 'This request is not signed by the app',
} as const

/** `now` gives ms since 1970; `generation` that of the lease which this relay holds, 0 before it has one. */
export function openGuard(secret: string, now: () => number, generation: () => number): Guard {
	const nonces = openNonces()
	const began = Math.floor(now() / 1000)
	return {
		head(method, path, headers) {
			const signed = verify(method, path, headers, { secret, now: now(), nonces })
			if ('error' in signed) {
				return { status: 401, body: { ...signed, message: words[signed.error] } }
			}
			// What an earlier relay was sent is not in this one's memory. A web server that has not heard of the new lease yet signs later.
			return signed.generation < generation() && signed.time < began ? { status: 401, body: { error: 'replayed', message: words.replayed } } : signed
		},
		fits: (signed, body) => bodyHash(body) === signed.bodyHash
			? undefined
			: { status: 401, body: { error: 'body', message: 'The body is not the one that was signed' } },
	}
}
