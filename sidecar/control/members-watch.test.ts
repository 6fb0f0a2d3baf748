import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namesOf } from './members-watch.ts'

test('what the other side’s rooms are called is told when it is news, and never that it is not known', () => {
	const members = [{ member: 7, name: 'Familia' }, { member: 8, name: undefined }, { member: 9, name: '' }]
	assert.deepEqual(namesOf(members, new Map()), [{ what: 'named', member: 7, name: 'Familia' }])
	assert.deepEqual(namesOf(members, new Map([[7, 'Familia']])), [])
	assert.deepEqual(namesOf(members, new Map([[7, 'Family']])), [{ what: 'named', member: 7, name: 'Familia' }])
})
