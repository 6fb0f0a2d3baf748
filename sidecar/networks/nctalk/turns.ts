import type { Pace } from '../../core/pace.ts'

/**
 * `next`: what follows the place reached. `anew`: the same from one id lower, past Talk's cache of "nothing new", which reactions don't
 * clear (30 s). `settle`: all since the settled place once more.
 */
export type How = 'next' | 'anew' | 'settle'

/** What a read found. */
export interface Result {
	readonly how: How
	/** Something was new. */
	readonly news: boolean
	/** The answer was full: there is more. */
	readonly more: boolean
	/** What was read last is not settled yet. */
	readonly unsettled: boolean
}

/** When a room was and wants to be read. Times in ms of the schedule's clock. */
export interface Turn {
	readonly token: string
	/** The room list has shown it. */
	ready: boolean
	busy: boolean
	/** Wants to be read as soon as may be, since then. */
	changed: number | undefined
	/** Wants to be read anew once, when there is leisure. */
	check: boolean
	/** Until when it counts as lively. */
	lively: number
	/** Until when it is looked at for changes of what was said. */
	swept: number
	started: number
	/** When it was last read past Talk's cache. */
	anew: number
	/** When something new was read last that is not settled. */
	unsettled: number | undefined
	settled: number
	/** Not to be read before. */
	hold: number
	closed: boolean
	/** As in the list, seconds by the server's clock. */
	activity: number | undefined
}

const never = Number.NEGATIVE_INFINITY
/** In units of `readEvery`: how often a lively room is read past Talk's cache. */
const anewEvery = 4
/** In units of `rereadAfter`: a room that does not go quiet is settled this often. */
const settleEvery = 5

export function newTurn(token: string, now: number): Turn {
	return {
		token,
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
	}
}

/** When what was read is to be read once more; Infinity: all of it is settled. */
function settleAt(turn: Turn, pace: Pace): number {
	return turn.unsettled === undefined
		? Infinity
		: Math.min(turn.unsettled + pace.rereadAfter, turn.settled + settleEvery * pace.rereadAfter)
}

/** When the room wants to be read fast, its reads beginning so far apart (ms); Infinity: not at all. */
export function fastAt(turn: Turn, pace: Pace, now: number, apart: number): number {
	if (!turn.ready || turn.busy || turn.closed) {
		return Infinity
	}
	const wants = turn.changed !== undefined || turn.lively > now ? now : settleAt(turn, pace)
	return Math.max(wants, turn.started + apart, turn.hold)
}

/** Who edits or reacts does so soon: the longer a room has been quiet, the more rarely it is looked at; after an hour, every 2 minutes. */
function sweepWait(turn: Turn, pace: Pace, now: number): number {
	const quietFor = now - (turn.swept - pace.sweptFor)
	return Math.max(pace.sweepEvery, quietFor / 30)
}

/** When the room wants to be read in the background: closed ones for a probe, others for changes. */
export function slowAt(turn: Turn, pace: Pace, now: number): number {
	if (!turn.ready || turn.busy || (!turn.closed && (turn.changed !== undefined || turn.lively > now))) {
		return Infinity
	}
	const wants = turn.closed || turn.check ? now : turn.swept > now ? turn.anew + sweepWait(turn, pace, now) : Infinity
	return Math.max(wants, turn.hold)
}

/** Whose turn is first: those that changed, in the order in which they did; then whoever was read longest ago. */
export function byUrgency(one: Turn, other: Turn): number {
	return one.changed !== undefined || other.changed !== undefined
		? (one.changed ?? Infinity) - (other.changed ?? Infinity) || one.started - other.started
		: one.started - other.started
}

/** How to read it now. */
export function howTo(turn: Turn, pace: Pace, now: number, leisure: boolean): How {
	if (leisure ? turn.unsettled !== undefined : settleAt(turn, pace) <= now) {
		return 'settle'
	}
	return leisure || now - turn.anew >= anewEvery * pace.readEvery ? 'anew' : 'next'
}

/** A read has begun. */
export function started(turn: Turn, now: number, how: How): void {
	turn.busy = true
	turn.started = now
	if (how !== 'next') {
		turn.anew = now
	}
}

/** A read is done. */
export function done(turn: Turn, pace: Pace, now: number, { how, news, more, unsettled }: Result): void {
	turn.busy = false
	turn.closed = false
	turn.hold = never
	// What the list said meanwhile may be newer than what was read.
	const meanwhile = turn.changed !== undefined && turn.changed > turn.started ? turn.changed : undefined
	turn.changed = more ? now : meanwhile
	turn.check &&= how === 'next'
	if (how === 'settle' && !more) {
		turn.settled = now
	}
	if (news) {
		enliven(turn, pace, now)
	}
	turn.unsettled = unsettled ? (news ? now : turn.unsettled ?? now) : undefined
}

/** Something happened there, or is likely to. */
export function enliven(turn: Turn, pace: Pace, now: number): void {
	turn.lively = now + pace.livelyFor
	turn.swept = Math.max(turn.swept, now + pace.sweptFor)
}
