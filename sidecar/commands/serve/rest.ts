import type { Log } from '../../core/log.ts'
import type { LeaseRequest } from '../../door/types.ts'
import type { Clock } from '../../relay/clock.ts'
import type { Doors } from './doors.ts'

import { Superseded } from '../../door/judge.ts'

export interface RestParts {
	readonly doors: Pick<Doors, 'ways' | 'close'>
	readonly request: LeaseRequest
	readonly clock: Clock
	/** ms between two questions. */
	readonly every: number
	/** Aborted when the relay is to end. */
	readonly signal: AbortSignal
	readonly log: Log
}

/**
 * Sent away by the app, a relay that nobody starts again rests: it holds no connection and no state, and asks from time to time whether it
 * is wanted. True once it is; false when it is to end, for good or because another relay is there.
 */
export async function rest({ doors, request, clock, every, signal, log }: RestParts): Promise<boolean> {
	log.info('the app is switched off: nothing is carried, and it is asked from time to time whether that has changed')
	try {
		for (;;) {
			await clock.sleep(every, signal)
			if (signal.aborted) {
				return false
			}
			for (const { door } of doors.ways) {
				try {
					await door.lease({ ...request, rested: true })
					return true
				} catch (error) {
					if (error instanceof Superseded) {
						log.info('another relay serves the app by now')
						return false
					}
					// Off as before, or away.
				}
			}
		}
	} finally {
		await doors.close()
	}
}
