import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitAfter } from './backoff.ts'
import { usualPace } from './pace.ts'

const minute = 60_000

test('what may pass is tried after doubling, jittered waits, a minute at most', () => {
	const waits = Array.from({ length: 12 }, (_, nth) => waitAfter({ then: 'retry' }, nth, usualPace, 1))
	assert.deepEqual(waits.slice(0, 4), [500, 1000, 2000, 4000])
	assert.ok(waits.every((wait) => wait <= minute) && waits.at(-1) === minute)
	assert.equal(waitAfter({ then: 'retry' }, 2, usualPace, 0), 1500)
	assert.equal(waitAfter({ then: 'retry' }, 10_000, usualPace, 1), minute)
})

test('never before the time that the server asked for', () => {
	assert.equal(waitAfter({ then: 'retry', afterMs: 30_000 }, 0, usualPace, 0), 30_000)
	assert.equal(waitAfter({ then: 'retry', afterMs: 10 }, 0, usualPace, 1), 500)
})

test('what is closed is probed after 1, 5, 15 and then every 60 minutes', () => {
	for (const then of ['closeRoom', 'closeAccount'] as const) {
		assert.deepEqual([0, 1, 2, 3, 4, 9].map((nth) => waitAfter({ then }, nth, usualPace, 0.5) / minute), [1, 5, 15, 60, 60, 60])
	}
})
