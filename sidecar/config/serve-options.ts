import type { Environment } from './values.ts'

import { isAbsolute, join, resolve } from 'node:path'

/** What `serve` is started with. The secret itself never stands on a command line. */
export interface ServeOptions {
	/** An absolute path; left out, the environment says where (`usualState`). */
	readonly state?: string
	/** In the order in which they are tried. `host`: what to say as Host, where the address is not the server's name. */
	readonly apps: readonly { readonly base: string, readonly host?: string }[]
	/** A path; left out, the environment or systemd's credential has the secret. */
	readonly secretFile?: string
	/** Where the control door is: a socket's absolute path, or an address. */
	readonly control: Listening
	readonly caFile?: string
	readonly insecure: boolean
	readonly logFile?: string
}

export type Listening = { readonly socket: string } | { readonly host: string, readonly port: number }

type Flag = 'state' | 'secret-file' | 'socket' | 'listen' | 'host-header' | 'ca' | 'log'

/** Checks what was given; `wrong` says to a person what to write instead. */
export function readServeOptions(
	apps: readonly string[],
	value: (flag: Flag) => string | undefined,
	insecure: boolean,
): ServeOptions | { readonly wrong: string } {
	const [state, socket, listen] = [value('state'), value('socket'), value('listen')]
	const addresses = apps.map((written) => addressOf(written, value('host-header')))
	const bad = apps[addresses.indexOf(undefined)]
	if (apps.length === 0 || bad !== undefined) {
		return { wrong: bad === undefined ? 'where is Nextcloud? --app https://cloud.example.org' : `${bad} is no web address: --app https://cloud.example.org` }
	}
	if ((socket === undefined) === (listen === undefined)) {
		return { wrong: 'how does the app reach the relay? Either --socket PATH or --listen HOST:PORT' }
	}
	const control = socket === undefined ? listening(listen ?? '') : { socket: resolve(socket) }
	if (control === undefined) {
		return { wrong: `${listen} is no address to listen on: --listen 127.0.0.1:9470` }
	}
	// Linux takes 107 bytes; what is longer would be cut silently.
	if ('socket' in control && new TextEncoder().encode(control.socket).length > 107) {
		return { wrong: `the path of the socket is too long (107 bytes at most): ${control.socket}` }
	}
	const [secretFile, caFile, logFile] = [value('secret-file'), value('ca'), value('log')]
	return {
		apps: addresses.flatMap((address) => address ?? []),
		control,
		insecure,
		...(state !== undefined && { state: resolve(state) }),
		...(secretFile !== undefined && { secretFile }),
		...(caFile !== undefined && { caFile }),
		...(logFile !== undefined && { logFile: resolve(logFile) }),
	}
}

/** Where the state is kept if nothing says so: systemd's folder for the unit (a container has it set), else the user's own. */
export function usualState({ STATE_DIRECTORY, XDG_STATE_HOME, HOME }: Environment): string | undefined {
	// systemd lists all of a unit's state directories, parted by colons.
	const fromSystemd = STATE_DIRECTORY?.split(':')[0] ?? ''
	if (isAbsolute(fromSystemd)) {
		return fromSystemd
	}
	if (XDG_STATE_HOME !== undefined && isAbsolute(XDG_STATE_HOME)) {
		return join(XDG_STATE_HOME, 'talk-relay')
	}
	return HOME === undefined || HOME === '' ? undefined : join(HOME, '.local', 'state', 'talk-relay')
}

function addressOf(written: string, usualHost: string | undefined): ServeOptions['apps'][number] | undefined {
	const url = URL.parse(written)
	if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.search !== '') {
		return undefined
	}
	const host = url.hash === '' ? usualHost : decodeURIComponent(url.hash.slice(1))
	return { base: `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/index\.php$/, ''), ...(host !== undefined && { host }) }
}

function listening(written: string): Listening | undefined {
	const [, v6, name, digits] = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(written) ?? []
	const port = Number(digits)
	const host = v6 ?? name
	return host !== undefined && port >= 1 && port <= 65535 ? { host, port } : undefined
}
