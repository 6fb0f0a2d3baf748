/** What metrics and benchmarks read. Plain numbers, counted where it happens. */
export interface Counters {
	accepted: number
	delivered: number
	failed: number
	setAside: number
	lookedUp: number
	/** Milliseconds from accepted to delivered, summed, and how many: for a mean without histograms. */
	deliveryMs: number
	/** Milliseconds of it that the relay itself took: accepted to handed to the session, of deliveries that waited for nothing. */
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
