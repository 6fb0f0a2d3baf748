import type { Pace } from '../../sidecar/core/pace.ts'

const day = 24 * 60 * 60 * 1000

/** Every wait of the relay, so hurried that hours pass in seconds. The proportions are about those of the usual pace. */
export const faultPace: Pace = {
	readEvery: 80,
	livelyFor: 1500,
	listEvery: 120,
	listAtMost: 400,
	listShare: 0.5,
	sweepEvery: 250,
	sweptFor: day,
	rereadAfter: 250,
	gatherFor: 5,
	outboxEvery: 400,
	rosterEvery: day,
	retryFirst: 20,
	retryAtMost: 200,
	probes: [100, 200, 300],
	// The last one comes after the latest commit that the histories' servers make: a slow answer (600 ms at most) and a late commit (900).
	lookUps: [150, 1700],
	answerWithin: 600,
	// Notices and signs are no part of these histories.
	lateAfter: day,
	waitingAfter: day,
	keptFor: day,
}
