import { performance } from 'node:perf_hooks'
import { setTimeout as sleepFor } from 'node:timers/promises'

/** Time and chance, so that tests can have their own. */
export interface Clock {
	/** Milliseconds since 1970, by this machine's clock, which may jump. */
	now(): number
	/** Milliseconds since some moment; never jumps. */
	ticks(): number
	/** From 0 up to 1. */
	random(): number
	/** Resolves after so many milliseconds, or as soon as the signal is aborted. Never rejects. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** setTimeout takes no more than 2^31 − 1 ms. */
const longest = 2_147_483_647

export const systemClock: Clock = {
	now: () => Date.now(),
	ticks: () => performance.now(),
	random: () => Math.random(),
	async sleep(ms, signal) {
		try {
			await sleepFor(Math.min(Math.max(ms, 0), longest), undefined, signal === undefined ? {} : { signal })
		} catch (error) {
			if (!signal?.aborted) {
				throw error
			}
		}
	},
}

/** Waits for it, but no longer than `ms`: then it goes on unseen. */
export async function within(clock: Clock, ms: number, work: Promise<unknown>): Promise<void> {
	const waited = new AbortController()
	await Promise.race([work, clock.sleep(ms, waited.signal)])
	waited.abort()
}
