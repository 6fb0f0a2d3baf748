import type { RoomId } from '../../core/ids.ts'
import type { Copies } from '../../store/copies.ts'
import type { Side } from './api.ts'
import type { Sides } from './sides.ts'

import { messageId } from '../../core/ids.ts'
import { isMark } from '../../core/mark.ts'
import { otherSide } from './sides.ts'

/** Which message on one side is a copy of which on the other, and how long it was on its way. */
export interface Arrivals {
	/** Looks for new copies. True if there are any. */
	look(copies: Copies): boolean
	/** Milliseconds from stored there to stored here; the same for the copy and for what it is a copy of. */
	took(side: Side, message: number): number | undefined
	times(): readonly number[]
}

export function openArrivals(sides: Sides, rooms: Readonly<Record<Side, RoomId>>): Arrivals {
	const known: Readonly<Record<Side, Map<number, number>>> = { left: new Map(), right: new Map() }
	const times: number[] = []

	const pair = (side: Side, copies: Copies): boolean => {
		const away = otherSide(side)
		let found = false
		for (const row of sides[side].server.messages(sides[side].token)) {
			if (!isMark(row.referenceId) || known[side].has(row.id)) {
				continue
			}
			// An origin ends with the message's own id: `talk:<host>/<token>/<id>`.
			const origin = copies.originOf(rooms[side], messageId(row.id))?.origin ?? ''
			const written = sides[away].server.store.rows.get(Number(origin.slice(origin.lastIndexOf('/') + 1)))
			if (origin !== '' && written !== undefined) {
				found = true
				const ms = row.storedAt - written.storedAt
				known[side].set(row.id, ms)
				// Of a message that was split, the first part counts.
				if (!known[away].has(written.id)) {
					known[away].set(written.id, ms)
					times.push(ms)
				}
			}
		}
		return found
	}
	return {
		look(copies) {
			const found = [pair('left', copies), pair('right', copies)]
			return found.includes(true)
		},
		took: (side, message) => known[side].get(message),
		times: () => times,
	}
}
