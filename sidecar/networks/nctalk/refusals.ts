import type { Answer } from './client.ts'

import { Failure } from '../../core/failure.ts'
import { sentence } from '../../core/sentence.ts'

/** The conversation that was asked for, as people call its parts. */
export interface Where { readonly token: string, readonly login: string, readonly host: string }

/**
 * What a refusal (403, 404, 406, 412) says about a conversation as a whole: it is closed to us until somebody changes something.
 * lib/Middleware/InjectionMiddleware.php `afterException`. Anything else is unexpected and tried again.
 */
export function roomRefusal(status: number, { token, login, host }: Where): Failure {
	const close = (why: string): Failure => new Failure({ then: 'closeRoom' }, why)
	switch (status) {
		case 403:
			return close(sentence`the account ${login} may not take part in the conversation ${token} on ${host}: is it banned there, read-only, or without the permission to post messages?`)
		case 404:
			return close(sentence`the account ${login} is not a participant of the conversation ${token} on ${host}, or that was deleted: add it there`)
		case 406:
			return close(sentence`the conversation ${token} is only a guest on ${host}, as its home is on another server: connect it there`)
		case 412:
			return close(sentence`the conversation ${token} on ${host} has its lobby on, and ${login} is no moderator: end the lobby or make it one`)
		case 422:
			return new Failure({ then: 'retry' }, sentence`the home server of the conversation ${token} can’t be reached from ${host}`)
		default:
			return new Failure({ then: 'retry' }, sentence`${host} gave an answer that is not understood (status ${status})`, { left: 'unknown' })
	}
}

/** Talk's own word for what was wrong: `{"error":"reply-to"}` (`message`, `age`, `permission`, `actor` …). */
export function errorWord({ data }: Pick<Answer, 'data'>): string | undefined {
	return typeof data === 'object' && data !== null && 'error' in data && typeof data.error === 'string' ? data.error : undefined
}
