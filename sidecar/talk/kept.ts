/** What is asked of a server by conversation, rarely: kept for a while, and never in the way of a message. */
export interface Kept<T> {
	/**
	 * undefined where it can't be had now. What is kept is good enough until it is old, and longer while the server does not answer. For
	 * an hour after that it is given at once and asked anew in the background, so that no message waits for it.
	 */
	of(token: string): Promise<T | undefined>
	/** The next `of` asks anew, and waits for that. */
	changed(token: string): void
	/** As if it had never been asked. */
	forget(token: string): void
}

const goodFor = 5 * 60 * 1000
/** After `goodFor`. */
const passableFor = 60 * 60 * 1000
/** While the server refuses, it is not asked with every message. */
const refusedFor = 30 * 1000
const mostKept = 1000

interface Entry<T> { readonly value: T | undefined, readonly until: number }

/** `now` gives ms since 1970. What `ask` throws counts as no answer. */
export function keepByToken<T>(ask: (token: string) => Promise<T>, now: () => number = Date.now): Kept<T> {
	const kept = new Map<string, Entry<T>>()
	const asking = new Map<string, Promise<T | undefined>>()

	/** The oldest go first where there are too many. */
	function keep(token: string, entry: Entry<T>): void {
		kept.delete(token)
		kept.set(token, entry)
		const [oldest] = kept.keys()
		if (kept.size > mostKept && oldest !== undefined) {
			kept.delete(oldest)
		}
	}

	/** What was kept stays where the server does not tell. */
	async function anew(token: string): Promise<T | undefined> {
		const value = await ask(token).catch(() => undefined)
		const before = kept.get(token)?.value
		keep(token, { value: value ?? before, until: now() + (value === undefined ? refusedFor : goodFor) })
		return value ?? before
	}

	/** Once for all who ask at the same time. */
	function asked(token: string): Promise<T | undefined> {
		const running = asking.get(token) ?? anew(token).finally(() => asking.delete(token))
		asking.set(token, running)
		return running
	}

	return {
		async of(token) {
			const known = kept.get(token)
			const left = known === undefined ? Number.NEGATIVE_INFINITY : known.until - now()
			if (left > 0 && left <= goodFor) {
				return known?.value
			}
			const fresh = asked(token)
			const isPassable = left <= 0 && left > -passableFor && known?.value !== undefined
			return isPassable ? known.value : fresh
		},
		changed(token) {
			const known = kept.get(token)
			if (known) {
				keep(token, { ...known, until: Number.NEGATIVE_INFINITY })
			}
		},
		forget: (token) => void kept.delete(token),
	}
}
