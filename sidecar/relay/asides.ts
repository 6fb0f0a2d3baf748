import type { RoomId } from '../core/ids.ts'
import type { Store } from '../store/store.ts'
import type { Spool } from './spool.ts'

import { release } from './release.ts'

/** What a person does about a delivery that was set aside. Both resolve with false if it is not set aside (any more). */
export interface Asides {
	/** It goes to its old place in the room's order, and is tried at once. */
	retry(id: number): Promise<boolean>
	/** It will never arrive. */
	discard(id: number): Promise<boolean>
}

export interface AsidesParts {
	readonly store: Pick<Store, 'outbox' | 'events' | 'spool' | 'commits'>
	readonly spool: Pick<Spool, 'discard'>
	readonly wake: (room: RoomId) => void
}

export function openAsides({ store, spool, wake }: AsidesParts): Asides {
	return {
		async retry(id) {
			const found = await store.commits.share(() => {
				const aside = store.outbox.aside(id)
				if (aside !== undefined) {
					store.outbox.tryAgain(id)
				}
				return aside
			})
			if (found !== undefined) {
				wake(found.room)
			}
			return found !== undefined
		},
		async discard(id) {
			const files = await store.commits.share(() => {
				const aside = store.outbox.aside(id)
				if (aside === undefined) {
					return undefined
				}
				store.outbox.done(id)
				return release(store, [aside.event])
			})
			spool.discard(files ?? [])
			return files !== undefined
		},
	}
}
