export const round = (value: number, digits = 1): number => Number(value.toFixed(digits))

/** The value below which this share of the values lies (0.5: the median); NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b)
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

export interface Spread { readonly p50: number, readonly p95: number, readonly p99: number, readonly count: number }

export function spreadOf(values: readonly number[]): Spread {
	return {
		p50: round(quantile(values, 0.5)),
		p95: round(quantile(values, 0.95)),
		p99: round(quantile(values, 0.99)),
		count: values.length,
	}
}

/** One measured figure. `goal` is what it should be, in words; `met` whether it is. */
export interface Figure {
	readonly what: string
	readonly value: number
	readonly unit: string
	readonly goal?: string
	readonly met?: boolean
}

export function atMost(what: string, value: number, unit: string, goal: number): Figure {
	return { what, value: round(value), unit, goal: `≤ ${goal}`, met: value <= goal }
}

export function atLeast(what: string, value: number, unit: string, goal: number): Figure {
	return { what, value: round(value, 2), unit, goal: `≥ ${goal}`, met: value >= goal }
}

/** A table that people read, and Markdown shows. */
export function table(figures: readonly Figure[]): string {
	const rows = figures.map(({ what, value, unit, goal, met }) => `| ${what} | ${value} ${unit} | ${goal ?? ''} | ${met === undefined ? '' : met ? 'yes' : 'NO'} |`)
	return ['| what | measured | goal | met |', '|---|---|---|---|', ...rows].join('\n')
}
