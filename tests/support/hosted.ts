import type { AccountConfig } from '../../sidecar/config/config.ts'
import type { Gateway } from '../../sidecar/core/gateway.ts'
import type { Host, Limits, Session } from '../../sidecar/core/network.ts'
import type { Pace } from '../../sidecar/core/pace.ts'
import type { MemoryServer } from '../../sidecar/networks/memory/server.ts'
import type { Relay } from '../../sidecar/relay/relay.ts'
import type { Spool } from '../../sidecar/relay/spool.ts'
import type { Store } from '../../sidecar/store/store.ts'

import { join } from 'node:path'
import { memoryNetwork } from '../../sidecar/networks/memory/index.ts'
import { systemClock } from '../../sidecar/relay/clock.ts'
import { zeroCounters } from '../../sidecar/relay/counters.ts'
import { openRelay } from '../../sidecar/relay/relay.ts'
import { openSpool } from '../../sidecar/relay/spool.ts'
import { openStore } from '../../sidecar/store/store.ts'
import { hurriedPace, keptLog, newFolder } from './relay.ts'

export interface Hosted {
	readonly relay: Relay
	readonly store: Store
	readonly spool: Spool
	readonly folder: string
	readonly log: ReturnType<typeof keptLog>
	/** What the relay gave each session, the newest last. */
	readonly hosts: readonly Host[]
	host(account: string): Host
	stop(): Promise<void>
}

/** A relay on in-memory servers, of which a test holds the sessions' own ends. `dress` may put something round a session. */
export async function hosted(o: {
	readonly servers: readonly MemoryServer[]
	readonly accounts: readonly AccountConfig[]
	readonly gateways: readonly Gateway[]
	readonly pace?: Partial<Pace>
	readonly limits?: Limits
	readonly dress?: (session: Session, host: Host) => Session
}): Promise<Hosted> {
	const folder = newFolder()
	const log = keptLog()
	const store = openStore(join(folder, 'relay.db'))
	const parts = { store, log, counters: zeroCounters(), pace: { ...hurriedPace, ...o.pace }, clock: systemClock }
	const spool = openSpool(parts, join(folder, 'spool'), 10_000_000)
	const memory = memoryNetwork(o.servers, o.limits)
	const hosts: Host[] = []
	const relay = openRelay({
		...parts,
		spool,
		networks: [{
			...memory,
			open(settings, host) {
				hosts.push(host)
				const session = memory.open(settings as { server: string, login: string }, host)
				return o.dress?.(session, host) ?? session
			},
		}],
	})
	await relay.apply({ accounts: o.accounts, gateways: o.gateways })
	return {
		relay,
		store,
		spool,
		folder,
		log,
		hosts,
		host(account) {
			const found = hosts.findLast((host) => host.account === account)
			if (found === undefined) {
				throw new Error(`no session of ${account} was opened`)
			}
			return found
		},
		async stop() {
			await relay.stop()
			store.close()
		},
	}
}
