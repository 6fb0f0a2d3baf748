import type { Pace } from '../../core/pace.ts'
import type { Turn } from './turns.ts'

import { byUrgency, fastAt } from './turns.ts'

/** One account's part in the lane to its server. */
export interface Side {
	/** Rooms read fast at a time, as the account's settings say. Where two say different numbers, the smaller one holds for both. */
	readonly limit: number
	/** Its rooms; none while they may not be read. */
	turns(): Iterable<Turn>
	/** It may begin something now. Called while another side is at work: must not do it there and then. */
	wake(): void
}

/**
 * What one server is asked in quick succession. The rooms of all accounts that the relay has there stand in one line: at most `limit` reads
 * at a time, and at most `limit` begun within `readEvery`. Keeps no clock: times in ms, of one monotonic clock.
 */
export interface Lane {
	enter(side: Side): void
	/** Its reads no longer count. */
	leave(side: Side): void
	/** Which of the side's rooms are read now: they count as begun. */
	begin(side: Side, now: number): readonly Turn[]
	/** The server has answered, or the read is over. `answered`: how long it took says how busy the server is. */
	ended(side: Side, turn: Turn, now: number, answered: boolean): void
	/** When something of the side's may begin that can't begin now, unless it is woken before; Infinity: not by itself. */
	at(side: Side, now: number): number
	/** How far apart reads of one room begin now. */
	every(): number
}

/** In units of `readEvery`: a lively room is read so often on a server that answers fast. */
const soonest = 1 / 2
/** One room's reading takes at most the reciprocal of this of one of the server's processes, as long as `readEvery` allows that. */
const breather = 2
/** How much of the last read goes into what reads take. */
const weight = 0.2

export function openLane(pace: Pace): Lane {
	const sides = new Set<Side>()
	const flying = new Map<Turn, Side>()
	let starts: readonly number[] = []
	let took = 0

	const limit = (): number => Math.min(...[...sides].map((side) => side.limit))
	const every = (): number => Math.min(pace.readEvery, Math.max(soonest * pace.readEvery, breather * took))

	function others(side: Side, act: (other: Side) => void): void {
		for (const other of sides) {
			if (other !== side) {
				act(other)
			}
		}
	}

	/** Whose turn it is now, first come first: those that changed, then whoever was read longest ago. */
	function due(now: number, places: number): readonly (readonly [Turn, Side])[] {
		const apart = every()
		const isDue = (turn: Turn): boolean => fastAt(turn, pace, now, apart) <= now
		return [...sides]
			.flatMap((side) => [...side.turns()].filter(isDue).map((turn) => [turn, side] as const))
			.sort(([one], [other]) => byUrgency(one, other))
			.slice(0, places)
	}

	return {
		every,
		enter: (side) => void sides.add(side),
		leave(side) {
			sides.delete(side)
			for (const [turn, whose] of flying) {
				if (whose === side) {
					flying.delete(turn)
				}
			}
			others(side, (other) => other.wake())
		},
		begin(side, now) {
			starts = starts.filter((start) => start > now - pace.readEvery)
			const places = Math.min(limit() - flying.size, limit() - starts.length)
			const next = places > 0 ? due(now, places) : []
			const ours = next.flatMap(([turn, whose]) => whose === side ? [turn] : [])
			ours.forEach((turn) => flying.set(turn, side))
			starts = [...starts, ...ours.map(() => now)]
			others(side, (other) => next.some(([, whose]) => whose === other) && other.wake())
			return ours
		},
		ended(side, turn, now, answered) {
			if (flying.delete(turn)) {
				took = answered ? took + weight * (now - turn.started - took) : took
				others(side, (other) => other.wake())
			}
		},
		at(side, now) {
			if (flying.size >= limit()) {
				return Infinity
			}
			const apart = every()
			const wanted = Math.min(...[...side.turns()].map((turn) => fastAt(turn, pace, now, apart)))
			return starts.length >= limit() ? Math.max(wanted, (starts[0] ?? now) + pace.readEvery) : wanted
		},
	}
}

/** The lanes to all servers that one relay's accounts are on, by the server's host. */
export type Lanes = (host: string, pace: Pace) => Lane

export function openLanes(): Lanes {
	const lanes = new Map<string, Lane>()
	return (host, pace) => {
		const lane = lanes.get(host) ?? openLane(pace)
		lanes.set(host, lane)
		return lane
	}
}
