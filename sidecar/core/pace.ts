/** Every waiting time of the relay, in milliseconds. One record, so that tests can hurry all of it at once. */
export interface Pace {
	/** Reads of a lively room begin at most so far apart while few are lively; half of it where the server is fast. */
	readonly readEvery: number
	/** A room counts as lively for so long after its last message. */
	readonly livelyFor: number
	/** The room list is asked this often while it answers fast … */
	readonly listEvery: number
	/** … and never more rarely than this, however slow it is. */
	readonly listAtMost: number
	/** The list may take this share of the time (0.1: a list that takes 200 ms is asked every 2 s). */
	readonly listShare: number
	/** Rooms lively within the day are read for edits, deletions and reactions, one at a time: each after this wait or longer. */
	readonly sweepEvery: number
	readonly sweptFor: number
	/** After so long a quiet, a room's last batches are read once more, for ids that became visible late. */
	readonly rereadAfter: number
	/** What the app tells is held for so long, so that what comes close together is taken in its order and at once. */
	readonly gatherFor: number
	/** The app's outbox is looked into this often, for what was told and did not arrive. */
	readonly outboxEvery: number
	/** Who is in the rooms of the other side is asked this often. */
	readonly rosterEvery: number
	/** First wait after a failure that may pass; doubled each time, jittered. */
	readonly retryFirst: number
	readonly retryAtMost: number
	/** Closed accounts and rooms are probed after these waits; the last one repeats. */
	readonly probes: readonly number[]
	/** After an attempt of unknown outcome: the target is asked for its key after each of these waits, then it is sent anew. */
	readonly lookUps: readonly number[]
	/** A request without an answer's head, and an answer without its next byte, is given up after this. */
	readonly answerWithin: number
	/** What arrives so late is announced by one small notice. */
	readonly lateAfter: number
	/** A message that is nowhere else after so long gets ⏳. */
	readonly waitingAfter: number
	/** Set-aside deliveries and remembered event ids are kept for so long. */
	readonly keptFor: number
}

const second = 1000
const minute = 60 * second
const day = 24 * 60 * minute

export const usualPace: Pace = {
	readEvery: 250,
	livelyFor: 30 * second,
	listEvery: 1500,
	listAtMost: 15 * second,
	listShare: 0.1,
	sweepEvery: 20 * second,
	sweptFor: day,
	rereadAfter: 3 * second,
	gatherFor: 15,
	outboxEvery: 30 * second,
	rosterEvery: 5 * minute,
	retryFirst: 500,
	retryAtMost: 60 * second,
	probes: [minute, 5 * minute, 15 * minute, 60 * minute],
	lookUps: [5 * second, 60 * second],
	answerWithin: 30 * second,
	lateAfter: 5 * minute,
	waitingAfter: minute,
	keptFor: 30 * day,
}
