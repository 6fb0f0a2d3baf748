import type { Room } from '../support/talk.ts'

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { talk } from '../support/seat.ts'
import { servers } from '../support/talk.ts'

const lab = await servers()
after(() => lab.close())
const { a } = lab

interface Filled { readonly room: Room, readonly start: number, readonly ids: readonly number[] }

async function roomWith(...texts: readonly string[]): Promise<Filled> {
	const room = await a.newRoom()
	const start = await room.bot.newest()
	const ids: number[] = []
	for (const text of texts) {
		ids.push((await room.owner.post(text)).id)
	}
	return { room, start, ids }
}

test('into the future: oldest first, after the known one, and X-Chat-Last-Given is where to go on', async () => {
	const { room, start, ids } = await roomWith('one', 'two', 'three')
	const page = await room.bot.page({ after: start })
	assert.equal(page.status, 200)
	assert.deepEqual(page.messages.map(({ id }) => id), ids)
	assert.equal(page.lastGiven, ids[2])
	const [first = 0] = ids
	assert.deepEqual((await room.bot.page({ after: first })).messages.map(({ message }) => message), ['two', 'three'])
})

test('nothing new is 304 without a body', async () => {
	const { room, ids: [only = 0] } = await roomWith('one')
	const answer = await a.as(room.bot.user).ask('GET', `${talk}/v1/chat/${room.token}`, {
		query: { lookIntoFuture: 1, timeout: 0, lastKnownMessageId: only, setReadMarker: 0 },
	})
	assert.equal(answer.status, 304)
	assert.equal(answer.body.length, 0)
	assert.equal(answer.headers['x-chat-last-given'], undefined)
})

test('limit: in steps, each beginning where the last ended', async () => {
	const { room, start, ids } = await roomWith('one', 'two', 'three')
	const first = await room.bot.page({ after: start, limit: 2 })
	const second = await room.bot.page({ after: first.lastGiven ?? 0, limit: 2 })
	assert.deepEqual([first.messages.map(({ id }) => id), first.lastGiven], [ids.slice(0, 2), ids[1]])
	assert.deepEqual([second.messages.map(({ id }) => id), second.lastGiven], [ids.slice(2), ids[2]])
})

test('200 in one answer', async () => {
	const room = await a.newRoom()
	const start = await room.bot.newest()
	for (let count = 0; count < 205; count += 5) {
		await Promise.all([1, 2, 3, 4, 5].map((each) => room.owner.post(`number ${count + each}`)))
	}
	const page = await room.bot.page({ after: start, limit: 200 })
	const rest = await room.bot.page({ after: page.lastGiven ?? 0, limit: 200 })
	assert.deepEqual([page.messages.length, rest.messages.length], [200, 5])
	const ids = [...page.messages, ...rest.messages].map(({ id }) => id)
	assert.deepEqual(ids, [...ids].sort((one, other) => one - other))
})

test('a limit outside of 1 to 200, or more than 30 s to wait: 400 without an envelope', async () => {
	const { room, start } = await roomWith('one')
	for (const asked of [{ limit: 0 }, { limit: 201 }, { timeout: 31 }]) {
		assert.equal((await room.bot.page({ after: start, ...asked })).status, 400, JSON.stringify(asked))
	}
	assert.equal((await room.bot.page({ after: start, limit: 200, timeout: 30 })).status, 200)
	assert.equal((await room.bot.context(start, 101)).status, 400)
})

test('into the past: newest first, before the known one; 0 is from the newest', async () => {
	const { room, ids } = await roomWith('one', 'two', 'three')
	const newest = await room.bot.page({ limit: 2 })
	assert.deepEqual(newest.messages.map(({ id }) => id), [ids[2], ids[1]])
	assert.equal(newest.lastGiven, ids[1])
	const [, second = 0] = ids
	assert.equal((await room.bot.page({ before: second, limit: 1 })).messages[0]?.id, ids[0])
	assert.equal((await room.bot.page({ before: second, limit: 1, includeLastKnown: 1 })).messages[0]?.id, second)
})

test('into the future from 0: from the oldest; with includeLastKnown the known one is the first', async () => {
	const { room, ids: [first = 0, second = 0] } = await roomWith('one', 'two')
	const [oldest] = (await room.bot.page({ after: 0, limit: 1 })).messages
	assert.equal(oldest?.systemMessage, 'conversation_created')
	assert.deepEqual((await room.bot.page({ after: first, includeLastKnown: 1 })).messages.map(({ id }) => id), [first, second])
})

test('past the end of the past there is nothing: 304', async () => {
	const { room } = await roomWith('one')
	const oldest = (await room.bot.page({ after: 0, limit: 1 })).messages[0]?.id ?? 0
	assert.equal((await room.bot.page({ before: oldest })).status, 304)
})

test('what nobody is shown counts: 200 with an empty list, and X-Chat-Last-Given is its id', async () => {
	const room = await a.newRoom()
	await room.owner.set('message-expiration', { seconds: 1 }, 'POST')
	const start = await room.bot.newest()
	const brief = await room.owner.post('gone in a second')
	assert.equal(brief.expirationTimestamp, brief.timestamp + 1)
	await sleep(2500)
	const page = await room.bot.page({ after: start })
	assert.deepEqual([page.status, page.messages, page.lastGiven], [200, [], brief.id])
	assert.equal(await room.bot.newest(), brief.id)
	await room.owner.set('message-expiration', { seconds: 0 }, 'POST')
	const { messages } = await room.bot.page({ after: start })
	assert.deepEqual(messages.map(({ systemMessage }) => systemMessage), ['message_expiration_disabled'])
})

test('a long poll looks once a second and ends with its time', async () => {
	const { room, ids: [id = 0] } = await roomWith('one')
	const started = performance.now()
	const nothing = await room.bot.page({ after: id, timeout: 2 })
	const waited = performance.now() - started
	assert.equal(nothing.status, 304)
	assert.ok(waited > 1900 && waited < 6000, `waited ${waited} ms`)
})

test('a long poll answers within about a second of a new message', async () => {
	const { room, ids: [id = 0] } = await roomWith('one')
	const polled = room.bot.page({ after: id, timeout: 20 })
	await sleep(300)
	const posted = await room.owner.post('two')
	const started = performance.now()
	const page = await polled
	const took = performance.now() - started
	assert.deepEqual(page.messages.map((message) => message.id), [posted.id])
	assert.ok(took < 3000, `${took} ms after the message`)
})

test('a reaction alone is not seen after Talk once found nothing there, unless one asks from one id lower', async () => {
	const { room, ids: [id = 0] } = await roomWith('one')
	assert.equal((await room.bot.page({ after: id })).status, 304)
	await room.owner.react(id, '👍')
	assert.equal((await room.bot.page({ after: id })).status, 304)
	const lower = await room.bot.page({ after: id - 1 })
	assert.deepEqual(lower.messages.map(({ systemMessage }) => systemMessage), ['', 'reaction'])
	await room.owner.post('two')
	assert.deepEqual((await room.bot.page({ after: id })).messages.map(({ systemMessage }) => systemMessage), ['reaction', ''])
})

test('an id that is not of this conversation is a number like any other', async () => {
	const { room, start, ids } = await roomWith('one', 'two')
	const elsewhere = await roomWith('there')
	assert.deepEqual((await room.bot.page({ after: start - 1 })).messages.map(({ id }) => id).slice(-2), ids)
	assert.equal((await room.bot.page({ after: (elsewhere.ids[0] ?? 0) + 1000 })).status, 304)
})

test('a room’s newest message stands in the room too', async () => {
	const { room, ids } = await roomWith('one', 'two')
	const { lastMessage } = await room.bot.room()
	assert.ok('id' in lastMessage)
	assert.equal(lastMessage.id, ids[1])
	assert.equal(lastMessage.message, 'two')
})

test('context: so many up to the message itself, and as many after it, oldest first', async () => {
	const { room, ids } = await roomWith('one', 'two', 'three', 'four', 'five')
	const [, , third = 0] = ids
	const around = async (limit: number): Promise<readonly number[]> => (await room.bot.context(third, limit)).data.map(({ id }) => id)
	assert.deepEqual(await around(0), [ids[2]])
	assert.deepEqual(await around(1), [ids[2], ids[3]])
	assert.deepEqual(await around(2), ids.slice(1, 5))
})
