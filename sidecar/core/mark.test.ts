import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMark, keyOf, markOf } from './mark.ts'

const words = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'), minLength: 12, maxLength: 12 })

test('the first part bears the delivery alone, the others their number', () => {
	assert.equal(keyOf('abcdefgh2345', 17, 0), 'talkrelay-abcdefgh2345-17')
	assert.equal(keyOf('abcdefgh2345', 17, 3), 'talkrelay-abcdefgh2345-17.3')
})

test('every key is a mark of at most 64 characters, and tells what it was made of', () => {
	const deliveries = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
	fc.assert(fc.property(words, deliveries, fc.integer({ min: 0, max: 999_999 }), (word, delivery, part) => {
		const key = keyOf(word, delivery, part)
		assert.ok(key.length <= 64)
		assert.ok(isMark(key))
		assert.deepEqual(markOf(key), { word, delivery, part })
	}))
})

test('what people and other programs set is no mark', () => {
	const others = [
		[undefined, '', 'talkrelay-', 'talkrelay-abcdefgh2345', 'talkrelay-abcdefgh2345-', 'talkrelay-abcdefgh234-1', 'talkrelay-abcdefgh2345-1.0'],
		['talkrelay-abcdefgh2345-01', 'talkrelay-abcdefgh2345-1.2.3', ' talkrelay-abcdefgh2345-1', 'talkrelay-abcdefgh2345-1\n', 'talkrelay-abcdefgh2345--1'],
		['0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'],
	].flat()
	for (const other of others) {
		assert.equal(isMark(other), false, String(other))
		assert.equal(markOf(other), undefined)
	}
})

test('a key that would not be a mark is refused', () => {
	assert.throws(() => keyOf('short', 1, 0), RangeError)
	assert.throws(() => keyOf('abcdefgh2345', -1, 0), RangeError)
	assert.throws(() => keyOf('abcdefgh2345', 1.5, 0), RangeError)
	assert.throws(() => keyOf('abcdefgh2345', 1, -1), RangeError)
})
