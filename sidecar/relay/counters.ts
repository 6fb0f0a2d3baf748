/** What metrics and benchmarks read. Plain numbers, counted where it happens. */
export interface Counters {
	accepted: number
	delivered: number
	failed: number
	setAside: number
	lookedUp: number
	/** Milliseconds from accepted to delivered, summed over `delivered`. */
	deliveryMs: number
	/** Milliseconds of it until the first attempt, summed over `ownCount`: the relay's own share where nothing waits before. */
	ownMs: number
	ownCount: number
}

export function zeroCounters(): Counters {
	return {
		accepted: 0,
		delivered: 0,
		failed: 0,
		setAside: 0,
		lookedUp: 0,
		deliveryMs: 0,
		ownMs: 0,
		ownCount: 0,
	}
}
