import type { Store } from '../store/store.ts'

/**
 * Lets go of what nobody waits for any more: the bodies of these events, and the rows of their files. Runs inside a transaction.
 * Returns the files that may be removed once it is committed.
 */
export function release(store: Pick<Store, 'events' | 'spool'>, events: readonly number[]): readonly string[] {
	const files: string[] = []
	for (const event of events) {
		if (store.events.release(event)) {
			for (const name of store.spool.ofEvent(event)) {
				store.spool.remove(name)
				files.push(name)
			}
		}
	}
	return files
}
