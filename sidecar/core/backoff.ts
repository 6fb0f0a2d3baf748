import type { Verdict } from './failure.ts'
import type { Pace } from './pace.ts'

/** How long to wait after the nth failure in a row (the first is 0), ms. `random`: from [0, 1). What is closed is only probed. */
export function waitAfter(verdict: Verdict, nth: number, pace: Pace, random: number): number {
	switch (verdict.then) {
		case 'closeRoom':
		case 'closeAccount': return pace.probes[Math.min(nth, pace.probes.length - 1)] ?? pace.retryAtMost
		case 'retry':
		case 'drop': {
			const doubled = Math.min(pace.retryAtMost, pace.retryFirst * 2 ** Math.min(nth, 30))
			// Many relays must not come back all at once.
			const jittered = doubled * (0.75 + random / 4)
			return Math.max(jittered, verdict.then === 'retry' ? verdict.afterMs ?? 0 : 0)
		}
		default: return verdict satisfies never
	}
}
