import type { Notice, NoticeSort } from './event.ts'
import type { Gateway, Member } from './gateway.ts'
import type { RoomId } from './ids.ts'

import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountId, messageId, partsOf, personId, roomId } from './ids.ts'
import { route, router } from './route.ts'

function room(written: string): RoomId {
	const slash = written.indexOf('/')
	return roomId(accountId(written.slice(0, slash)), written.slice(slash + 1))
}
const member = (written: string, direction: Member['direction'] = 'inout'): Member => ({ room: room(written), direction, nickFormat: '' })
function gateway(name: string, members: readonly Member[], more: Partial<Gateway> = {}): Gateway {
	return { name, members, files: { maxBytes: 1, refusedNames: [] }, notices: [], mentionEveryone: false, sameAddress: false, ...more }
}
const by = { author: { id: personId('a@x.org'), name: 'A', login: 'a' }, at: 0, id: messageId(1) }
const message = (from: RoomId) => ({ kind: 'message' as const, room: from, ...by, text: [], files: [], silent: false })
const notice = (from: RoomId, sort: NoticeSort): Notice => ({ kind: 'notice', room: from, ...by, sort, text: [] })
function told(gateways: readonly Gateway[], from: string): readonly string[] {
	return route(gateways, message(room(from))).map((one) => `${one.gateway.name}:${one.member.room}`)
}

test('an event goes to every other member of the gateway', () => {
	const gateways = [gateway('g', [member('a.a/1'), member('a.b/2'), member('a.c/3')]), gateway('h', [member('a.d/4'), member('a.e/5')])]
	assert.deepEqual(told(gateways, 'a.a/1'), ['g:a.b/2', 'g:a.c/3'])
	assert.deepEqual(told(gateways, 'a.d/4'), ['h:a.e/5'])
	assert.deepEqual(told(gateways, 'a.z/1'), [])
})

test('directions: in is never written to, out is never heard', () => {
	const gateways = [gateway('g', [member('a.a/1', 'in'), member('a.b/2', 'out'), member('a.c/3')])]
	assert.deepEqual(told(gateways, 'a.a/1'), ['g:a.b/2', 'g:a.c/3'])
	assert.deepEqual(told(gateways, 'a.b/2'), [])
	assert.deepEqual(told(gateways, 'a.c/3'), ['g:a.b/2'])
})

test('a room that is listed as in and as out is both', () => {
	const gateways = [gateway('g', [member('a.a/1', 'in'), member('a.a/1', 'out'), member('a.b/2')])]
	assert.deepEqual(told(gateways, 'a.a/1'), ['g:a.b/2'])
	assert.deepEqual(told(gateways, 'a.b/2'), ['g:a.a/1'])
})

test('samechannelgateway: only members of the same address', () => {
	const gateways = [gateway('g', [member('a.a/x/y'), member('a.b/x/y'), member('a.b/z'), member('a.c/z')], { sameAddress: true })]
	assert.deepEqual(told(gateways, 'a.a/x/y'), ['g:a.b/x/y'])
	assert.deepEqual(told(gateways, 'a.c/z'), ['g:a.b/z'])
})

test('a room in several gateways gets an event once, through the first', () => {
	const gateways = [gateway('g', [member('a.a/1'), member('a.b/2')]), gateway('h', [member('a.a/1'), member('a.b/2'), member('a.c/3')])]
	assert.deepEqual(told(gateways, 'a.a/1'), ['g:a.b/2', 'h:a.c/3'])
})

test('a notice crosses where its sort is switched on', () => {
	const gateways = [
		gateway('g', [member('a.a/1'), member('a.b/2')], { notices: ['poll'] }),
		gateway('h', [member('a.a/1'), member('a.b/2'), member('a.c/3')], { notices: ['call', 'poll'] }),
	]
	const names = (sort: NoticeSort) => route(gateways, notice(room('a.a/1'), sort)).map((one) => `${one.gateway.name}:${one.member.room}`)
	assert.deepEqual(names('call'), ['h:a.b/2', 'h:a.c/3'])
	assert.deepEqual(names('poll'), ['g:a.b/2', 'h:a.c/3'])
	assert.deepEqual(names('people'), [])
})

const rooms = ['a.a/1', 'a.a/2', 'a.b/1', 'a.b/2', 'a.c/1', 'a.c/3']
const anyMember = fc.record({ room: fc.constantFrom(...rooms.map(room)), direction: fc.constantFrom('in' as const, 'out' as const, 'inout' as const), nickFormat: fc.constant('') })
const anyGateway: fc.Arbitrary<Gateway> = fc.record({
	name: fc.string(),
	members: fc.array(anyMember, { maxLength: 6 }),
	files: fc.constant({ maxBytes: 1, refusedNames: [] }),
	notices: fc.subarray<NoticeSort>(['call', 'people', 'room', 'poll', 'relay']),
	mentionEveryone: fc.boolean(),
	sameAddress: fc.boolean(),
})
const anyGateways = fc.array(anyGateway, { maxLength: 4 })
const anyEvent = fc.constantFrom(...rooms.map(room)).chain((from) => fc.constantFrom(message(from), notice(from, 'call'), notice(from, 'relay')))

test('an event goes where a gateway leads it, once to each room, never back to its own', () => {
	fc.assert(fc.property(anyGateways, anyEvent, (gateways, event) => {
		const routes = route(gateways, event)
		const reached = routes.map((one) => one.member.room)
		assert.equal(new Set(reached).size, reached.length)
		const expected = new Set(gateways
			.filter(({ notices, members }) => (event.kind !== 'notice' || notices.includes(event.sort))
				&& members.some((one) => one.room === event.room && one.direction !== 'out'))
			.flatMap(({ members, sameAddress }) => members.filter((one) => one.room !== event.room && one.direction !== 'in'
				&& (!sameAddress || partsOf(one.room).address === partsOf(event.room).address)))
			.map((one) => one.room))
		assert.deepEqual(new Set(reached), expected)
		for (const { gateway: one, member: target } of routes) {
			const first = gateways.findIndex((other) => route([other], event).some((way) => way.member.room === target.room))
			assert.equal(gateways.indexOf(one), first)
		}
		assert.deepEqual(router(gateways)(event), routes)
	}), { numRuns: 1000 })
})

test('among rooms that are all inout, every way has its way back, and none leads further than one step', () => {
	const both = anyGateways.map((all) => all.map((one) => ({ ...one, members: one.members.map((each) => ({ ...each, direction: 'inout' as const })) })))
	fc.assert(fc.property(both, fc.constantFrom(...rooms.map(room)), (gateways, from) => {
		for (const { member: { room: target } } of route(gateways, message(from))) {
			assert.ok(route(gateways, message(target)).some((back) => back.member.room === from))
			assert.ok(gateways.some(({ members }) => [from, target].every((each) => members.some((one) => one.room === each))))
		}
	}))
})

test('a thousand gateways cost a look-up', () => {
	const gateways = Array.from({ length: 1000 }, (_, i) => gateway(`g${i}`, [member(`a.a/${i}`), member(`a.b/${i}`)]))
	const ask = router(gateways)
	const event = message(room('a.a/999'))
	const began = performance.now()
	for (let i = 0; i < 100_000; i += 1) {
		ask(event)
	}
	assert.ok(performance.now() - began < 1000)
	assert.deepEqual(ask(event).map((one) => one.member.room), ['a.b/999'])
})

test('a room that is only watched is neither heard nor written to', () => {
	const gateways = [gateway('g', [member('a.a/1', 'none'), member('a.b/2'), member('a.c/3')])]
	assert.deepEqual(told(gateways, 'a.a/1'), [])
	assert.deepEqual(told(gateways, 'a.b/2'), ['g:a.c/3'])
})

test('of a blocked person nothing is carried but what takes something back; others of the room are heard', () => {
	const gateways = [gateway('g', [{ ...member('a.a/1'), blocked: [by.author.id] }, member('a.b/2')]), gateway('h', [member('a.a/1'), member('a.c/3')])]
	assert.deepEqual(told(gateways, 'a.a/1'), ['h:a.c/3'])
	const where = room('a.a/1')
	const reaction = { kind: 'reaction' as const, room: where, ...by, target: messageId(1), emoji: '👍', own: false }
	const goes = (event: Parameters<typeof route>[1]) => route(gateways, event).map((one) => one.gateway.name)
	assert.deepEqual(goes({ ...reaction, removed: false }), ['h'])
	assert.deepEqual(goes({ ...reaction, removed: true }), ['g', 'h'])
	assert.deepEqual(goes({ kind: 'deletion', room: where, ...by, target: messageId(1) }), ['g', 'h'])
	assert.deepEqual(goes({ ...message(where), author: { ...by.author, id: personId('b@x.org') } }), ['g', 'h'])
})

test('kinds that a gateway does not carry stay; another gateway carries them', () => {
	const gateways = [
		gateway('g', [member('a.a/1'), member('a.b/2')], { refusedKinds: ['edits', 'reactions'] }),
		gateway('h', [member('a.a/1'), member('a.c/3')]),
	]
	const where = room('a.a/1')
	const target = messageId(1)
	const goes = (event: Parameters<typeof route>[1]) => route(gateways, event).map((one) => one.gateway.name)
	assert.deepEqual(goes({ kind: 'edit', room: where, ...by, target, text: [] }), ['h'])
	assert.deepEqual(goes({ kind: 'deletion', room: where, ...by, target }), ['g', 'h'])
	assert.deepEqual(goes({ kind: 'reaction', room: where, ...by, target, emoji: '👍', own: false, removed: false }), ['h'])
	assert.deepEqual(goes({ kind: 'reaction', room: where, ...by, target, emoji: '👍', own: false, removed: true }), ['g', 'h'])
	assert.deepEqual(goes(message(where)), ['g', 'h'])
})
