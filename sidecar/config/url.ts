import type { Field } from '../core/settings.ts'
import type { Desk } from './desk.ts'
import type { Settings } from './values.ts'

/** A field whose example is a web address holds one; the server's own begins with https. */
export const isUrl = (field: Field): boolean => field.type === 'text' && /^https?:\/\//.test(field.example ?? '')
export const isServer = (field: Field): boolean => field.type === 'text' && /^https:\/\//.test(field.example ?? '')

/** What is sent there does not leave this machine. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host.startsWith('127.') || host === '[::1]'

/** Host and path, the same with and without `/index.php` and a slash at the end. */
export const sameServer = (url: URL): string => `${url.host}${url.pathname.replace(/(?:\/index\.php)?\/*$/, '')}`

/** A web address; one of a server that holds a login is refused, for those addresses are shown to people. */
export function readUrl(key: string, written: string, server: boolean, settings: Settings, { findings }: Desk): URL | 'wrong' {
	const url = URL.canParse(written) ? new URL(written) : undefined
	if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.hostname === '') {
		const host = /^[\w.-]+\.[a-z]+(?::\d+)?(?:\/[\w./-]*)?$/i.test(written) ? written : 'cloud.example.com'
		findings.problem(settings.line(key), `${key} is no web address`, `write ${key} = "https://${host}"`)
		return 'wrong'
	}
	if (server && (url.username !== '' || url.password !== '')) {
		findings.problem(settings.line(key), `${key} holds a login or a password`, 'write the address without it; Login and Password have keys of their own')
		return 'wrong'
	}
	return url
}

/** The password within an address, such as a proxy's, if there is one. */
export function passwordIn(written: string): string | undefined {
	const password = URL.canParse(written) ? new URL(written).password : ''
	// Unlike decodeURIComponent, this does not throw at a stray percent sign.
	return password === '' ? undefined : new URLSearchParams(`password=${password.replaceAll('+', '%2B')}`).get('password') ?? undefined
}
