import type { RoomId } from '../core/ids.ts'
import type { Store } from '../store/store.ts'

/**
 * The store as the courier sees it: of what waits for a room that is not written to now (paused, or not agreed yet), only the relay's own
 * notices go out. The rest keeps its place.
 */
export function holding(store: Store, isHeld: (room: RoomId) => boolean): Store {
	const outbox: Store['outbox'] = {
		...store.outbox,
		head: (room) => isHeld(room) ? store.outbox.headNotice(room) : store.outbox.head(room),
	}
	return { ...store, outbox }
}
