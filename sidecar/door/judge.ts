import type { Reply } from '../http/transport.ts'

import { Failure } from '../core/failure.ts'
import { sentence } from '../core/sentence.ts'

/** Another relay holds the lease: this one has to stop. Until it does, what it was about waits and is not lost. */
export class Superseded extends Failure {
	constructor() {
		super({ then: 'retry', afterMs: 60_000 }, sentence`another relay has taken over: this one stops`)
		this.name = 'Superseded'
	}
}

/** The app wants no relay now: this one has to stop. Until it does, what it was about waits and is not lost. */
export class SwitchedOff extends Failure {
	/** It is nobody's process but its own: it rests, and asks from time to time. */
	readonly rest: boolean
	/** The app's data is being removed, and what the relay keeps of it is to go, too. */
	readonly forget: boolean

	constructor({ rest, forget }: { readonly rest: boolean, readonly forget: boolean }) {
		super({ then: 'retry', afterMs: 60_000 }, sentence`the relay is switched off`)
		this.name = 'SwitchedOff'
		this.rest = rest
		this.forget = forget
	}
}

/** What the app answered. */
export type Judged
	= | { readonly as: 'data', readonly data: Readonly<Record<string, unknown>> }
		/** No to this one request: `error` is a word, `message` for people. */
		| { readonly as: 'refusal', readonly status: number, readonly error: string, readonly message: string }
		/** To be signed anew; `time` is the app's, in seconds. */
		| { readonly as: 'clock', readonly time: number }
		| { readonly as: 'replayed' }

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** undefined for what is no JSON object: maintenance, an upgrade, a proxy, another web server. */
function documentOf(reply: Reply): Readonly<Record<string, unknown>> | undefined {
	try {
		const document: unknown = JSON.parse(reply.body.toString('utf8'))
		return isRecord(document) ? document : undefined
	} catch {
		// A web page: told by its status.
		return undefined
	}
}

/**
 * Reads an answer of the app's door. Throws a Failure for what concerns not this request but the app or its server: nearly all of that
 * passes. `where`: as people call it; `writes`: the request may have taken effect.
 */
export function judged(reply: Reply, where: string, writes: boolean): Judged {
	const { status, headers } = reply
	const later = (why: string, left: 'nothing' | 'unknown', afterMs?: number): Failure => {
		return new Failure(afterMs === undefined ? { then: 'retry' } : { then: 'retry', afterMs }, why, { left })
	}
	if (status === 503 && headers['x-nextcloud-maintenance-mode'] === '1') {
		throw later(sentence`${where} is in maintenance mode`, 'nothing')
	}
	if (status === 429) {
		throw later(sentence`${where} asks us to slow down (429, too many requests)`, 'nothing', 1000 * Math.min(60, Number(headers['retry-after'] ?? 5) || 5))
	}
	if (status >= 500) {
		throw later(sentence`${where} has a problem of its own (status ${status})`, writes ? 'unknown' : 'nothing')
	}
	const document = documentOf(reply)
	if (status >= 200 && status < 300) {
		if (document === undefined) {
			throw later(sentence`${where} answered with something else than data (status ${status})`, writes ? 'unknown' : 'nothing')
		}
		return { as: 'data', data: document }
	}
	if (status === 413 && document === undefined) {
		return { as: 'refusal', status, error: 'large', message: sentence`its web server takes no request of this size` }
	}
	const error = document?.error
	if (document === undefined || typeof error !== 'string' || status < 400) {
		throw later(sentence`${where} does not know the app’s door (status ${status}): it is switched off, being updated, or at another address`, 'nothing')
	}
	return refusal(status, error, document, where)
}

/** The app itself said no. */
function refusal(status: number, error: string, document: Readonly<Record<string, unknown>>, where: string): Judged {
	const words = typeof document.message === 'string' ? document.message : ''
	switch (status === 401 || status === 409 ? error : '') {
		case 'clock': return { as: 'clock', time: Number(document.time) }
		case 'replayed': return { as: 'replayed' }
		case 'signature':
			throw new Failure({ then: 'closeAccount' }, sentence`${where} does not know this relay: its secret is another than the app’s`)
		case 'superseded':
			throw new Superseded()
		case 'off':
			throw new SwitchedOff({ rest: document.rest === true, forget: document.forget === true })
		default: return { as: 'refusal', status, error, message: words }
	}
}
