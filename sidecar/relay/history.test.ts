import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openHistory } from './history.ts'

test('an hour, minute by minute, with percentiles exact to a tenth', () => {
	let now = 1_700_000_000_000
	const history = openHistory(() => now)
	history.accepted(3)
	for (let ms = 1; ms <= 1000; ms += 1) {
		history.delivered(ms)
	}
	now += 2 * 60_000
	history.accepted(1)
	const minutes = history.minutes()
	assert.equal(minutes.length, 60)
	const [first, between, last] = minutes.slice(-3)
	assert.deepEqual([first?.accepted, first?.delivered, between?.accepted, last?.accepted, last?.p50], [3, 1000, 0, 1, 0])
	assert.ok(Math.abs((first?.p50 ?? 0) - 500) <= 50, `p50 is ${first?.p50}`)
	assert.ok(Math.abs((first?.p95 ?? 0) - 950) <= 95, `p95 is ${first?.p95}`)
	assert.equal((last?.at ?? 0) - (first?.at ?? 0), 120_000)
})

test('what is older than an hour is gone; a clock set back loses nothing and breaks nothing', () => {
	let now = 1_700_000_000_000
	const history = openHistory(() => now)
	history.accepted(1)
	now += 61 * 60_000
	history.accepted(2)
	now -= 5 * 60_000
	history.delivered(10)
	now += 5 * 60_000
	assert.deepEqual(history.minutes().reduce((sum, one) => sum + one.accepted, 0), 2)
	assert.equal(history.minutes().at(-1)?.delivered, 1)
})
