import type { Network } from '../core/network.ts'

const fields = {
	server: { type: 'text', label: 'Server', example: 'https://cloud.example.org' },
	login: { type: 'text', label: 'Login', example: 'bridge' },
	password: { type: 'secret', label: 'App password' },
	skipTlsVerify: { type: 'flag', label: 'Do not check the certificate', fallback: false },
	separateDisplayName: { type: 'flag', label: 'Names as Talk\'s own', fallback: false },
	caFile: { type: 'text', label: 'Certificate authority', optional: true },
	proxy: { type: 'text', label: 'Proxy', example: 'http://proxy.example.org:3128', optional: true },
	liveRooms: { type: 'number', label: 'Rooms read fast', fallback: 4 },
} as const

/** A network with the fields that Talk's has, and addresses as simple as can be. For the tests of this folder. */
export const testNetwork: Network<typeof fields> = {
	id: 'nctalk',
	name: 'Nextcloud Talk',
	fields,
	address(written, { server }) {
		const own = `${server.replace(/\/$/, '')}/call/`
		const token = written.startsWith(own) ? written.slice(own.length) : written
		if (!/^[a-z0-9]+$/.test(token)) {
			throw new Error(`"${written}" is no conversation of ${server}`)
		}
		return token
	},
	open() {
		throw new Error('nothing is opened while a file is read')
	},
}
