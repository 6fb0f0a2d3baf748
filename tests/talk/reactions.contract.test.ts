import type { Reactor } from '../support/talk-shapes.ts'

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { servers } from '../support/talk.ts'

const lab = await servers()
after(() => lab.close())
const { a } = lab

/** By emoji, who reacted. */
function byEmoji(reactions: Readonly<Record<string, readonly Reactor[]>> | readonly []): Record<string, readonly string[]> {
	const all = Object.entries<readonly Reactor[]>(reactions)
	return Object.fromEntries(all.map(([emoji, people]) => [emoji, people.map(({ actorId }) => actorId).sort()]))
}

test('a reaction answers 201 with all reactions, the same again 200, taken back 200', async () => {
	const room = await a.newRoom()
	const { id } = await room.owner.post('like it?')
	const first = await room.other.react(id, '👍')
	assert.equal(first.status, 201)
	assert.deepEqual(byEmoji(first.data), { '👍': [room.other.user] })
	const { '👍': [reactor] = [] } = first.data
	assert.deepEqual([reactor?.actorType, reactor?.actorId], ['users', room.other.user])
	assert.ok((reactor?.timestamp ?? 0) > 0 && (reactor?.actorDisplayName ?? '') !== '')
	assert.equal((await room.other.react(id, '👍')).status, 200)
	const gone = await room.other.unreact(id, '👍')
	assert.deepEqual([gone.status, gone.data], [200, {}])
	assert.equal((await room.other.unreact(id, '👍')).status, 404)
})

test('the feed: reaction with the emoji; taken back, reaction_deleted in its place and reaction_revoked without the emoji', async () => {
	const room = await a.newRoom()
	const { id } = await room.owner.post('like it?')
	await room.other.react(id, '🎉')
	const [reacted] = (await room.bot.page({ after: id })).messages
	assert.deepEqual([reacted?.systemMessage, reacted?.message, reacted?.actorId, reacted?.parent?.id], ['reaction', '🎉', room.other.user, id])
	assert.deepEqual(reacted?.parent?.reactions, { '🎉': 1 })
	await room.other.unreact(id, '🎉')
	const [deleted, revoked] = (await room.bot.page({ after: id })).messages
	assert.deepEqual([deleted?.systemMessage, deleted?.id], ['reaction_deleted', reacted?.id])
	assert.deepEqual([revoked?.systemMessage, revoked?.actorId, revoked?.parent?.id], ['reaction_revoked', room.other.user, id])
	assert.doesNotMatch(`${revoked?.message}${deleted?.message}`, /🎉/)
	assert.deepEqual(revoked?.parent?.reactions, {})
})

test('the message counts its reactions; the list names people; reactionsSelf are one’s own', async () => {
	const room = await a.newRoom()
	const { id } = await room.owner.post('like it?')
	await room.other.react(id, '👍')
	await room.bot.react(id, '👍')
	await room.bot.react(id, '❤️')
	const seen = await room.bot.message(id)
	assert.deepEqual(seen?.reactions, { '👍': 2, '❤️': 1 })
	assert.deepEqual([...seen?.reactionsSelf ?? []].sort(), ['❤️', '👍'].sort())
	assert.deepEqual((await room.other.message(id))?.reactionsSelf, ['👍'])
	assert.equal((await room.owner.message(id))?.reactionsSelf, undefined)
	assert.deepEqual(byEmoji(await room.owner.reactions(id)), { '👍': [room.other.user, room.bot.user].sort(), '❤️': [room.bot.user] })
})

test('which emoji are taken: one, with skin, sex and flags; no words, no two', async () => {
	const room = await a.newRoom()
	const { id } = await room.owner.post('like it?')
	for (const emoji of ['👍🏽', '👩‍👩‍👧‍👦', '🏳️‍🌈', '🇪🇸', '❤️', '☺️', '1️⃣']) {
		assert.equal((await room.other.react(id, emoji)).status, 201, emoji)
	}
	for (const text of ['ok', '👍👍', '', 'a👍', '5']) {
		assert.equal((await room.other.react(id, text)).status, 400, text)
	}
	assert.equal(Object.keys(await room.bot.reactions(id)).length, 7)
})

test('what can’t be reacted to: system messages 400, what is not here 404', async () => {
	const room = await a.newRoom()
	const system = (await room.owner.feed())[0]?.id ?? 0
	assert.equal((await room.owner.react(system, '👍')).status, 400)
	assert.equal((await room.owner.react(system + 100_000, '👍')).status, 404)
})

test('a reaction does not move the room’s newest message, nor count as unread', async () => {
	const room = await a.newRoom()
	const { id } = await room.owner.post('like it?')
	await room.bot.read(id)
	await room.other.react(id, '👍')
	const seen = await room.bot.room()
	assert.equal('id' in seen.lastMessage && seen.lastMessage.id, id)
	assert.equal(seen.unreadMessages, 0)
})

test('reacting again after taking back is a new row of the feed', async () => {
	const room = await a.newRoom()
	const { id } = await room.owner.post('like it?')
	await room.other.react(id, '👍')
	await room.other.unreact(id, '👍')
	await room.other.react(id, '👍')
	const { messages } = await room.bot.page({ after: id })
	assert.deepEqual(messages.map(({ systemMessage }) => systemMessage), ['reaction_deleted', 'reaction_revoked', 'reaction'])
	assert.deepEqual(messages.at(-1)?.parent?.reactions, { '👍': 1 })
})
