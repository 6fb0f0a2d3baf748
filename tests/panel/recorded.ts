import recording from './recorded.json' with { type: 'json' }

export type Recorded = keyof typeof recording.answers

/** What a live server answered (`node tests/federation/record.ts`), as if it had been just now. */
export function recorded<T = unknown>(name: Recorded): T {
	const since = Date.now() - recording.at
	const late = (value: unknown): unknown => {
		if (Array.isArray(value)) {
			return value.map(late)
		}
		if (typeof value === 'object' && value !== null) {
			return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, late(inner)]))
		}
		// Milliseconds since 1970, of this century: no size or count in the answers comes near.
		return typeof value === 'number' && value > 1e12 && value < 4e12 ? value + since : value
	}
	return late(recording.answers[name].data) as T
}

/** A recorded refusal, as a test makes the server give it once more. */
export function refusal(name: Recorded): { readonly status: number, readonly data: object } {
	const { status } = recording.answers[name]
	return { status, data: recorded<object>(name) }
}
