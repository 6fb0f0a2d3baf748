import type { Dispatcher } from 'undici'
import type { Trust } from '../http/tls.ts'

import { Agent } from 'undici'
import { tlsOptions } from '../http/tls.ts'

/** Where the app's door is. */
export interface DoorAddress extends Trust {
	/** Nextcloud's address, a webroot included, without a slash at its end: `https://nube.minube1.com`, `http://127.0.0.1/nextcloud`. */
	readonly base: string
	/** Where the address is not the name that Nextcloud goes by (loopback): what to send as Host, and to expect in its certificate. */
	readonly host?: string | undefined
}

/** Connections are kept apart by purpose, so that deliveries that hang never starve reading, and big files neither of them. */
export type PoolName = 'read' | 'write' | 'files'

const connections: Readonly<Record<PoolName, number>> = { read: 2, write: 4, files: 2 }

export interface Pools {
	readonly origin: string
	/** What stands before the path that is signed. */
	readonly prefix: string
	/** How the server is called in messages. */
	readonly where: string
	/** For every request. */
	readonly headers: Readonly<Record<string, string>>
	/** Throws a Failure (closeAccount) while the file with the authority can't be read. */
	of(name: PoolName): Dispatcher
	close(): Promise<void>
}

/** `connectWithin`: ms until a connection that nobody takes is given up. Throws an Error for what is no address. */
export function openPools(address: DoorAddress, connectWithin: number): Pools {
	const base = new URL(address.base)
	const open = new Map<PoolName, Dispatcher>()
	const servername = address.host?.replace(/:\d+$/, '')
	return {
		origin: base.origin,
		// Works whatever the web server rewrites.
		prefix: `${base.pathname.replace(/\/+$/, '')}/index.php/apps/talk_relay`,
		where: address.host ?? base.host,
		headers: address.host === undefined ? {} : { host: address.host },
		of(name) {
			const known = open.get(name) ?? new Agent({
				connections: connections[name],
				pipelining: 1,
				connect: { ...tlsOptions(address), timeout: connectWithin, ...(servername === undefined ? {} : { servername }) },
			})
			open.set(name, known)
			return known
		},
		async close() {
			await Promise.all([...open.values()].map((dispatcher) => dispatcher.destroy()))
			open.clear()
		},
	}
}
