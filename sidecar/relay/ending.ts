import type { Gateway } from '../core/gateway.ts'
import type { RoomId } from '../core/ids.ts'
import type { Parts } from './parts.ts'

/**
 * Drops what waits, or was set aside, for rooms as members of gateways in which they are no longer: whoever took them out in the app meant
 * it. (A file may have been edited by mistake: there it is kept and goes out when the room is back.) Paused members are still members.
 * Runs inside a transaction; returns the events concerned.
 */
export function dropEnded({ store, log }: Pick<Parts, 'store' | 'log'>, gatewaysOf: ReadonlyMap<RoomId, readonly Gateway[]>): readonly number[] {
	const isMember = (room: RoomId, gateway: string): boolean => gatewaysOf.get(room)?.some(({ name }) => name === gateway) === true
	return store.outbox.places().filter(({ room, gateway }) => !isMember(room, gateway)).flatMap(({ room, gateway }) => {
		const events = store.outbox.drop(room, gateway)
		log.info(`${events.length} deliveries for ${room} are dropped, as its federation (${gateway}) has ended`)
		return events
	})
}
