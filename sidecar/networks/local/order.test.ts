import type { OutboxRow } from '../../door/types.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openArrivals } from './order.ts'

const row = (id: number): OutboxRow => ({ id, token: 't', kind: 'message', body: { id: id * 10 } })
const rows = (...ids: readonly number[]): readonly OutboxRow[] => ids.map(row)
const idsOf = (found: readonly OutboxRow[]): readonly number[] => found.map(({ id }) => id)

/** Everything up to this number is known. */
function begunAt(id: number) {
	const arrivals = openArrivals()
	arrivals.fetched(arrivals.asking(), rows(id), false)
	arrivals.ready()
	arrivals.gone([id])
	return arrivals
}

test('arrivals: before anything is known, nothing goes on', () => {
	const arrivals = openArrivals()
	arrivals.told(rows(7))
	assert.deepEqual(idsOf(arrivals.ready()), [])
	assert.equal(arrivals.hasHole(), true)
	arrivals.fetched(arrivals.asking(), rows(5, 6, 7), false)
	assert.deepEqual(idsOf(arrivals.ready()), [5, 6, 7])
	assert.equal(arrivals.hasHole(), false)
})

test('arrivals: what follows what is known goes on at once, whatever order it comes in', () => {
	const arrivals = begunAt(10)
	arrivals.told(rows(12))
	arrivals.told(rows(11))
	assert.deepEqual(idsOf(arrivals.ready()), [11, 12])
})

test('arrivals: behind a hole it waits for a look into the outbox', () => {
	const arrivals = begunAt(10)
	arrivals.told(rows(11, 13))
	assert.deepEqual(idsOf(arrivals.ready()), [11])
	assert.equal(arrivals.hasHole(), true)
	arrivals.fetched(arrivals.asking(), rows(12, 13), false)
	assert.deepEqual(idsOf(arrivals.ready()), [12, 13], 'the one whose poke was lost comes first')
})

test('arrivals: a number that was never given leaves a hole that a look closes', () => {
	const arrivals = begunAt(10)
	arrivals.told(rows(13))
	assert.deepEqual(idsOf(arrivals.ready()), [])
	arrivals.fetched(arrivals.asking(), [], false)
	assert.deepEqual(idsOf(arrivals.ready()), [13])
})

test('arrivals: a look that began before the row was told says nothing about what stands before it', () => {
	const arrivals = begunAt(10)
	const asking = arrivals.asking()
	arrivals.told(rows(13))
	arrivals.fetched(asking, [], false)
	assert.deepEqual(idsOf(arrivals.ready()), [])
	assert.equal(arrivals.hasHole(), true)
})

test('arrivals: while there is more behind a page, only the page goes on', () => {
	const arrivals = begunAt(10)
	arrivals.told(rows(40))
	arrivals.fetched(arrivals.asking(), rows(12, 15), true)
	assert.deepEqual(idsOf(arrivals.ready()), [12, 15])
	arrivals.fetched(arrivals.asking(), rows(20, 40), false)
	assert.deepEqual(idsOf(arrivals.ready()), [20, 40])
})

test('arrivals: a row that becomes visible late goes on when it does', () => {
	const arrivals = begunAt(10)
	arrivals.fetched(arrivals.asking(), rows(13), false)
	assert.deepEqual(idsOf(arrivals.ready()), [13])
	arrivals.told(rows(12))
	assert.deepEqual(idsOf(arrivals.ready()), [12])
})

test('arrivals: nothing is taken twice, told or fetched, under way or done with', () => {
	const arrivals = begunAt(10)
	arrivals.told(rows(11))
	assert.deepEqual(idsOf(arrivals.ready()), [11])
	arrivals.told(rows(11))
	assert.equal(arrivals.fetched(arrivals.asking(), rows(11), false), 0)
	assert.deepEqual(idsOf(arrivals.ready()), [])
	const asking = arrivals.asking()
	arrivals.gone([11])
	assert.equal(arrivals.fetched(asking, rows(11), false), 0, 'its acknowledgement overtook the look')
	arrivals.told(rows(11))
	assert.deepEqual(idsOf(arrivals.ready()), [])
})

test('arrivals: a number that a restored database gives once more is a row like any other', () => {
	const arrivals = begunAt(10)
	arrivals.fetched(arrivals.asking(), rows(3, 10), false)
	assert.deepEqual(idsOf(arrivals.ready()), [3, 10])
})
