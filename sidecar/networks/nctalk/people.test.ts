import type { TalkParticipant } from '../../talk/types.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { openPeople } from './people.ts'

const minute = 60_000
const ana: TalkParticipant = { actorType: 'users', actorId: 'ana', displayName: 'Ana' }

function trial() {
	const world = { now: 1_000_000, asked: 0, works: true, list: [ana] as readonly TalkParticipant[] }
	const people = openPeople({
		async participants() {
			world.asked += 1
			if (!world.works) {
				throw new Error('refused')
			}
			return world.list
		},
		async user() {
			if (!world.works) {
				throw new Error('refused')
			}
			return { id: 'puente', displayName: 'Bridge' }
		},
	}, () => world.now)
	return { world, people }
}

test('people: asked once for many messages at once, and again after five minutes, for which nobody waits', async () => {
	const { world, people } = trial()
	await Promise.all([people.of('a'), people.of('a'), people.of('a')])
	assert.equal(world.asked, 1)
	world.now += 5 * minute - 1
	assert.deepEqual(await people.of('a'), [ana])
	assert.equal(world.asked, 1)
	world.now += 1
	world.list = []
	assert.deepEqual(await people.of('a'), [ana], 'what was known is good enough')
	assert.equal(world.asked, 2)
	await turn()
	assert.deepEqual(await people.of('a'), [], 'and is known anew for the next one')
	assert.equal(world.asked, 2)
})

test('people: a list that is older than an hour is waited for', async () => {
	const { world, people } = trial()
	await people.of('a')
	world.now += 66 * minute
	world.list = []
	assert.deepEqual(await people.of('a'), [])
})

test('people: a clock that jumps back keeps nothing for ever', async () => {
	const { world, people } = trial()
	await people.of('a')
	world.now -= 60 * minute
	await people.of('a')
	assert.equal(world.asked, 2)
})

test('people: asked anew when somebody came', async () => {
	const { world, people } = trial()
	await people.of('a')
	world.list = []
	people.changed('a')
	people.changed('unknown')
	assert.deepEqual(await people.of('a'), [])
})

test('people: what was known stays while the server does not tell, which is not asked with every message', async () => {
	const { world, people } = trial()
	world.works = false
	assert.equal(await people.of('a'), undefined)
	assert.equal(await people.of('a'), undefined)
	assert.equal(world.asked, 1)
	world.works = true
	world.now += minute
	assert.deepEqual(await people.of('a'), [ana])
	world.works = false
	world.now += 10 * minute
	assert.deepEqual(await people.of('a'), [ana])
	assert.equal(world.asked, 3)
})

test('people: no more rooms are kept than fit', async () => {
	const { world, people } = trial()
	for (let room = 0; room <= 1000; room += 1) {
		await people.of(String(room))
	}
	world.asked = 0
	await people.of('1000')
	assert.equal(world.asked, 0)
	await people.of('0')
	assert.equal(world.asked, 1)
})

test('people: whose login it is, is asked until it is told', async () => {
	const { world, people } = trial()
	world.works = false
	await assert.rejects(people.me())
	world.works = true
	assert.equal((await people.me()).id, 'puente')
	world.works = false
	assert.equal((await people.me()).id, 'puente')
})
