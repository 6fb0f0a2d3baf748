import type { Network } from '../core/network.ts'
import type { Config } from './config.ts'
import type { Table } from './document.ts'
import type { Environment } from './values.ts'

import { Buffer } from 'node:buffer'
import { isAbsolute, join } from 'node:path'
import { isTable } from './document.ts'
import { passwordIn } from './url.ts'

/** What reading a configuration needs of the file system. */
export interface Files {
	/** The whole text. Throws what node:fs throws. */
	read(path: string): string
	/** The permission bits, as in `stat`: 0o600. */
	mode(path: string): number
}

/** A secret, or why it can't be had; `file` where it was read from one. Neither `what` nor `remedy` holds it. */
export type Resolved
	= | { readonly secret: string, readonly file?: string }
		| { readonly what: string, readonly remedy: string }

const schemes = /^(env|file|credential):(.*)$/s

/** Whether this stands for a secret kept elsewhere. */
export const isReference = (written: string): boolean => schemes.test(written)

/**
 * What a person wrote as a secret: the secret itself, or where it is kept – `env:NAME`, `file:/path` (relative to the folder of the
 * configuration), or `credential:name`, which systemd's `LoadCredential=` puts into a folder of its own. A line break at its end does
 * not count.
 */
export function resolveSecret(written: string, folder: string, environment: Environment, files: Files): Resolved {
	const [, scheme, name = ''] = schemes.exec(written) ?? []
	switch (scheme) {
		case undefined: return { secret: written }
		case 'env': {
			// Not what every object has: `env:constructor`.
			const secret = Object.hasOwn(environment, name) ? environment[name] ?? '' : ''
			return secret === ''
				? { what: 'the environment variable it names is empty or not set', remedy: 'set that variable where the relay is started' }
				: { secret }
		}
		case 'file': return fromFile(isAbsolute(name) ? name : join(folder, name), `the file it names (relative paths begin at ${folder})`, files)
		default: {
			const credentials = environment.CREDENTIALS_DIRECTORY ?? ''
			if (name === '' || name.includes('/') || name === '.' || name === '..') {
				return { what: 'it names no credential', remedy: 'write credential:nube1, as in LoadCredential=nube1:/path' }
			}
			return credentials === ''
				? { what: 'there are no systemd credentials here', remedy: 'add LoadCredential=nube1:/path to the unit, and start it with systemctl' }
				: fromFile(join(credentials, name), 'the systemd credential it names', files)
		}
	}
}

/** Of what was written nothing is told: it may be a password that only looks like the name of something. The line is told. */
function fromFile(path: string, called: string, files: Files): Resolved {
	try {
		const secret = files.read(path).replace(/\r?\n$/, '')
		return secret === '' ? { what: `${called} is empty`, remedy: 'write the secret into it' } : { secret, file: path }
	} catch (error) {
		return { what: `${called} can't be read (${reasonOf(error)})`, remedy: 'put the secret there, readable by the relay\'s user' }
	}
}

/** Why the file system refused: `ENOENT`. Its whole message repeats the path. */
export function reasonOf(error: unknown): string {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error)
}

/** Whether others than its owner may read the file. */
export const openToOthers = (path: string, files: Files): boolean => (files.mode(path) & 0o044) !== 0

/** Whether the file itself holds a secret, of whatever network, and not only says where one is kept. */
export function holdsSecret(root: Table, networks: readonly Network[]): boolean {
	const declared = new Set(networks.flatMap(({ fields }) => Object.entries(fields).flatMap(([name, { type }]) => type === 'secret' ? name.toLowerCase() : [])))
	const isSecret = (key: string) => declared.has(key) || /password|token|secret/.test(key)
	return [...root].some(([key, { value }]) => isTable(value)
		? holdsSecret(value, networks)
		: typeof value === 'string' && value !== '' && !isReference(value) && (isSecret(key) || passwordIn(value) !== undefined))
}

/**
 * Everything in a configuration that must never be seen: secrets, each together with each text of its account as HTTP's Basic
 * authentication writes them, and passwords within addresses.
 */
export function secretsIn(config: Pick<Config, 'accounts'>, networks: readonly Network[]): readonly string[] {
	return config.accounts.flatMap((account) => {
		const fields = Object.entries(networks.find(({ id }) => id === account.network)?.fields ?? {})
		const values = (wanted: 'secret' | 'text') => fields.flatMap(([name, { type }]) => {
			const value = account.settings[name]
			return type === wanted && typeof value === 'string' && value !== '' ? value : []
		})
		const pairs = values('secret').flatMap((secret) => values('text').map((text) => Buffer.from(`${text}:${secret}`).toString('base64')))
		return [...values('secret'), ...pairs, ...values('text').flatMap((text) => passwordIn(text) ?? [])]
	})
}
