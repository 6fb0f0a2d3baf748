import { Failure } from '../core/failure.ts'

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

const certificate: Readonly<Record<string, string>> = {
	CERT_HAS_EXPIRED: 'has expired: renew it on the server',
	CERT_NOT_YET_VALID: 'is not valid yet: check this machine’s clock',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by itself: name it with CAFile, or set SkipTLSVerify (unsafe)',
	SELF_SIGNED_CERT_IN_CHAIN: 'is signed by an authority unknown here: name it with CAFile, or set SkipTLSVerify (unsafe)',
	UNABLE_TO_GET_ISSUER_CERT: 'is signed by an authority unknown here: name it with CAFile',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'is signed by an authority unknown here: name it with CAFile, or set SkipTLSVerify (unsafe)',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'comes without its intermediate certificates: the server must send the whole chain, or name them with CAFile',
	ERR_TLS_CERT_ALTNAME_INVALID: 'is for another host name: write the server’s real name as Server',
	CERT_REVOKED: 'has been revoked',
	CERT_SIGNATURE_FAILURE: 'has a broken signature',
}

/** What happened, where, and what can be done about it. */
function reason(error: unknown, { written, answered }: Progress, host: string, seconds: number): string {
	const code = codeOf(error)
	const flaw = certificate[code]
	if (flaw !== undefined) {
		return `the TLS certificate of ${host} ${flaw}`
	}
	if (code.startsWith('ERR_SSL') || code === 'EPROTO') {
		return `no TLS with ${host}: what answers there speaks something else (${code}); is it http instead of https, or another port?`
	}
	switch (code) {
		case 'ENOTFOUND':
			return `no address is known for the name ${host} (DNS): is it written rightly?`
		case 'EAI_AGAIN':
			return `the name ${host} can’t be looked up now: the DNS server does not answer`
		case 'ECONNREFUSED':
			return `${host} refuses connections: the web server is not running there, or a firewall is in the way`
		case 'EHOSTUNREACH':
		case 'ENETUNREACH':
		case 'ENETDOWN':
			return `no way to ${host} (${code}): is this machine’s network up?`
		case 'UND_ERR_CONNECT_TIMEOUT':
			return `${host} does not take connections: nothing came back in time`
		case 'UND_ERR_HEADERS_TIMEOUT':
			return `${host} did not answer within ${seconds} s`
		case 'UND_ERR_BODY_TIMEOUT':
			return `${host} began an answer and then sent nothing for ${seconds} s`
		case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
			return `${host} sent only half an answer`
		case 'UND_ERR_HEADERS_OVERFLOW':
			return `${host} sent an answer with an endless head`
		case 'UND_ERR_PRX_TLS':
			return `no TLS with the proxy before ${host}`
		case 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH':
			return 'a file of our spool is not as long as it was when it was kept'
		case 'ETIMEDOUT':
			return written ? `the connection to ${host} went silent` : `${host} does not take connections: nothing came back in time`
		default:
	}
	if (error instanceof Error && error.name === 'HTTPParserError') {
		return `${host} sent an answer that is not HTTP`
	}
	if (error instanceof Error && error.message.includes('HTTP Tunneling')) {
		return `the proxy refuses to connect to ${host}: ${error.message}`
	}
	if (!written) {
		return `no connection to ${host} (${code || String(error)})`
	}
	return answered
		? `${host} broke the connection off in the middle of its answer (${code || String(error)})`
		: `${host} broke the connection off before it answered (${code || String(error)})`
}
