import type { Nonces } from './nonces.ts'

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** What both sides know of a request before its body is read (docs/DOOR.md "Signature"). */
export interface Signed {
	readonly method: string
	/** With its query, byte for byte as it is sent; what follows `/apps/talk_relay` for the app's door: `/door/outbox?limit=200`. */
	readonly path: string
	/** Seconds since 1970. */
	readonly time: number
	/** 32 hex digits, used once. */
	readonly nonce: string
	/** Of the lease; 0 where there is none yet. */
	readonly generation: number
	/** SHA-256 of the body in hex. */
	readonly bodyHash: string
}

const names = {
	time: 'x-talk-relay-time',
	nonce: 'x-talk-relay-nonce',
	generation: 'x-talk-relay-generation',
	body: 'x-talk-relay-body',
	signature: 'x-talk-relay-signature',
} as const

/** A clock may be off by so many seconds. */
const apart = 300

/** SHA-256 in hex; of nothing where there is no body. */
export const bodyHash = (body: string | Uint8Array = ''): string => createHash('sha256').update(body).digest('hex')

/** `secret`: 64 hex digits, taken as the text that they are. */
function signatureOf(secret: string, { method, path, time, nonce, generation, bodyHash: body }: Signed): string {
	return createHmac('sha256', secret).update([method, path, time, nonce, generation, body].join('\n')).digest('hex')
}

/** In constant time: both are 64 hex digits. */
const same = (one: string, other: string): boolean => timingSafeEqual(new TextEncoder().encode(one), new TextEncoder().encode(other))

/** The headers of a request. */
export function sign(secret: string, signed: Signed): Readonly<Record<string, string>> {
	return {
		[names.time]: String(signed.time),
		[names.nonce]: signed.nonce,
		[names.generation]: String(signed.generation),
		[names.body]: signed.bodyHash,
		[names.signature]: signatureOf(secret, signed),
	}
}

/** `time`: ours, in seconds, by which the caller corrects itself. */
export type Refused
	= | { readonly error: 'clock', readonly time: number }
		| { readonly error: 'replayed' | 'signature' }

/** What a receiver verifies by. */
export interface Verifying {
	/** Nothing fits a secret that is not set (empty). */
	readonly secret: string
	/** Milliseconds since 1970. */
	readonly now: number
	readonly nonces: Nonces
}

/** Names in lower case, as node:http gives them. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Judges a request by its head. Whether the body fits `bodyHash` the caller must see when it has read it, before it acts on it. Only what
 * is signed rightly learns anything (what time it is), and only its nonces are remembered.
 */
export function verify(method: string, path: string, headers: Headers, { secret, now, nonces }: Verifying): Signed | Refused {
	const given = (name: string, form: RegExp): string => {
		const value = headers[name]
		return typeof value === 'string' && form.test(value) ? value : ''
	}
	const signature = given(names.signature, /^[0-9a-f]{64}$/)
	const signed: Signed = {
		method,
		path,
		time: Number(given(names.time, /^\d{1,12}$/) || Number.NaN),
		nonce: given(names.nonce, /^[0-9a-f]{32}$/),
		generation: Number(given(names.generation, /^\d{1,15}$/) || Number.NaN),
		bodyHash: given(names.body, /^[0-9a-f]{64}$/),
	}
	const whole = signature !== '' && signed.nonce !== '' && signed.bodyHash !== '' && Number.isFinite(signed.time + signed.generation)
	if (!whole || secret === '' || !same(signature, signatureOf(secret, signed))) {
		return { error: 'signature' }
	}
	const time = Math.floor(now / 1000)
	if (Math.abs(time - signed.time) > apart) {
		return { error: 'clock', time }
	}
	return nonces.isNew(signed.nonce, now) ? signed : { error: 'replayed' }
}
