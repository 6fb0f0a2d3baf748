import type { Answer } from '../support/ocs.ts'
import type { RoomFacts } from '../support/talk-shapes.ts'
import type { Room, Server } from '../support/talk.ts'

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { talk } from '../support/seat.ts'
import { servers } from '../support/talk.ts'

const lab = await servers()
after(() => lab.close())
const { a } = lab

function list(server: Server, query: Record<string, number> = {}): Promise<Answer<readonly RoomFacts[]>> {
	return server.as(server.bot.user).ask<readonly RoomFacts[]>('GET', `${talk}/v4/room`, { query: { noStatusUpdate: 1, ...query } })
}
const before = ({ headers }: Answer<unknown>): number => Number(headers['x-nextcloud-talk-modified-before'])
const has = ({ data }: Answer<readonly RoomFacts[]>, room: Room): boolean => data.some(({ token }) => token === room.token)

test('the room list holds the rooms one is in, each as the room itself is', async () => {
	const room = await a.newRoom({ name: 'In the list' })
	const { id } = await room.owner.post('newest')
	const answer = await list(a)
	assert.equal(answer.status, 200)
	const listed = answer.data.find(({ token }) => token === room.token)
	assert.deepEqual([listed?.displayName, listed?.type, listed?.participantType, listed?.readOnly, listed?.lobbyState], ['In the list', 2, 3, 0, 0])
	const last = listed?.lastMessage
	assert.ok(last !== undefined && 'id' in last)
	assert.deepEqual([last.id, last.message], [id, 'newest'])
	assert.equal(listed?.lastActivity, last.timestamp)
	const alone = await room.bot.room()
	assert.deepEqual(Object.keys(listed ?? {}).sort(), Object.keys(alone).sort())
})

test('modifiedSince: X-Nextcloud-Talk-Modified-Before of one list asks the next; what moved since is in it', async () => {
	const room = await a.newRoom()
	const quiet = await a.newRoom()
	await sleep(1100)
	const now = before(await list(a))
	assert.ok(now > 0)
	await sleep(1100)
	assert.equal(has(await list(a, { modifiedSince: now }), room), false)
	await room.owner.post('moved')
	const changed = await list(a, { modifiedSince: now })
	assert.deepEqual([has(changed, room), has(changed, quiet)], [true, false])
	assert.ok(before(changed) >= now)
})

test('the very second counts as since', async () => {
	const room = await a.newRoom()
	await room.owner.post('now')
	const { lastActivity } = await room.bot.room()
	assert.equal(has(await list(a, { modifiedSince: lastActivity }), room), true)
	await sleep(2100)
	assert.equal(has(await list(a, { modifiedSince: lastActivity + 1 }), room), false)
})

/** Whether what is done moves the room in other people's lists. */
async function moves(act: (room: Room) => Promise<unknown>, prepare?: (room: Room) => Promise<unknown>): Promise<boolean> {
	const room = await a.newRoom()
	await prepare?.(room)
	await sleep(2100)
	const since = before(await list(a))
	await act(room)
	return has(await list(a, { modifiedSince: since }), room)
}

test('messages, files, polls, joins and changes of the room move it', async () => {
	const done = await Promise.all([
		moves((room) => room.owner.post('text')),
		moves((room) => room.owner.send('moves.txt', Buffer.from('x'), 'text/plain')),
		moves((room) => room.owner.poll('¿?', ['a', 'b'])),
		moves((room) => room.owner.set('', { roomName: 'New name' })),
		moves((room) => room.owner.expel(a.other)),
	])
	assert.deepEqual(done, [true, true, true, true, true])
})

test('edits, deletions and reactions do not: for these one has to look', async () => {
	const ids = new Map<Room, number>()
	const write = async (room: Room): Promise<unknown> => ids.set(room, (await room.owner.post('text')).id)
	const of = (room: Room): number => ids.get(room) ?? 0
	const done = await Promise.all([
		moves((room) => room.owner.edit(of(room), 'edited'), write),
		moves((room) => room.owner.remove(of(room)), write),
		moves((room) => room.other.react(of(room), '👍'), write),
		moves((room) => room.owner.unreact(of(room), '👍'), async (room) => {
			await write(room)
			await room.owner.react(of(room), '👍')
		}),
	])
	assert.deepEqual(done, [false, false, false, false])
})

test('a reader’s own settings and read marker move the room in their own list', async () => {
	assert.equal(await moves((room) => room.bot.set('notify', { level: 3 }, 'POST')), true)
	assert.equal(await moves((room) => room.bot.read(), (room) => room.owner.post('unread')), true)
})

test('read-only: writing is 403 for everybody, reading goes on; and back', async () => {
	const room = await a.newRoom()
	const { id } = await room.owner.post('before')
	await room.owner.set('read-only', { state: 1 })
	assert.equal((await room.bot.room()).readOnly, 1)
	const refused = await room.bot.tryPost('no')
	assert.equal(refused.status, 403)
	assert.equal((await room.owner.tryPost('neither')).status, 403)
	assert.equal((await room.bot.react(id, '👍')).status, 403)
	assert.equal((await room.bot.page({ after: id })).messages[0]?.systemMessage, 'read_only')
	await room.owner.set('read-only', { state: 0 })
	assert.equal((await room.bot.tryPost('yes')).status, 201)
	assert.deepEqual((await room.bot.page({ after: id })).messages.map(({ systemMessage }) => systemMessage), ['read_only', 'read_only_off', ''])
})

test('a lobby: 412 for all but moderators, room and list still there; and back', async () => {
	const room = await a.newRoom()
	const { id } = await room.owner.post('before')
	await room.owner.set('webinar/lobby', { state: 1 })
	assert.equal((await room.bot.page({ after: id })).status, 412)
	assert.equal((await room.bot.tryPost('no')).status, 412)
	assert.equal((await room.owner.tryPost('a moderator')).status, 201)
	assert.equal((await room.bot.room()).lobbyState, 1)
	assert.equal(has(await list(a), room), true)
	await room.owner.set('webinar/lobby', { state: 0 })
	assert.equal((await room.bot.page({ after: id })).messages.at(-1)?.systemMessage, 'lobby_none')
})

test('who is removed gets 404 and the room is gone from their list; added again they see all of it', async () => {
	const room = await a.newRoom()
	const { id } = await room.owner.post('before')
	await room.owner.expel(room.bot.user)
	assert.deepEqual([(await room.bot.tryRoom()).status, (await room.bot.page({ after: id })).status, (await room.bot.tryPost('no')).status], [404, 404, 404])
	assert.equal(has(await list(a), room), false)
	const meanwhile = await room.owner.post('meanwhile')
	await room.owner.add(room.bot.user)
	const seen = (await room.bot.page({ after: id })).messages
	assert.deepEqual(seen.map(({ systemMessage }) => systemMessage), ['user_removed', '', 'user_added'])
	assert.equal(seen[1]?.id, meanwhile.id)
})

test('a public room still shows itself to who was removed, but its chat is closed and nobody is in it for them', async () => {
	const room = await a.newRoom({ type: 3 })
	const { id } = await room.owner.post('before')
	await room.owner.expel(room.bot.user)
	const seen = await room.bot.tryRoom()
	assert.equal(seen.status, 200)
	assert.deepEqual([seen.data.token, seen.data.name, seen.data.participantType], [room.token, '', 4])
	assert.deepEqual([(await room.bot.page({ after: id })).status, (await room.bot.tryPost('no')).status], [404, 404])
	assert.equal(has(await list(a), room), false)
})

test('a room deleted is 404', async () => {
	const room = await a.newRoom()
	await room.delete()
	assert.deepEqual([(await room.bot.tryRoom()).status, (await room.bot.page({})).status, (await room.bot.tryPost('no')).status], [404, 404, 404])
})

test('participants: with their kind, name and part', async () => {
	const room = await a.newRoom()
	const people = await room.bot.people()
	assert.deepEqual(people.map(({ actorType, actorId, participantType }) => [actorType, actorId, participantType]).sort(), [
		['users', a.owner, 1],
		['users', a.other, 3],
		['users', a.bot.user, 3],
	].sort())
	assert.ok(people.every(({ displayName, attendeeId }) => displayName !== '' && attendeeId > 0))
})

test('what happens to a room stands in its feed', async () => {
	const room = await a.newRoom({ people: [a.bot.user] })
	const start = await room.bot.newest()
	await room.owner.set('', { roomName: 'Familia y “amigos”' })
	await room.owner.set('description', { description: 'De todo' })
	await room.owner.add(a.other)
	await room.other.connection.get('DELETE', `${talk}/v4/room/${room.token}/participants/self`)
	const seen = (await room.bot.page({ after: start })).messages
	assert.deepEqual(seen.map(({ systemMessage, actorId }) => [systemMessage, actorId]), [
		['conversation_renamed', a.owner],
		['description_set', a.owner],
		['user_added', a.owner],
		['user_removed', a.other],
	])
	assert.equal((seen[2]?.messageParameters as Record<string, { id: string }>).user?.id, a.other)
	assert.ok(seen.every(({ messageType, isReplyable }) => messageType === 'system' && !isReplyable))
})

test('unread messages are counted without system messages; the marker is moved only by those who ask for it', async () => {
	const room = await a.newRoom()
	await room.owner.post('one')
	const { id } = await room.owner.post('two')
	assert.equal((await room.bot.room()).unreadMessages, 2)
	await room.bot.page({ after: id - 1 })
	assert.equal((await room.bot.room()).unreadMessages, 2)
	await room.bot.page({ after: id, setReadMarker: 1 })
	const read = await room.bot.room()
	assert.deepEqual([read.unreadMessages, read.lastReadMessage], [0, id])
})
