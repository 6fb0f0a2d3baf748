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
	/** What is read once more: since when, and where its next page begins. */
	pass: { readonly began: number, readonly from: number } | undefined
	/** When (ms of our clock) `given` became what it was, oldest first. */
	trail: readonly { readonly at: number, readonly given: number }[]
	/** Messages that were handed over, so that reading them again costs nothing. In the order in which they were. */
	readonly seen: Set<number>
	/** For the first read: changes made before this second of the server's clock were made before reading began, and are not told. */
	since: number
	/** When it was found that the newest message is older than `given`. */
	doubted: number | undefined
}

/** Messages that are remembered while a room is not settled, and then. */
const most = 400
const few = 16

/** Reading begins behind this message, at this second of the server's clock. */
export function placeAt(newest: number, since: number): Place {
	return {
		given: newest,
		settled: newest,
		pass: undefined,
		trail: [],
		seen: new Set(),
		since,
		doubted: undefined,
	}
}

/** As it was left. What was not settled then is read once more first. undefined for what this network did not write. */
export function placeFrom(stored: Cursor, now: number): Place | undefined {
	const [, settled, given] = /^(\d{1,15})\/(\d{1,15})$/.exec(stored) ?? []
	return settled === undefined || given === undefined
		? undefined
		: {
				...placeAt(Number(given), 0),
				settled: Number(settled),
				// Nobody knows how long ago it was read.
				trail: [{ at: now, given: Number(given) }],
				pass: settled === given ? undefined : { began: now, from: Number(settled) },
			}
}

export const cursorOf = ({ settled, given }: Pick<Place, 'settled' | 'given'>): Cursor => cursor(`${settled}/${given}`)

/** The oldest go. */
function forget(seen: Set<number>, limit: number): void {
	for (const id of seen) {
		if (seen.size <= limit) {
			return
		}
		seen.delete(id)
	}
}

/** A batch was handed over: its messages are seen, and reading goes on behind `given`. */
export function advance(place: Place, given: number, ids: readonly number[], now: number): void {
	ids.forEach((id) => place.seen.add(id))
	forget(place.seen, most)
	if (given !== place.given) {
		place.given = given
		place.trail = [...place.trail, { at: now, given }]
	}
}

/** All was read once more: what had been given `margin` ms before that began is settled. */
export function settle(place: Place, margin: number): void {
	const until = (place.pass?.began ?? Number.NEGATIVE_INFINITY) - margin
	place.settled = place.trail.findLast(({ at }) => at <= until)?.given ?? place.settled
	place.trail = place.trail.filter(({ at }) => at > until)
	place.pass = undefined
	if (place.trail.length === 0) {
		forget(place.seen, few)
	}
}
