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

/** `now` gives ms since 1970. */
export function openGuard(secret: string, now: () => number): Guard {
	const nonces = openNonces()
	return {
		head(method, path, headers) {
			const signed = verify(method, path, headers, { secret, now: now(), nonces })
			return 'error' in signed ? { status: 401, body: { ...signed, message: words[signed.error] } } : signed
		},
		fits: (signed, body) => bodyHash(body) === signed.bodyHash
			? undefined
			: { status: 401, body: { error: 'body', message: 'The body is not the one that was signed' } },
	}
}
