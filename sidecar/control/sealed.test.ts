import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sealing } from './sealed.ts'

const one = sealing('a'.repeat(64))

test('what was sealed is opened again, and tells nothing', () => {
	const text = '{"password":"hunter2 ñ"}'
	const sealed = one.seal(text)
	assert.equal(one.open(sealed), text)
	assert.ok(!Buffer.from(sealed, 'base64').toString('latin1').includes('hunter2'))
	assert.notEqual(one.seal(text), sealed)
})

test('with another secret, changed, cut or never sealed it is not opened', () => {
	const sealed = one.seal('text')
	const changed = Buffer.from(sealed, 'base64')
	changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
	assert.equal(sealing('b'.repeat(64)).open(sealed), undefined)
	for (const bad of [changed.toString('base64'), sealed.slice(0, 20), '', '{"revision":1}']) {
		assert.equal(one.open(bad), undefined, bad)
	}
})
