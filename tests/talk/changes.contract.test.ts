import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { servers } from '../support/talk.ts'

const lab = await servers()
after(() => lab.close())
const { a } = lab

test('an edit comes as message_edited with the whole message as it is now', async () => {
	const room = await a.newRoom()
	const posted = await room.owner.post('at five', { referenceId: 'before-the-edit' })
	const told = await room.owner.edit(posted.id, 'at **six**, @"' + room.other.user + '"')
	assert.equal(told.systemMessage, 'message_edited')
	const page = await room.bot.page({ after: posted.id })
	assert.equal(page.messages.length, 1)
	const [{ id = 0, systemMessage = '', actorId = '', parent } = {}] = page.messages
	assert.ok(id > posted.id)
	assert.deepEqual([systemMessage, actorId, parent?.id], ['message_edited', room.owner.user, posted.id])
	assert.match(parent?.message ?? '', /^at \*\*six\*\*, \{mention-user1\}$/)
	assert.equal(parent?.referenceId, 'before-the-edit')
	assert.deepEqual([parent?.lastEditActorType, parent?.lastEditActorId], ['users', room.owner.user])
	assert.ok(Math.abs((parent?.lastEditTimestamp ?? 0) - posted.timestamp) < 60)
	assert.equal(parent?.timestamp, posted.timestamp)
	assert.equal((await room.bot.message(posted.id))?.message, parent?.message)
})

test('an edit answers 200, and an equal one tells of itself again', async () => {
	const room = await a.newRoom()
	const posted = await room.owner.post('same')
	const [first, second] = [await room.owner.tryEdit(posted.id, 'same'), await room.owner.tryEdit(posted.id, 'same')]
	assert.deepEqual([first.status, second.status], [200, 200])
	assert.equal((await room.bot.page({ after: posted.id })).messages.filter(({ systemMessage }) => systemMessage === 'message_edited').length, 2)
})

test('who may edit what: one’s own, moderators all, and no system messages', async () => {
	const room = await a.newRoom()
	const [owners, others] = [await room.owner.post('owner’s'), await room.other.post('other’s')]
	const system = (await room.owner.feed())[0]?.id ?? 0
	assert.equal((await room.other.tryEdit(owners.id, 'mine now')).status, 403)
	assert.equal((await room.owner.tryEdit(others.id, 'moderated')).status, 200)
	assert.equal((await room.owner.tryEdit(system, 'history')).status, 405)
	assert.equal((await room.owner.tryEdit(others.id + 100_000, 'nothing')).status, 404)
	assert.equal((await room.owner.tryEdit(owners.id, ' ')).status, 400)
	assert.equal((await room.owner.tryEdit(owners.id, 'x'.repeat(32_001))).status, 413)
	const edited = await room.bot.message(others.id)
	assert.deepEqual([edited?.actorId, edited?.lastEditActorId], [room.other.user, room.owner.user])
})

test('a message can be edited for 24 hours', { skip: a.cannotAge }, async () => {
	const room = await a.newRoom()
	const posted = await room.owner.post('yesterday’s')
	await a.age(posted.id, 24 * 3600 - 60)
	assert.equal((await room.owner.tryEdit(posted.id, 'just in time')).status, 200)
	await a.age(posted.id, 120)
	const late = await room.owner.tryEdit(posted.id, 'too late')
	assert.deepEqual([late.status, late.data], [400, { error: 'age' }])
	assert.equal((await room.bot.message(posted.id))?.message, 'just in time')
})

test('a message can be deleted however old it is', { skip: a.cannotAge }, async () => {
	const room = await a.newRoom()
	const posted = await room.owner.post('last week’s')
	await a.age(posted.id, 7 * 24 * 3600)
	assert.equal((await room.owner.tryRemove(posted.id)).status, 200)
})

test('a deletion comes as message_deleted with what is left of the message', async () => {
	const room = await a.newRoom()
	const posted = await room.other.post('oops', { referenceId: 'of-the-deleted' })
	await room.owner.react(posted.id, '👍')
	const before = await room.bot.newest()
	const told = await room.other.remove(posted.id)
	assert.equal(told.systemMessage, 'message_deleted')
	const { messages: [seen] } = await room.bot.page({ after: before })
	assert.deepEqual([seen?.systemMessage, seen?.actorId, seen?.parent?.id], ['message_deleted', room.other.user, posted.id])
	const { parent } = seen ?? {}
	assert.deepEqual([parent?.messageType, parent?.deleted, parent?.actorId], ['comment_deleted', true, room.other.user])
	assert.equal(parent?.timestamp, posted.timestamp)
	assert.doesNotMatch(parent?.message ?? '', /oops/)
	assert.equal((await room.bot.message(posted.id))?.messageType, 'comment_deleted')
})

test('what is deleted can’t be edited, reacted to or deleted as if it were there', async () => {
	const room = await a.newRoom()
	const posted = await room.owner.post('gone')
	await room.owner.remove(posted.id)
	assert.equal((await room.owner.tryEdit(posted.id, 'back')).status, 405)
	assert.equal((await room.other.react(posted.id, '👍')).status, 400)
	assert.equal((await room.owner.tryRemove(posted.id)).status, 405)
})

test('who may delete what: one’s own, moderators all', async () => {
	const room = await a.newRoom()
	const [owners, others] = [await room.owner.post('owner’s'), await room.other.post('other’s')]
	assert.equal((await room.other.tryRemove(owners.id)).status, 403)
	assert.equal((await room.owner.tryRemove(others.id)).status, 200)
	const seen = (await room.bot.page({ after: others.id })).messages.find(({ systemMessage }) => systemMessage === 'message_deleted')
	assert.equal(seen?.actorId, room.owner.user)
	assert.equal((await room.owner.tryRemove(others.id + 100_000)).status, 404)
})

test('edits and deletions leave the room’s last activity and last message as they are, messages move both', async () => {
	const room = await a.newRoom()
	const first = await room.owner.post('one')
	const second = await room.owner.post('two')
	const before = await room.bot.room()
	await sleep(1500)
	await room.owner.edit(first.id, 'edited')
	await room.owner.remove(first.id)
	await room.other.react(second.id, '👍')
	const after_ = await room.bot.room()
	assert.deepEqual([after_.lastActivity, 'id' in after_.lastMessage && after_.lastMessage.id], [before.lastActivity, second.id])
	const third = await room.owner.post('three')
	const moved = await room.bot.room()
	assert.ok(moved.lastActivity > before.lastActivity)
	assert.equal('id' in moved.lastMessage && moved.lastMessage.id, third.id)
})

test('while a reader was away: messages as they are now, then what happened to them', async () => {
	const room = await a.newRoom()
	const start = await room.bot.newest()
	const kept = await room.owner.post('first draft')
	const gone = await room.owner.post('to be gone')
	await room.owner.edit(kept.id, 'second draft')
	await room.owner.remove(gone.id)
	const { messages } = await room.bot.page({ after: start })
	assert.deepEqual(messages.map(({ systemMessage, messageType }) => systemMessage || messageType), ['comment', 'comment_deleted', 'message_edited', 'message_deleted'])
	assert.equal(messages[0]?.message, 'second draft')
	assert.ok((messages[0]?.lastEditTimestamp ?? 0) > 0)
})
