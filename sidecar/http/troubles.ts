import { Failure } from '../core/failure.ts'
import { sentence } from '../core/sentence.ts'

/** Where a request stood when it broke. */
export interface Progress {
	/** The request was begun on a connection: from then on it may have taken effect. */
	readonly written: boolean
	/** The answer's head had arrived. */
	readonly answered: boolean
	/** Changes something at the server; what only reads leaves nothing. */
	readonly writes: boolean
}

/** What undici, node:net and node:tls throw, as a Failure in plain words. `host` as people write it; `seconds`: our time-out. */
export function troubleFailure(error: unknown, progress: Progress, host: string, seconds: number): Failure {
	if (error instanceof Failure) {
		return error
	}
	const why = reason(error, progress, host, seconds)
	return new Failure({ then: 'retry' }, why, { left: progress.written && progress.writes ? 'unknown' : 'nothing', cause: error })
}

/** Node and undici tell what happened by `code`; several addresses tried come as an AggregateError. */
export function codeOf(error: unknown): string {
	if (!(error instanceof Error)) {
		return ''
	}
	if ('code' in error && typeof error.code === 'string') {
		return error.code
	}
	if (error instanceof AggregateError && error.errors.length > 0) {
		return codeOf(error.errors[0])
	}
	return codeOf(error.cause)
}

const certificate: Readonly<Record<string, (host: string) => string>> = {
	CERT_HAS_EXPIRED: (host) => sentence`the TLS certificate of ${host} has expired: renew it on the server`,
	CERT_NOT_YET_VALID: (host) => sentence`the TLS certificate of ${host} is not valid yet: check this machine’s clock`,
	DEPTH_ZERO_SELF_SIGNED_CERT: (host) => sentence`the TLS certificate of ${host} is signed by itself: name it with CAFile, or set SkipTLSVerify (unsafe)`,
	SELF_SIGNED_CERT_IN_CHAIN: (host) => sentence`the TLS certificate of ${host} is signed by an authority unknown here: name it with CAFile, or set SkipTLSVerify (unsafe)`,
	UNABLE_TO_GET_ISSUER_CERT: (host) => sentence`the TLS certificate of ${host} is signed by an authority unknown here: name it with CAFile`,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: (host) => sentence`the TLS certificate of ${host} is signed by an authority unknown here: name it with CAFile, or set SkipTLSVerify (unsafe)`,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: (host) => sentence`the TLS certificate of ${host} comes without its intermediate certificates: the server must send the whole chain, or name them with CAFile`,
	ERR_TLS_CERT_ALTNAME_INVALID: (host) => sentence`the TLS certificate of ${host} is for another host name: write the server’s real name as Server`,
	CERT_REVOKED: (host) => sentence`the TLS certificate of ${host} has been revoked`,
	CERT_SIGNATURE_FAILURE: (host) => sentence`the TLS certificate of ${host} has a broken signature`,
}

/** What happened, where, and what can be done about it. */
function reason(error: unknown, { written, answered }: Progress, host: string, seconds: number): string {
	const code = codeOf(error)
	const flaw = certificate[code]
	if (flaw !== undefined) {
		return flaw(host)
	}
	if (code.startsWith('ERR_SSL') || code === 'EPROTO') {
		return sentence`no TLS with ${host}: what answers there speaks something else (${code}); is it http instead of https, or another port?`
	}
	switch (code) {
		case 'ENOTFOUND':
			return sentence`no address is known for the name ${host} (DNS): is it written rightly?`
		case 'EAI_AGAIN':
			return sentence`the name ${host} can’t be looked up now: the DNS server does not answer`
		case 'ECONNREFUSED':
			return sentence`${host} refuses connections: the web server is not running there, or a firewall is in the way`
		case 'EHOSTUNREACH':
		case 'ENETUNREACH':
		case 'ENETDOWN':
			return sentence`no way to ${host} (${code}): is this machine’s network up?`
		case 'UND_ERR_CONNECT_TIMEOUT':
			return sentence`${host} does not take connections: nothing came back in time`
		case 'UND_ERR_HEADERS_TIMEOUT':
			return sentence`${host} did not answer within ${seconds} s`
		case 'UND_ERR_BODY_TIMEOUT':
			return sentence`${host} began an answer and then sent nothing for ${seconds} s`
		case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
			return sentence`${host} sent only half an answer`
		case 'UND_ERR_HEADERS_OVERFLOW':
			return sentence`${host} sent an answer with an endless head`
		case 'UND_ERR_PRX_TLS':
			return sentence`no TLS with the proxy before ${host}`
		case 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH':
			return sentence`a file of our spool is not as long as it was when it was kept`
		case 'ETIMEDOUT':
			return written ? sentence`the connection to ${host} went silent` : sentence`${host} does not take connections: nothing came back in time`
		default:
	}
	if (error instanceof Error && error.name === 'HTTPParserError') {
		return sentence`${host} sent an answer that is not HTTP`
	}
	if (error instanceof Error && error.message.includes('HTTP Tunneling')) {
		return sentence`the proxy refuses to connect to ${host}: ${error.message}`
	}
	if (!written) {
		return sentence`no connection to ${host} (${code || String(error)})`
	}
	return answered
		? sentence`${host} broke the connection off in the middle of its answer (${code || String(error)})`
		: sentence`${host} broke the connection off before it answered (${code || String(error)})`
}
