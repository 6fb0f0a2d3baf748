import type { AccountId, RoomId } from '../core/ids.ts'
import type { Clock } from './clock.ts'

import { failureOf } from '../core/failure.ts'
import { partsOf } from '../core/ids.ts'

/**
 * For what asks a server beside the deliveries, by itself and in rounds: a room or an account that is closed to us is left in peace, and
 * tried again after each of the probe waits in turn, as deliveries do. Else a revoked password, tried in each round and for each room,
 * would make the server shut out everybody who comes from here.
 */
export interface Rests {
	/** Whether the room may be asked now. */
	mayAsk(room: RoomId): boolean
	/** Runs what asks this room, and notes how it went. Rejects as that does. */
	asking<T>(room: RoomId, ask: () => Promise<T>): Promise<T>
	/** It is open again. */
	hurry(subject: RoomId | AccountId): void
}

export function openRests(clock: Pick<Clock, 'ticks'>, probes: readonly number[]): Rests {
	const resting = new Map<string, { readonly times: number, readonly until: number }>()
	const isOver = (key: string): boolean => (resting.get(key)?.until ?? 0) <= clock.ticks()
	const rest = (key: string): void => {
		const times = resting.get(key)?.times ?? 0
		resting.set(key, { times: times + 1, until: clock.ticks() + (probes[Math.min(times, probes.length - 1)] ?? 60_000) })
	}
	return {
		mayAsk: (room) => isOver(room) && isOver(partsOf(room).account),
		async asking(room, ask) {
			const { account } = partsOf(room)
			try {
				const answer = await ask()
				resting.delete(room)
				resting.delete(account)
				return answer
			} catch (error) {
				const { then } = failureOf(error).verdict
				if (then === 'closeAccount' || then === 'closeRoom') {
					rest(then === 'closeAccount' ? account : room)
				}
				throw error
			}
		},
		hurry: (subject) => void resting.delete(subject),
	}
}
