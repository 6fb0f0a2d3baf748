import type { Parameter, Poll, Posted } from '../support/talk-shapes.ts'

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { talk } from '../support/seat.ts'
import { servers } from '../support/talk.ts'

const lab = await servers()
after(() => lab.close())
const { a } = lab

function parameter({ messageParameters }: Posted, name: string): Parameter | undefined {
	return name in messageParameters ? (messageParameters as Readonly<Record<string, Parameter>>)[name] : undefined
}

test('a message with a thread’s title begins a thread, which thread_created tells of', async () => {
	const room = await a.newRoom()
	const start = await room.bot.newest()
	const first = await room.owner.post('first of it', { threadTitle: 'El viaje' })
	assert.deepEqual([first.threadId, first.isThread, first.threadTitle, first.threadReplies], [first.id, true, 'El viaje', 0])
	const { messages } = await room.bot.page({ after: start })
	assert.deepEqual(messages.map(({ systemMessage }) => systemMessage), ['', 'thread_created'])
	const [begun, told] = messages as [Posted, Posted]
	assert.deepEqual(begun.metaData, { threadId: first.id, threadTitle: 'El viaje' })
	assert.deepEqual([told.parent?.id, told.silent, parameter(told, 'title')?.name], [first.id, true, 'El viaje'])
})

test('what is written into a thread has its first message for parent, as an answer to that has', async () => {
	const room = await a.newRoom()
	const first = await room.owner.post('first of it', { threadTitle: 'El viaje' })
	const written = await room.other.post('en tren', { threadId: first.id })
	assert.equal(written.parent, undefined, 'the answer to the writer lacks it')
	const answered = await room.other.post('sí', { replyTo: first.id })
	const within = await room.owner.post('bien', { replyTo: written.id })
	const seen = await room.bot.said()
	assert.deepEqual(seen.map(({ threadId, isThread, threadTitle }) => [threadId, isThread, threadTitle]), seen.map(() => [first.id, true, 'El viaje']))
	assert.deepEqual(seen.map(({ id }) => id), [first.id, written.id, answered.id, within.id])
	assert.deepEqual(seen.map(({ parent }) => parent?.id), [undefined, first.id, first.id, written.id])
	assert.deepEqual(seen[1]?.metaData, { threadId: first.id })
	assert.equal(seen[0]?.threadReplies, 3)
	const inThread = await room.bot.page({ after: first.id, threadId: first.id })
	assert.deepEqual(inThread.messages.filter(({ systemMessage }) => systemMessage === '').map(({ id }) => id), [written.id, answered.id, within.id])
})

test('an answer in a chain without a thread names the topmost message as threadId, and is no thread', async () => {
	const room = await a.newRoom()
	const first = await room.owner.post('one')
	const second = await room.other.post('two', { replyTo: first.id })
	assert.deepEqual([second.threadId, second.isThread], [first.id, undefined])
})

test('a thread is renamed for all its messages; one that is not there is refused', async () => {
	const room = await a.newRoom()
	const first = await room.owner.post('first of it', { threadTitle: 'El viaje' })
	await room.owner.connection.get('PUT', `${talk}/v1/chat/${room.token}/threads/${first.id}`, { threadTitle: 'El gran viaje' })
	const feed = await room.bot.feed()
	const told = feed.at(-1) as Posted
	assert.deepEqual([told.systemMessage, parameter(told, 'title')?.name, told.parent?.id], ['thread_renamed', 'El gran viaje', first.id])
	assert.equal((await room.bot.message(first.id))?.threadTitle, 'El gran viaje')
	assert.equal((await room.owner.tryPost('nowhere', { threadId: first.id + 100_000 })).status, 400)
	assert.equal((await room.bot.page({ after: 0, threadId: first.id + 100_000 })).status, 404)
})

test('a poll is a message with an object, of which the poll itself is asked', async () => {
	const room = await a.newRoom()
	const made = await room.owner.poll('¿Cuándo?', ['hoy', 'mañana'])
	const [seen] = await room.bot.said() as [Posted]
	assert.equal(seen.message, '{object}')
	assert.deepEqual(parameter(seen, 'object'), { type: 'talk-poll', id: String(made.id), name: '¿Cuándo?' })
	assert.equal(parameter(seen, 'actor')?.id, room.owner.user)
	const asked = await room.bot.seePoll(made.id)
	assert.deepEqual([asked.question, asked.options, asked.status, asked.resultMode, asked.maxVotes], ['¿Cuándo?', ['hoy', 'mañana'], 0, 0, 1])
	assert.deepEqual([asked.actorId, asked.votes, asked.votedSelf], [room.owner.user, [], []])
})

test('votes: told without a name, counted for voters, and for all when the poll is closed', async () => {
	const room = await a.newRoom()
	const { id } = await room.owner.poll('¿Cuándo?', ['hoy', 'mañana'])
	const before = await room.bot.newest()
	const voted = await room.other.vote(id, [1])
	assert.deepEqual([voted.votes, voted.numVoters, voted.votedSelf], [{ 'option-1': 1 }, 1, [1]])
	assert.deepEqual((await room.bot.seePoll(id)).votes, [])
	const closed = await room.owner.closePoll(id)
	assert.equal(closed.status, 1)
	const result: Poll = await room.bot.seePoll(id)
	assert.deepEqual([result.status, result.votes, result.numVoters], [1, { 'option-1': 1 }, 1])
	assert.deepEqual(result.details?.map(({ actorId, optionId }) => [actorId, optionId]), [[room.other.user, 1]])
	const [vote, close] = (await room.bot.page({ after: before })).messages as [Posted, Posted]
	assert.deepEqual([vote.systemMessage, vote.actorType, vote.actorId, parameter(vote, 'poll')?.id], ['poll_voted', 'guests', 'system', String(id)])
	assert.deepEqual([close.systemMessage, close.actorId, parameter(close, 'poll')?.name], ['poll_closed', room.owner.user, '¿Cuándo?'])
})

test('a hidden poll: no vote is told, and the result comes without names', async () => {
	const room = await a.newRoom()
	const { id } = await room.owner.poll('¿Secreto?', ['sí', 'no'], { resultMode: 1, maxVotes: 0 })
	const before = await room.bot.newest()
	assert.deepEqual((await room.other.vote(id, [0, 1])).votes, [])
	assert.equal((await room.bot.page({ after: before })).status, 304)
	await room.owner.closePoll(id)
	const result = await room.bot.seePoll(id)
	assert.deepEqual([result.votes, result.details], [{ 'option-0': 1, 'option-1': 1 }, undefined])
})

test('who may close a poll: its author and moderators; a poll that is not there is 404', async () => {
	const room = await a.newRoom()
	const { id } = await room.owner.poll('¿Cuándo?', ['hoy', 'mañana'])
	const path = `${talk}/v1/poll/${room.token}/${id}`
	assert.equal((await room.other.connection.ask('DELETE', path)).status, 403)
	assert.equal((await room.owner.connection.ask('DELETE', path)).status, 200)
	assert.equal((await room.owner.connection.ask('DELETE', path)).status, 400)
	assert.equal((await room.owner.connection.ask('GET', `${path}000`)).status, 404)
})

test('a place on the map', async () => {
	const room = await a.newRoom()
	const place = { type: 'geo-location', id: 'geo:52.5450511,13.3741463', name: 'Oficina', latitude: '52.5450511', longitude: '13.3741463' }
	const shared = await room.other.shareObject('geo-location', place.id, place, { referenceId: 'of-a-place' })
	assert.equal(shared.status, 201)
	const [seen] = await room.bot.said() as [Posted]
	assert.deepEqual([seen.message, seen.messageType, seen.referenceId, seen.actorId], ['{object}', 'comment', 'of-a-place', room.other.user])
	const object = parameter(seen, 'object')
	assert.deepEqual(Object.entries(place).map(([key]) => object?.[key]), Object.values(place))
})

test('an object whose sort is unknown is refused', async () => {
	const room = await a.newRoom()
	assert.equal((await room.other.shareObject('no-such-sort', '1', { name: 'x' })).status, 400)
	assert.deepEqual(await room.bot.said(), [])
})
