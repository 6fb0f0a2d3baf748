/** The last hour, minute by minute: cheap enough to be kept always. */
export interface History {
	accepted(count: number): void
	/** One delivery has arrived, so many ms after its event was accepted. */
	delivered(ms: number): void
	/** Oldest first; minutes in which nothing happened are among them. */
	minutes(): readonly HistoryMinute[]
}

export interface HistoryMinute {
	/** When it began, ms since 1970. */
	readonly at: number
	readonly accepted: number
	readonly delivered: number
	/** ms; 0 where nothing arrived. Exact to a tenth. */
	readonly p50: number
	readonly p95: number
}

interface Minute { readonly at: number, accepted: number, delivered: number, readonly times: Uint32Array }

const minute = 60_000
const kept = 60
/** Times are counted in steps of a tenth: step n begins at 1.1^n − 1 ms; the last is everything over 20 hours. */
const steps = 192
const stepOf = (ms: number): number => Math.min(steps - 1, Math.floor(Math.log1p(Math.max(0, ms)) / Math.log(1.1)))
const middleOf = (step: number): number => Math.round(1.1 ** (step + 0.5) - 1)

function percentile({ times, delivered }: Minute, share: number): number {
	let left = Math.ceil(delivered * share)
	for (const [step, count] of times.entries()) {
		left -= count
		if (count > 0 && left <= 0) {
			return middleOf(step)
		}
	}
	return 0
}

/** `now` gives ms since 1970. */
export function openHistory(now: () => number): History {
	const minutes: Minute[] = []
	const at = (): Minute => {
		const began = Math.floor(now() / minute) * minute
		const last = minutes.at(-1)
		// A clock that is set back counts in the minute that was begun.
		if (last !== undefined && last.at >= began) {
			return last
		}
		const fresh: Minute = { at: began, accepted: 0, delivered: 0, times: new Uint32Array(steps) }
		minutes.push(fresh)
		minutes.splice(0, minutes.length - kept)
		return fresh
	}
	return {
		accepted(count) {
			at().accepted += count
		},
		delivered(ms) {
			const present = at()
			present.delivered += 1
			present.times[stepOf(ms)]! += 1
		},
		minutes() {
			const known = new Map(minutes.map((one) => [one.at, one]))
			const end = Math.floor(now() / minute) * minute
			return Array.from({ length: kept }, (_, index): HistoryMinute => {
				const began = end - (kept - 1 - index) * minute
				const one = known.get(began)
				return one === undefined
					? { at: began, accepted: 0, delivered: 0, p50: 0, p95: 0 }
					: { at: began, accepted: one.accepted, delivered: one.delivered, p50: percentile(one, 0.5), p95: percentile(one, 0.95) }
			})
		},
	}
}
