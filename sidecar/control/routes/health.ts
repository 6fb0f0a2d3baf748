import type { Health } from '../api.ts'
import type { Desk } from '../desk.ts'
import type { Route } from '../route.ts'

import process from 'node:process'
import { version } from '../../core/version.ts'
import { ok } from '../route.ts'

type Needs = Pick<Desk, 'steering' | 'store' | 'counters' | 'door' | 'cpu' | 'since'>

/** How the relay as a whole is. */
export function health(desk: Needs): Route {
	return { method: 'GET', path: '/relay/health', handle: () => ok(healthOf(desk)) }
}

function healthOf({ steering, store, counters, door, cpu, since }: Needs): Health {
	const { generation, base, away } = door()
	const known = new Map(store.states.all().map((state) => [state.subject, state]))
	const ids = ['local', ...(steering.current()?.accounts ?? []).map(({ id }) => id)]
	return {
		version,
		node: process.version,
		pid: process.pid,
		generation,
		since,
		revision: steering.current()?.revision ?? 0,
		memoryBytes: process.memoryUsage.rss(),
		cpu: cpu(),
		waiting: store.outbox.waiting(),
		setAside: store.outbox.asideCount(),
		spoolBytes: store.spool.bytes(),
		accepted: counters.accepted,
		delivered: counters.delivered,
		accounts: ids.flatMap((id) => {
			const found = known.get(id)
			const state = found?.state
			// One that no gateway uses has none: it is not connected.
			return found === undefined || (state !== 'online' && state !== 'offline' && state !== 'connecting')
				? []
				: [{ id, state, why: found.why, since: found.since }]
		}),
		door: { base, ...(away && { away }) },
	}
}
