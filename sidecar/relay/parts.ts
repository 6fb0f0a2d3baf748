import type { Log } from '../core/log.ts'
import type { Pace } from '../core/pace.ts'
import type { Store } from '../store/store.ts'
import type { Clock } from './clock.ts'
import type { Counters } from './counters.ts'

/** What the relay's pieces share. */
export interface Parts {
	readonly store: Store
	readonly log: Log
	readonly pace: Pace
	readonly clock: Clock
	readonly counters: Counters
}
