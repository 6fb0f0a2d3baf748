import type { Pace } from '../../core/pace.ts'

/**
 * `next`: what follows the place reached. `anew`: the same from one id lower, past Talk's cache of "nothing new", which reactions don't
 * clear (30 s). `settle`: all since the settled place once more.
 */
export type How = 'next' | 'anew' | 'settle'

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

export interface Result {
	readonly how: How
	/** Something was new. */
	readonly news: boolean
	/** The answer was full: there is more. */
	readonly more: boolean
	/** What was read last is not settled yet. */
	readonly unsettled: boolean
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
	/** A request of a room failed in a way that may be the server's: the list is asked before anything else is. */
	doubt(now: number): void
	/** The answer to a read has arrived: the server is free for the next; what it holds may still be worked on. */
	answered(token: string, now: number): void
	read(token: string, now: number, result: Result): void
	/** The room waits so long before it is tried again. `closed`: for a probe, in the background. */
	failed(token: string, now: number, wait: number, closed: boolean): void
	/** The list shows a closed room again. */
	reopened(token: string, now: number): void
	/** Something happened there, or is likely to. */
	wake(token: string, now: number): void
	wrote(token: string, now: number): void
}

interface Room {
	ready: boolean
	busy: boolean
	/** Wants to be read as soon as may be, since then. */
	changed: number | undefined
	/** Wants to be read anew once, when there is leisure. */
	check: boolean
	lively: number
	swept: number
	started: number
	anew: number
	/** When something new was read last that is not settled. */
	unsettled: number | undefined
	settled: number
	hold: number
	closed: boolean
	activity: number | undefined
}

const never = Number.NEGATIVE_INFINITY
/** In units of `listEvery`: a whole list now and then, for who is in what room. */
const wholeEvery = 40
/** In units of `readEvery`: how often a lively room is read past Talk's cache. */
const anewEvery = 4
/** In units of `rereadAfter`: a room that does not go quiet is settled this often. */
const settleEvery = 5
/** In units of `listShare`: what reading in the background may take of one of the server's processes. */
const sweepShare = 4

/** `limit`: rooms read fast at a time. */
export function openSchedule(pace: Pace, limit: number): Schedule {
	const rooms = new Map<string, Room>()
	const list = { due: 0, busy: false, wholeDue: 0, alone: true }
	const fast = { flying: new Set<string>(), starts: [] as number[] }
	const slow = { flying: undefined as string | undefined, since: 0, free: 0 }

	const wantsSettling = (room: Room, now: number): boolean => settleAt(room) <= now
	const settleAt = (room: Room): number => room.unsettled === undefined
		? Infinity
		: Math.min(room.unsettled + pace.rereadAfter, room.settled + settleEvery * pace.rereadAfter)

	/** When the room wants to be read fast; Infinity: not at all. */
	function fastAt(room: Room, now: number): number {
		if (!room.ready || room.busy || room.closed) {
			return Infinity
		}
		const wants = room.changed !== undefined || room.lively > now ? now : settleAt(room)
		return Math.max(wants, room.started + pace.readEvery, room.hold)
	}

	/** The same in the background. */
	function slowAt(room: Room, now: number): number {
		if (!room.ready || room.busy || (!room.closed && (room.changed !== undefined || room.lively > now))) {
			return Infinity
		}
		const wants = room.closed || room.check ? now : room.swept > now ? room.anew + pace.sweepEvery : Infinity
		return Math.max(wants, room.hold)
	}

	function begin(room: Room, token: string, now: number, how: How): Action {
		room.busy = true
		room.started = now
		if (how !== 'next') {
			room.anew = now
		}
		return { do: 'read', token, how }
	}

	/** Those that changed in the order in which they did, then the others, whoever was read longest ago first. */
	function beginFast(now: number): readonly Action[] {
		fast.starts = fast.starts.filter((start) => start > now - pace.readEvery)
		const places = Math.min(limit - fast.flying.size, limit - fast.starts.length)
		if (places <= 0) {
			return []
		}
		const due = [...rooms].filter(([, room]) => fastAt(room, now) <= now)
			.sort(([, one], [, other]) => (one.changed ?? Infinity) - (other.changed ?? Infinity) || one.started - other.started)
		return due.slice(0, places).map(([token, room]) => {
			fast.flying.add(token)
			fast.starts.push(now)
			return begin(room, token, now, wantsSettling(room, now)
				? 'settle'
				: now - room.anew >= anewEvery * pace.readEvery ? 'anew' : 'next')
		})
	}

	/** One at a time, whoever was looked at longest ago. */
	function beginSlow(now: number): readonly Action[] {
		if (slow.flying !== undefined || slow.free > now) {
			return []
		}
		let next: readonly [string, Room] | undefined
		for (const [token, room] of rooms) {
			if (slowAt(room, now) <= now && (next === undefined || room.anew < next[1].anew)) {
				next = [token, room]
			}
		}
		if (next === undefined) {
			return []
		}
		const [token, room] = next
		slow.flying = token
		slow.since = now
		return [begin(room, token, now, room.unsettled === undefined ? 'anew' : 'settle')]
	}

	/** The earliest moment at which something may begin that can't begin now. What runs tells by itself when it is done. */
	function later(now: number): number {
		let at = list.busy ? Infinity : list.due
		if (list.alone) {
			return at
		}
		const window = fast.starts.length >= limit ? (fast.starts[0] ?? now) + pace.readEvery : now
		for (const room of rooms.values()) {
			if (fast.flying.size < limit) {
				at = Math.min(at, Math.max(fastAt(room, now), window))
			}
			if (slow.flying === undefined) {
				at = Math.min(at, Math.max(slowAt(room, now), slow.free))
			}
		}
		return at
	}

	function freed(token: string, now: number): void {
		fast.flying.delete(token)
		if (slow.flying === token) {
			const took = now - slow.since
			slow.flying = undefined
			slow.free = Math.max(slow.since + pace.readEvery, now + took * (1 / Math.min(1, sweepShare * pace.listShare) - 1))
		}
	}

	return {
		join(token, now) {
			if (!rooms.has(token)) {
				rooms.set(token, {
					ready: false,
					busy: false,
					changed: undefined,
					check: true,
					lively: never,
					swept: never,
					started: never,
					anew: never,
					unsettled: undefined,
					settled: now,
					hold: never,
					closed: false,
					activity: undefined,
				})
				list.wholeDue = now
				list.due = list.alone ? list.due : now
			}
		},
		leave(token) {
			rooms.delete(token)
			fast.flying.delete(token)
			slow.flying = slow.flying === token ? undefined : slow.flying
		},
		next(now) {
			const actions: Action[] = []
			if (!list.busy && list.due <= now && rooms.size > 0) {
				list.busy = true
				actions.push({ do: 'list', whole: list.alone || list.wholeDue <= now })
			}
			if (!list.alone) {
				actions.push(...beginFast(now), ...beginSlow(now))
			}
			return { actions, at: rooms.size === 0 ? Infinity : later(now) }
		},
		listed(now, began, whole, seen) {
			const took = now - began
			list.busy = false
			list.due = began + Math.min(Math.max(took / pace.listShare, pace.listEvery), pace.listAtMost)
			list.alone = false
			if (whole) {
				list.wholeDue = began + wholeEvery * Math.max(pace.listEvery, took)
			}
			for (const { token, activity, age, behind } of seen) {
				const room = rooms.get(token)
				if (room === undefined) {
					continue
				}
				const first = !room.ready
				room.ready = true
				room.swept = Math.max(room.swept, now + pace.sweptFor - age * 1000)
				if (first ? behind : room.activity !== activity) {
					room.changed ??= now
				}
				room.activity = activity
			}
			if ([...rooms.values()].some(({ ready, closed }) => !ready && !closed)) {
				list.wholeDue = now
			}
		},
		down(now, wait) {
			list.busy = false
			list.alone = true
			list.due = now + wait
			for (const room of rooms.values()) {
				room.check = true
			}
		},
		doubt(now) {
			if (!list.alone) {
				list.alone = true
				list.due = Math.min(list.due, now)
			}
		},
		answered: freed,
		read(token, now, { how, news, more, unsettled }) {
			freed(token, now)
			const room = rooms.get(token)
			if (room === undefined) {
				return
			}
			room.busy = false
			room.closed = false
			room.hold = never
			room.changed = more ? now : room.changed !== undefined && room.changed > room.started ? room.changed : undefined
			room.check &&= how === 'next'
			if (how === 'settle' && !more) {
				room.settled = now
			}
			if (news) {
				room.lively = now + pace.livelyFor
				room.swept = Math.max(room.swept, now + pace.sweptFor)
			}
			room.unsettled = unsettled ? (news ? now : room.unsettled ?? now) : undefined
		},
		failed(token, now, wait, closed) {
			freed(token, now)
			const room = rooms.get(token)
			if (room !== undefined) {
				room.ready = true
				room.busy = false
				room.closed = closed
				room.check = true
				room.hold = now + wait
			}
		},
		reopened(token, now) {
			const room = rooms.get(token)
			if (room !== undefined) {
				room.closed = false
				room.hold = never
				room.changed ??= now
			}
		},
		wake(token, now) {
			const room = rooms.get(token)
			if (room !== undefined) {
				room.changed ??= now
				room.lively = now + pace.livelyFor
			}
		},
		wrote(token, now) {
			const room = rooms.get(token)
			if (room !== undefined) {
				room.lively = now + pace.livelyFor
			}
		},
	}
}
