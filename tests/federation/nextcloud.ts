/*
 * The Nextcloud server itself, for tests that install the app into it: its command line, and what an administrator asks over HTTP.
 */
import type { Connection } from '../support/ocs.ts'

import { execFile } from 'node:child_process'
import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { connect } from '../support/ocs.ts'
import { until } from '../support/until.ts'

interface Described {
	readonly url: string
	/** The server's folder, into which the app is linked. */
	readonly webroot?: string
	readonly admin?: { readonly user: string, readonly password: string }
}

/** The server that the app is installed in. */
export interface Nextcloud {
	readonly url: string
	readonly webroot: string
	/** What it is called in people's ids. */
	readonly host: string
	readonly admin: Connection
	readonly adminLogin: { readonly user: string, readonly password: string }
	/** Runs occ as the web server's user; what it wrote. Fails with that if it failed. */
	occ(...args: readonly string[]): Promise<string>
	/** Runs any program as the web server's user. */
	run(program: string, ...args: readonly string[]): Promise<string>
}

const root = join(import.meta.dirname, '../..')
export const api = '/ocs/v2.php/apps/talk_relay/api/v1'

const described = (name: 'a' | 'b'): Described => (JSON.parse(readFileSync(process.env.TALK_SERVERS ?? '', 'utf8')) as Record<'a' | 'b', Described>)[name]

/** Why these tests can't run, for them to say; false where they can. */
export function cannotInstall(): string | false {
	if ((process.env.TALK_SERVERS ?? '') === '') {
		return 'needs two live Nextcloud servers (TALK_SERVERS): there is no built-in one that could take the app'
	}
	const { webroot, admin } = described('a')
	return webroot === undefined || admin === undefined ? 'needs "webroot" and "admin" of the server a in TALK_SERVERS' : false
}

/** Why nothing can be done in the folder of server `b`, for a test to say; false where it can. */
export const cannotReachB = (): string | false => cannotInstall() || (described('b').webroot === undefined ? 'needs "webroot" of the server b in TALK_SERVERS' : false)

/** Server `a` or `b` of TALK_SERVERS. */
export function nextcloud(name: 'a' | 'b' = 'a'): Nextcloud {
	const { url, webroot = '', admin = { user: '', password: '' } } = described(name)
	// Who owns the configuration is who the web server runs as.
	const { uid } = statSync(join(webroot, 'config/config.php'))
	const become = uid === userInfo().uid ? [] : ['setpriv', '--reuid', String(uid), '--regid', String(uid), '--clear-groups']
	const run: Nextcloud['run'] = async (program, ...args) => {
		const [command = program, ...rest] = [...become, program, ...args]
		const options = { cwd: webroot, maxBuffer: 50_000_000, env: { PATH: process.env.PATH } }
		const { stdout } = await promisify(execFile)(command, rest, options)
		return stdout
	}
	return {
		url,
		webroot,
		host: new URL(url).host,
		admin: connect(url, admin),
		adminLogin: admin,
		run,
		occ: (...args) => run('php', '-d', 'apc.enable_cli=1', join(webroot, 'occ'), '--no-ansi', ...args),
	}
}

/** Where the app lies in the server, or lies linked. */
export const place = ({ webroot }: Pick<Nextcloud, 'webroot'>): string => join(webroot, 'apps/talk_relay')

/** Links this checkout into the server, unless the app is there (linked, or its package: packaged.ts), and enables it. */
export async function install(server: Nextcloud): Promise<void> {
	if (!existsSync(place(server))) {
		symlinkSync(root, place(server))
	}
	await server.occ('app:enable', 'talk_relay')
	await answers(server)
}

/** Each web head goes by its own memory of what is enabled, for some seconds. */
export async function answers({ admin }: Pick<Nextcloud, 'admin'>): Promise<void> {
	await until('the app answers', async () => (await admin.ask('GET', `${api}/admin/state`)).status === 200 || undefined, { within: 15_000, every: 250 })
}
