import { expect, test } from 'vitest'
import { graphOf, roundUp } from './graph.ts'

const minute = (at: number, delivered: number, p95 = 0) => ({ at, accepted: delivered, delivered, p50: p95 / 2, p95 })

test.each([[0, 1], [1, 1], [3, 5], [11, 20], [420, 500], [501, 1000]])('%d has an axis up to %d', (value, expected) => {
	expect(roundUp(value)).toBe(expected)
})

test('the newest minute ends at the right edge, the tallest bar reaches the axis\' number', () => {
	const { bars, mostMessages } = graphOf([minute(1, 5, 100), minute(2, 10, 100)], 600, 100)
	expect(mostMessages).toBe(10)
	expect(bars.at(-1)).toEqual({ at: 2, x: 590, y: 0, width: 10, height: 100 })
	expect(bars[0]).toMatchObject({ x: 580, height: 50 })
})

test('a quiet minute breaks the line of times; no minutes make an empty picture', () => {
	expect(graphOf([minute(1, 1, 100), minute(2, 0), minute(3, 1, 100)], 600, 100).p95.match(/M/g)).toHaveLength(2)
	expect(graphOf([], 600, 100)).toMatchObject({ bars: [], p50: '', p95: '' })
})
