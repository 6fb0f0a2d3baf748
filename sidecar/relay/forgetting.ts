import type { Gateway } from '../core/gateway.ts'
import type { AccountId, RoomId } from '../core/ids.ts'
import type { Parts } from './parts.ts'
import type { Spool } from './spool.ts'

import { dropEnded } from './ending.ts'
import { release } from './release.ts'

export interface Forgetting {
	/** Those that are in gateways now, and the accounts that are there. */
	readonly rooms: ReadonlySet<RoomId>
	readonly accounts: readonly AccountId[]
	/** `told`: see HostParts. */
	readonly open: readonly { readonly told: Map<string, string> }[]
	readonly gatewaysOf: ReadonlyMap<RoomId, readonly Gateway[]>
	/** See dropEnded. */
	readonly endsForGood: boolean
}

/** A room that is no longer a member begins anew when it is added again. */
export async function forgetRooms(parts: Parts & { readonly spool: Spool }, forgetting: Forgetting): Promise<void> {
	const { store, spool, log, clock, pace } = parts
	const { rooms, accounts, open, gatewaysOf, endsForGood } = forgetting
	const gone = store.cursors.rooms().filter((room) => !rooms.has(room))
	const subjects: ReadonlySet<string> = new Set([...rooms, ...accounts])
	const files = await store.commits.share(() => {
		gone.forEach((room) => store.cursors.drop(room))
		store.states.all().filter((one) => !subjects.has(one.subject)).forEach((one) => store.states.drop(one.subject))
		const then = clock.now() - pace.keptFor
		const ended = endsForGood ? dropEnded(parts, gatewaysOf) : []
		const unneeded = release(store, [...ended, ...store.outbox.pruneAsides(then)])
		store.events.prune(then)
		return unneeded
	})
	spool.discard(files)
	for (const { told } of open) {
		[...told.keys()].filter((one) => !subjects.has(one)).forEach((one) => told.delete(one))
	}
	for (const room of store.outbox.rooms().filter((one) => !rooms.has(one))) {
		log.warn(`${store.outbox.waiting(room)} deliveries wait for ${room}, which is in no gateway any more; they go out when it is added again`)
	}
}
