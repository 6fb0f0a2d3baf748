import type { Infer } from '../../core/settings.ts'

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
