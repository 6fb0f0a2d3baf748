import { readFileSync } from 'node:fs'
import * as tls from 'node:tls'
import { Failure } from '../core/failure.ts'
import { sentence } from '../core/sentence.ts'

/** How far a server's certificate is trusted. */
export interface Trust {
	/** Not checked at all. */
	readonly skipTlsVerify?: boolean | undefined
	/** A file with an authority of its own (PEM), beside those that Node trusts anyway. */
	readonly caFile?: string | undefined
}

/** For undici's `connect`. Throws a Failure (closeAccount) where the file can't be read. */
export function tlsOptions({ skipTlsVerify, caFile }: Trust): { readonly rejectUnauthorized?: false, readonly ca?: string[] } {
	const lax = skipTlsVerify ? { rejectUnauthorized: false } as const : {}
	if (!caFile) {
		return lax
	}
	try {
		return { ...lax, ca: [...tls.getCACertificates('default'), readFileSync(caFile, 'utf8')] }
	} catch (error) {
		const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
		throw new Failure({ then: 'closeAccount' }, sentence`the file with the certificate authority (CAFile) can’t be read: ${why}`, { cause: error })
	}
}
