import type { Dispatcher } from 'undici'
import type { HostRules } from '../../core/network.ts'
import type { TalkSettings } from './settings.ts'

import { Agent, ProxyAgent } from 'undici'
import { Failure } from '../../core/failure.ts'
import { sentence } from '../../core/sentence.ts'
import { checkHost, guarded, guardedLookup, proxyFor } from '../../http/guard.ts'
import { tlsOptions } from '../../http/tls.ts'
import { serverUrl } from './settings.ts'

/** Connections are kept apart by purpose, so that sends that hang never starve reading, and big files neither of them. */
export type PoolName = 'read' | 'write' | 'files'

/** Reading takes one for each room read fast, one for what is read in the background, and one for the room list. */
function connections(settings: TalkSettings): Readonly<Record<PoolName, number>> {
	return { read: settings.liveRooms + 2, write: 6, files: 2 }
}

export interface Agents {
	/** Throws a Failure (closeAccount) while the settings can't be used: no such CA file, an impossible proxy address. */
	of(pool: PoolName): Dispatcher
	close(): Promise<void>
}

/** `connectWithin`: ms until a connection that nobody takes is given up. `hosts`: where it may be made to. */
export function openAgents(settings: TalkSettings, connectWithin: number, hosts?: HostRules): Agents {
	const open = new Map<PoolName, Dispatcher>()
	return {
		of(pool) {
			const known = open.get(pool)
			if (known) {
				return known
			}
			const made = agent(settings, connections(settings)[pool], connectWithin, hosts)
			open.set(pool, made)
			return made
		},
		async close() {
			await Promise.all([...open.values()].map((dispatcher) => dispatcher.destroy()))
			open.clear()
		},
	}
}

/** One pool of connections, straight or through the account's proxy. */
function agent(settings: TalkSettings, most: number, connectWithin: number, hosts: HostRules | undefined): Dispatcher {
	const secure = tlsOptions(settings)
	const { protocol, hostname } = serverUrl(settings.server)
	const proxy = settings.proxy || proxyFor(hostname, hosts)
	if (!proxy) {
		return new Agent({ connections: most, pipelining: 1, connect: guarded({ ...secure, timeout: connectWithin }, hosts) })
	}
	// The proxy is dialled from here, the server by the proxy: there only its name can be judged.
	checkHost(hostname, hosts)
	// The administrator's own may be anywhere.
	const rules = settings.proxy && hosts ? { ...hosts, allowedHosts: [] } : undefined
	checkHost(URL.parse(proxy)?.hostname ?? '', rules)
	try {
		return new ProxyAgent({
			uri: proxy,
			...(rules === undefined ? {} : { proxyTls: { lookup: guardedLookup(rules) } }),
			connections: most,
			pipelining: 1,
			requestTls: { ...secure, timeout: connectWithin },
			// What speaks plain HTTP is passed on by the proxy itself: many refuse CONNECT to other ports than 443.
			proxyTunnel: protocol === 'https:',
		})
	} catch (error) {
		throw new Failure({ then: 'closeAccount' }, sentence`the proxy’s address can’t be used: write it as http://host:port`, { cause: error })
	}
}
