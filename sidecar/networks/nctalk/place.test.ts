import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cursor } from '../../core/ids.ts'
import { advance, cursorOf, placeAt, placeFrom, settle } from './place.ts'

test('a place survives being written down; what is not settled is read once more first', () => {
	assert.deepEqual(cursorOf(placeAt(12, 5)), '12/12')
	const whole = placeFrom(cursor('12/12'), 1)
	assert.deepEqual([whole?.given, whole?.settled, whole?.pass], [12, 12, undefined])
	const left = placeFrom(cursor('7/12'), 1)
	assert.deepEqual([left?.given, left?.settled, left?.pass], [12, 7, { began: 1, from: 7 }])
	assert.ok(left)
	settle(left, 3000)
	assert.deepEqual([left.settled, left.pass], [7, undefined], 'nobody knows how long ago it was read')
	left.pass = { began: 3001, from: 7 }
	settle(left, 3000)
	assert.deepEqual([left.settled, left.trail], [12, []])
})

test('what is no place of ours is none', () => {
	for (const odd of ['', '12', '12/x', '-1/2', '1/2/3', 's1234_5']) {
		assert.equal(placeFrom(cursor(odd), 0), undefined, odd)
	}
})

test('only what had been given for a while before the second reading is settled by it', () => {
	const place = placeAt(1, 0)
	advance(place, 2, [2], 1000)
	advance(place, 3, [3], 5000)
	place.pass = { began: 5500, from: 1 }
	settle(place, 3000)
	assert.deepEqual([place.settled, place.given], [2, 3])
	place.pass = { began: 8000, from: 2 }
	settle(place, 3000)
	assert.deepEqual([place.settled, place.trail], [3, []])
})

test('seen messages are remembered, but not for ever', () => {
	const place = placeAt(0, 0)
	for (let id = 1; id <= 1000; id += 1) {
		advance(place, id, [id], id)
	}
	assert.ok(place.seen.has(1000) && place.seen.has(700) && !place.seen.has(500))
	place.pass = { began: 10_000, from: 0 }
	settle(place, 3000)
	assert.ok(place.seen.has(1000) && place.seen.size <= 16)
})
