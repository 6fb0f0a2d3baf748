import type { Cursor } from '../../core/ids.ts'

import { cursor } from '../../core/ids.ts'

/**
 * How far a room is read. Talk's feed is ordered by second and id, and an id may become visible after a higher one (it is given before
 * the message is committed). So two places are kept: `given`, from which to read on, and `settled`, before which nothing new is
 * expected any more. What lies between is read once more when the room has gone quiet, and after a restart.
 */
export interface Place {
	/** X-Chat-Last-Given of the last answer. */
	given: number
	settled: number
	/** Reading from `settled` on: where its next page begins. */
	resume: number | undefined
	/** Since when (ms, monotonic) `given` was what it was, oldest first. */
	trail: { readonly at: number, readonly given: number }[]
	/** Messages that were handed over, so that reading them again costs nothing. Insertion order. */
	readonly seen: Set<number>
	/** Changes of messages before this second of the server's clock are not told: they happened before reading began. */
	since: number
	/** Found once that the newest message is older than `given`. */
	doubt: { readonly at: number, readonly newest: number } | undefined
}

/** Messages that are remembered beyond what is settled. */
const most = 400

const fresh = (given: number, settled: number, since: number): Place => ({
	given,
	settled,
	resume: undefined,
	trail: [],
	seen: new Set(),
	since,
	doubt: undefined,
})

/** Reading begins behind this message, at this second of the server's clock. */
export const placeAt = (newest: number, since: number): Place => fresh(newest, newest, since)

/** undefined for what this version of the network did not write. */
export function placeFrom(stored: Cursor): Place | undefined {
	const [, settled, given] = /^(\d{1,15})\/(\d{1,15})$/.exec(stored) ?? []
	return settled === undefined || given === undefined ? undefined : fresh(Number(given), Number(settled), 0)
}

export const cursorOf = ({ settled, given }: Pick<Place, 'settled' | 'given'>): Cursor => cursor(`${settled}/${given}`)

/** After a batch was handed over: its messages are seen, and reading goes on behind `given`. */
export function advance(place: Place, given: number, ids: readonly number[], now: number): void {
	for (const id of ids) {
		place.seen.add(id)
	}
	for (const id of place.seen) {
		if (place.seen.size <= most) {
			break
		}
		place.seen.delete(id)
	}
	if (given !== place.given) {
		place.given = given
		place.trail.push({ at: now, given })
	}
}

/** All was read once more, beginning at `began`: what had been given `margin` ms before that is settled. */
export function settle(place: Place, began: number, margin: number): void {
	const old = place.trail.filter(({ at }) => at <= began - margin)
	place.settled = old.at(-1)?.given ?? place.settled
	place.trail = place.trail.filter((step) => !old.includes(step))
	place.resume = undefined
}

/** Nothing of what was known of this room holds any more. */
export function restart(place: Place, newest: number): void {
	Object.assign(place, fresh(newest, newest, place.since), { seen: place.seen })
	place.seen.clear()
}
