import type { Infer } from '../../core/settings.ts'

import { sentence } from '../../core/sentence.ts'

/** What a person sets for one Talk account. The first five are Matterbridge's `[nctalk.*]` keys (names match without regard to case). */
export const fields = {
	server: { type: 'text', label: 'Address of the Nextcloud server', example: 'https://cloud.example.org' },
	login: { type: 'text', label: 'Login name of the technical account', example: 'bridge' },
	password: { type: 'secret', label: 'App password of the technical account' },
	skipTlsVerify: { type: 'flag', label: 'Do not check the server’s TLS certificate (unsafe)', fallback: false },
	separateDisplayName: { type: 'flag', label: 'Show the author’s name as Talk’s own (only for the account bridge-bot)', fallback: false },
	caFile: { type: 'text', label: 'File with the certificate authority that signed the server’s certificate (PEM)', optional: true },
	proxy: { type: 'text', label: 'HTTP proxy', example: 'http://proxy.example.org:3128', optional: true },
	liveRooms: { type: 'number', label: 'Conversations read fast at a time', fallback: 4 },
} as const

export type TalkSettings = Infer<typeof fields>

/** The server's address, also where `https://` was left out. Throws an Error that says what to write instead. */
export function serverUrl(written: string): URL {
	const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `https://${written}`)
	const name = written.replace(/^[a-z]+:\/\//i, '').replace(/[/?#].*$/s, '')
	if (!url || !['http:', 'https:'].includes(url.protocol) || !/^[\p{L}\p{N}.\-_:[\]]+$/u.test(name)) {
		throw new Error(sentence`Server is not the address of a server: write it like https://cloud.example.org`)
	}
	return url
}
