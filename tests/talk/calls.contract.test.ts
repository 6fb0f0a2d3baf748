import type { Seat } from '../support/seat.ts'
import type { Posted } from '../support/talk-shapes.ts'
import type { Room } from '../support/talk.ts'

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { seat } from '../support/seat.ts'
import { servers } from '../support/talk.ts'

const lab = await servers()
after(() => lab.close())
const { a } = lab

/** Calls hang on the session: a browser's. */
async function callers(room: Room): Promise<readonly [Seat, Seat]> {
	const of = (person: string): Seat => seat(a.as(person, { session: true }), person, room.token)
	const both = [of(a.owner), of(a.other)] as const
	await Promise.all(both.map((one) => one.enter()))
	return both
}

const told = (messages: readonly Posted[]): unknown => messages.map(({ systemMessage, actorId }) => [systemMessage, actorId])

test('a call is told when it starts, when others join and leave, and when it ends with the last', async () => {
	const room = await a.newRoom()
	const [owner, other] = await callers(room)
	const start = await room.bot.newest()
	await owner.call()
	await other.call()
	assert.equal((await room.bot.room()).hasCall, true)
	await other.hangUp()
	await owner.hangUp()
	const { messages } = await room.bot.page({ after: start })
	assert.deepEqual(told(messages), [
		['call_started', a.owner],
		['call_joined', a.other],
		['call_left', a.other],
		['call_left', a.owner],
		['call_ended', a.owner],
	])
	const ended = messages.at(-1)?.messageParameters as Record<string, { id: string }>
	assert.deepEqual([ended.user1?.id, ended.user2?.id].sort(), [a.other, a.owner].sort())
	assert.match(messages.at(-1)?.message ?? '', /\{user1\}.*\{user2\}.*\d:\d\d/)
	assert.equal((await room.bot.room()).hasCall, false)
})

test('a silent call says so, and a moderator ends one for everybody', async () => {
	const room = await a.newRoom()
	const [owner, other] = await callers(room)
	const start = await room.bot.newest()
	await owner.call({ flags: 3, silent: true })
	await other.call()
	await owner.hangUp({ all: true })
	const { messages } = await room.bot.page({ after: start })
	assert.deepEqual(told(messages), [['call_started', a.owner], ['call_joined', a.other], ['call_ended_everyone', a.owner]])
	assert.deepEqual(messages.map(({ silent }) => silent), [true, undefined, undefined])
})

test('a running call keeps the room in the list of what changed', async () => {
	const room = await a.newRoom()
	const [owner] = await callers(room)
	await owner.call()
	const later = Math.floor(Date.now() / 1000) + 3600
	const answer = await room.bot.connection.ask<readonly { token: string }[]>('GET', '/ocs/v2.php/apps/spreed/api/v4/room', { query: { modifiedSince: later } })
	assert.ok(answer.data.some(({ token }) => token === room.token))
	await owner.hangUp()
})
