import type { Pace } from '../../core/pace.ts'
import type { Lane, Side } from './lanes.ts'
import type { How, Result, Turn } from './turns.ts'

import { done, enliven, howTo, newTurn, slowAt, started } from './turns.ts'

export type Action
	/** `whole`: all rooms, not only those that changed. */
	= | { readonly do: 'list', readonly whole: boolean }
		| { readonly do: 'read', readonly token: string, readonly how: How }

/** A watched room as the room list shows it. */
export interface Seen {
	readonly token: string
	/** Last activity, seconds by the server's clock. */
	readonly activity: number
	/** Seconds since that, by the server's clock. */
	readonly age: number
	/** Its newest message is beyond what was read. */
	readonly behind: boolean
}

/** Decides what an account does next. All times in ms of one monotonic clock. Knows no network, keeps no clock: a state machine. */
export interface Schedule {
	/** The room is read from the next list on that shows it. */
	join(token: string, now: number): void
	leave(token: string): void
	/** What is to be begun now; it counts as begun. And when to ask again, if nothing happens before. */
	next(now: number): { readonly actions: readonly Action[], readonly at: number }
	/** A list that was asked for at `began` has arrived. */
	listed(now: number, began: number, whole: boolean, rooms: readonly Seen[]): void
	/** The account can't be used: nothing but one list is tried, after `wait`. */
	down(now: number, wait: number): void
	/** A room's request failed in a way that may be the server's: the list is asked before anything else is. */
	doubt(now: number): void
	/** The answer to a read has arrived: the server is free for the next, while what it holds is still worked on. */
	answered(token: string, now: number): void
	read(token: string, now: number, result: Result): void
	/** The room waits so long before it is tried again; a `closed` one is then only probed, in the background. */
	failed(token: string, now: number, wait: number, closed: boolean): void
	/** The list shows a closed room again. */
	reopened(token: string, now: number): void
	/** Something happened there: it is read at once. */
	wake(token: string, now: number): void
	/** We wrote there: an answer is likely. */
	wrote(token: string, now: number): void
	/** Nothing is begun any more. */
	close(): void
}

export interface ScheduleParts {
	readonly pace: Pace
	/** To the server that the account is on, shared with all others there. */
	readonly lane: Lane
	/** Rooms read fast at a time. */
	readonly limit: number
	/** Something may be begun earlier than `next` said last. Must not call back at once. */
	readonly wake: () => void
}

/** In units of `listEvery`: a whole list now and then, for who is in what room. */
const wholeEvery = 40
/** In units of `listShare`: what reading in the background may take of one of the server's processes. */
const sweepShare = 2

export function openSchedule({ pace, lane, limit, wake }: ScheduleParts): Schedule {
	const rooms = new Map<string, Turn>()
	/** `alone`: nothing else is done before it has arrived. `down`: because the account could not be used. */
	const list = { due: 0, busy: false, wholeDue: 0, alone: true, down: false }
	const slow = { flying: undefined as Turn | undefined, since: 0, free: 0 }
	const pause = 1 / Math.min(1, sweepShare * pace.listShare) - 1

	function begin(turn: Turn, now: number, leisure: boolean): Action {
		const how = howTo(turn, pace, now, leisure)
		started(turn, now, how)
		return { do: 'read', token: turn.token, how }
	}

	const side: Side = { limit, wake, turns: () => list.alone ? [] : rooms.values() }
	lane.enter(side)

	/** One at a time, whichever was looked at longest ago. */
	function beginSlow(now: number): readonly Action[] {
		if (slow.flying !== undefined || slow.free > now) {
			return []
		}
		let next: Turn | undefined
		for (const turn of rooms.values()) {
			if (slowAt(turn, pace, now) <= now && (next === undefined || turn.anew < next.anew)) {
				next = turn
			}
		}
		if (next === undefined) {
			return []
		}
		slow.flying = next
		slow.since = now
		return [begin(next, now, true)]
	}

	/** The earliest moment at which something may begin that can't begin now. What runs tells by itself when it is done. */
	function later(now: number): number {
		const at = list.busy ? Infinity : list.due
		if (list.alone) {
			return at
		}
		const slowly = slow.flying === undefined
			? Math.max(slow.free, Math.min(...[...rooms.values()].map((turn) => slowAt(turn, pace, now))))
			: Infinity
		return Math.min(at, lane.at(side, now), slowly)
	}

	/** The server is free again. */
	function freed(turn: Turn, now: number, answered: boolean): void {
		lane.ended(side, turn, now, answered)
		if (slow.flying === turn) {
			slow.flying = undefined
			slow.free = Math.max(slow.since + pace.readEvery, now + (now - slow.since) * pause)
		}
	}

	function shown({ token, activity, age, behind }: Seen, now: number): void {
		const turn = rooms.get(token)
		if (turn === undefined) {
			return
		}
		turn.swept = Math.max(turn.swept, now + pace.sweptFor - age * 1000)
		if (turn.activity === undefined ? behind : turn.activity !== activity) {
			turn.changed ??= now
		}
		turn.activity = activity
		turn.ready = true
	}

	const change = (token: string, act: (turn: Turn) => void): void => {
		const turn = rooms.get(token)
		if (turn !== undefined) {
			act(turn)
		}
	}

	return {
		join(token, now) {
			if (!rooms.has(token)) {
				rooms.set(token, newTurn(token, now))
				list.wholeDue = now
				list.due = list.down ? list.due : now
			}
		},
		leave(token) {
			change(token, (turn) => {
				rooms.delete(token)
				freed(turn, Number.NEGATIVE_INFINITY, false)
			})
		},
		next(now) {
			const actions: Action[] = []
			if (!list.busy && list.due <= now && rooms.size > 0) {
				list.busy = true
				actions.push({ do: 'list', whole: list.alone || list.wholeDue <= now })
			}
			if (!list.alone) {
				actions.push(...lane.begin(side, now).map((turn) => begin(turn, now, false)), ...beginSlow(now))
			}
			return { actions, at: rooms.size === 0 ? Infinity : later(now) }
		},
		listed(now, began, whole, seen) {
			const took = now - began
			seen.forEach((room) => shown(room, now))
			if (list.down) {
				// What failed with the account need not wait any longer.
				rooms.forEach((turn) => Object.assign(turn, turn.closed ? {} : { hold: now }))
			}
			const unseen = [...rooms.values()].some(({ ready }) => !ready)
			Object.assign(list, {
				busy: false,
				alone: false,
				down: false,
				due: began + Math.min(Math.max(took / pace.listShare, pace.listEvery), pace.listAtMost),
				wholeDue: unseen ? now : whole ? began + wholeEvery * Math.max(pace.listEvery, took) : list.wholeDue,
			})
		},
		down(now, wait) {
			Object.assign(list, { busy: false, alone: true, down: true, due: now + wait })
			rooms.forEach((turn) => Object.assign(turn, { check: true }))
		},
		doubt(now) {
			if (!list.alone) {
				Object.assign(list, { alone: true, due: Math.min(list.due, now) })
			}
		},
		answered: (token, now) => change(token, (turn) => freed(turn, now, true)),
		read: (token, now, result) => change(token, (turn) => {
			freed(turn, now, false)
			done(turn, pace, now, result)
		}),
		failed: (token, now, wait, closed) => change(token, (turn) => {
			freed(turn, now, false)
			Object.assign(turn, { ready: true, busy: false, check: true, closed, hold: now + wait })
		}),
		reopened(token, now) {
			change(token, (turn) => Object.assign(turn, { closed: false, hold: now, changed: turn.changed ?? now }))
		},
		wake(token, now) {
			change(token, (turn) => {
				turn.changed ??= now
				enliven(turn, pace, now)
			})
		},
		wrote(token, now) {
			change(token, (turn) => enliven(turn, pace, now))
		},
		close: () => lane.leave(side),
	}
}
