import { Failure } from '../../core/failure.ts'
import { sentence } from '../../core/sentence.ts'

/** What the answer's body turned out to be: an OCS document, a web page, an incomplete or unreadable document, nothing. */
export type BodyKind = 'data' | 'page' | 'broken' | 'empty'

export interface Answered {
	readonly status: number
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>
	readonly body: BodyKind
	/** Changes something at the server. */
	readonly writes: boolean
	/** WebDAV answers with empty bodies where it succeeds, and with XML where it does not. */
	readonly dav: boolean
	/** OCS: no such address on this server, so Talk is switched off or missing. */
	readonly unknownAddress: boolean
}

/** The longest wait that a server may ask of us, ms. */
const patience = 60 * 60 * 1000

/** What was answered instead of data; refused: by something before Nextcloud, or by no Nextcloud at all. */
const instead: Readonly<Record<Exclude<BodyKind, 'data'>, Readonly<Record<'refused' | 'answered', (host: string, status: number) => string>>>> = {
	page: {
		refused: (host, status) => sentence`${host} answered with a web page instead of data (status ${status}): something before Nextcloud refused it, or Server is not the address of a Nextcloud`,
		answered: (host, status) => sentence`${host} answered with a web page instead of data (status ${status})`,
	},
	broken: {
		refused: (host, status) => sentence`${host} answered with half an answer instead of data (status ${status}): something before Nextcloud refused it, or Server is not the address of a Nextcloud`,
		answered: (host, status) => sentence`${host} answered with half an answer instead of data (status ${status})`,
	},
	empty: {
		refused: (host, status) => sentence`${host} answered with nothing instead of data (status ${status}): something before Nextcloud refused it, or Server is not the address of a Nextcloud`,
		answered: (host, status) => sentence`${host} answered with nothing instead of data (status ${status})`,
	},
}

/**
 * What an answer means for the account or the server as a whole; undefined where it is an answer that the caller has to read:
 * every success, and what is said about one room, message or file (400, 403, 404, 405, 406, 409, 412, 413, 422, 507 …).
 * Which answers Nextcloud gives when: lib/base.php and ocs/v1.php of the server, tried on Nextcloud 34.
 */
export function verdict(answered: Answered, host: string, now: number): Failure | undefined {
	const { status, headers, body, writes } = answered
	const maybe = writes ? 'unknown' : 'nothing'
	const retry = (why: string, left: 'nothing' | 'unknown', afterMs?: number): Failure => new Failure(afterMs === undefined ? { then: 'retry' } : { then: 'retry', afterMs }, why, { left })

	if (status === 401) {
		return new Failure({ then: 'closeAccount' }, sentence`${host} refuses the login: wrong login name or app password, or it was revoked`)
	}
	if (status === 429) {
		return retry(sentence`${host} asks us to slow down (429, too many requests)`, 'nothing', retryAfter(headers, now))
	}
	if (status === 503 && headers['x-nextcloud-maintenance-mode'] === '1') {
		// Its Retry-After is always 120: no knowledge of when the maintenance ends, so we ask at our own pace.
		return retry(sentence`${host} is in maintenance mode`, 'nothing')
	}
	if (status >= 500 && status !== 501 && status !== 507) {
		return retry(sentence`${host} has a problem of its own (status ${status})`, maybe, status === 503 ? retryAfter(headers, now) : undefined)
	}
	if (status >= 300 && status < 400 && status !== 304) {
		return redirect(headers.location ?? '', host)
	}
	if (status === 408 || status === 423 || status === 425) {
		return retry(sentence`${host} asks us to try again (status ${status})`, status === 408 ? maybe : 'nothing')
	}
	if (status === 304 || status === 204 || answered.dav) {
		return undefined
	}
	if (answered.unknownAddress) {
		return retry(sentence`${host} does not know Talk: the app is missing, switched off, or just being updated`, 'nothing')
	}
	if (body === 'data' || (status === 413 && writes)) {
		return undefined
	}
	const { [body]: odd } = instead
	if (status >= 400) {
		return retry(odd.refused(host, status), 'nothing')
	}
	return retry(odd.answered(host, status), maybe)
}

/** A location may carry a password or a session. */
const withoutQuery = (location: string): string => location.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//').slice(0, 200)

/** A redirect of an API address elsewhere says that Server is written wrongly; one to a page is a detour that will pass. */
function redirect(location: string, host: string): Failure {
	const api = /\/(?:ocs\/v[12]\.php|remote\.php|index\.php\/core)\//.exec(location)
	return api
		? new Failure({ then: 'closeAccount' }, sentence`${host} answers with a redirect to ${withoutQuery(location.slice(0, api.index))}: write that address as Server`)
		: new Failure({ then: 'retry' }, sentence`${host} answers with a redirect to ${withoutQuery(location) || '…'} instead of data`)
}

/** Retry-After as seconds or as a date, in ms from now; a date is compared with the server's own clock, where it tells it. */
export function retryAfter(headers: Readonly<Record<string, string>>, now: number): number | undefined {
	const written = headers['retry-after']?.trim()
	if (!written) {
		return undefined
	}
	if (/^\d+$/.test(written)) {
		return Math.min(Number(written) * 1000, patience)
	}
	const until = Date.parse(written)
	const clock = Date.parse(headers.date ?? '')
	return Number.isNaN(until) ? undefined : Math.min(Math.max(0, until - (Number.isNaN(clock) ? now : clock)), patience)
}
