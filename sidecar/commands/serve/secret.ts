import type { ServeOptions } from '../../config/serve-options.ts'

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The secret that the app and its relay share: from the file, else from TALK_RELAY_SECRET, else from systemd's credential `secret`.
 * Throws an Error that says what to do, and holds nothing of what it found.
 */
export function sharedSecret({ secretFile }: Pick<ServeOptions, 'secretFile'>, env: Readonly<Record<string, string | undefined>>): string {
	const credentials = env.CREDENTIALS_DIRECTORY
	const found = secretFile !== undefined
		? contentOf(secretFile)
		: env.TALK_RELAY_SECRET ?? (credentials === undefined ? undefined : contentOf(join(credentials, 'secret')))
	if (found === undefined) {
		throw new Error('which secret does the app share with this relay? Name a file with --secret-file, set TALK_RELAY_SECRET, or let systemd load the credential "secret"')
	}
	const secret = found.trim()
	if (!/^[0-9a-f]{64}$/.test(secret)) {
		throw new Error('the secret is not the 64 hex digits that the app shows in its settings')
	}
	return secret
}

function contentOf(path: string): string {
	try {
		return readFileSync(path, 'utf8')
	} catch (error) {
		throw new Error(`the secret can't be read from ${path}: ${error instanceof Error && 'code' in error ? String(error.code) : String(error)}`, { cause: error })
	}
}
