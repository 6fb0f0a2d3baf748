import type { HistoryMinute } from '../types.ts'

export interface Bar { readonly at: number, readonly x: number, readonly y: number, readonly width: number, readonly height: number }
export interface Graph {
	/** Delivered messages, a bar a minute. */
	readonly bars: readonly Bar[]
	/** How long deliveries took, as SVG paths: half of them were faster, and nearly all. */
	readonly p50: string
	readonly p95: string
	/** What the full height means. */
	readonly mostMessages: number
	readonly mostMs: number
}

/** The next higher of 1, 2, 5, 10, 20 …, so that the axis has a number that people like. */
export function roundUp(value: number): number {
	const step = 10 ** Math.floor(Math.log10(Math.max(value, 1)))
	return [1, 2, 5, 10].map((factor) => factor * step).find((candidate) => candidate >= value) ?? value
}

/** An hour as a picture of this size, the newest minute at its end. Minutes without a delivery break the lines of times. */
export function graphOf(minutes: readonly HistoryMinute[], width: number, height: number): Graph {
	const mostMessages = roundUp(Math.max(1, ...minutes.map(({ delivered }) => delivered)))
	const mostMs = roundUp(Math.max(100, ...minutes.map(({ p95 }) => p95)))
	const slot = width / Math.max(60, minutes.length)
	const first = width - slot * minutes.length
	const x = (index: number): number => first + slot * index
	const path = (of: (minute: HistoryMinute) => number): string => minutes.map((minute, index) => {
		const goesOn = (minutes[index - 1]?.delivered ?? 0) > 0
		// A minute of its own is a dot: a line from a point to itself, with round ends.
		const point = `${(x(index) + slot / 2).toFixed(1)} ${(height - of(minute) / mostMs * height).toFixed(1)}`
		return minute.delivered === 0 ? '' : goesOn ? `L${point}` : `M${point}L${point}`
	}).join('')
	return {
		bars: minutes.map(({ at, delivered }, index) => {
			const tall = delivered / mostMessages * height
			return { at, x: x(index), y: height - tall, width: slot, height: tall }
		}),
		p50: path(({ p50 }) => p50),
		p95: path(({ p95 }) => p95),
		mostMessages,
		mostMs,
	}
}
