import type { Posted } from '../support/talk-shapes.ts'

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { servers } from '../support/talk.ts'

const lab = await servers()
after(() => lab.close())
const { a } = lab

test('posting answers 201 with the message as readers get it', async () => {
	const room = await a.newRoom()
	const answer = await room.owner.tryPost('Hola **a todos** 😀', { referenceId: 'a-key-of-ours' })
	assert.equal(answer.status, 201)
	const [seen] = await room.bot.said()
	assert.ok(seen)
	assert.deepEqual(
		{ ...answer.data, reactionsSelf: undefined },
		{ ...seen, reactionsSelf: undefined },
	)
	assert.equal(seen.token, room.token)
	assert.deepEqual([seen.actorType, seen.actorId], ['users', room.owner.user])
	assert.notEqual(seen.actorDisplayName, '')
	assert.deepEqual([seen.message, seen.messageType, seen.systemMessage], ['Hola **a todos** 😀', 'comment', ''])
	assert.deepEqual([seen.referenceId, seen.isReplyable, seen.markdown, seen.expirationTimestamp], ['a-key-of-ours', true, true, 0])
	assert.ok(Math.abs(seen.timestamp - Date.now() / 1000) < 120)
	assert.equal(seen.threadId, seen.id)
	assert.ok(!('parent' in seen) && !('silent' in seen) && !('deleted' in seen) && !('lastEditTimestamp' in seen))
})

test('referenceId is kept, cut to 64 characters, and may come twice', async () => {
	const room = await a.newRoom()
	const long = 'k'.repeat(70)
	const first = await room.bot.post('one', { referenceId: long })
	const second = await room.bot.post('two', { referenceId: long })
	assert.equal(first.referenceId, 'k'.repeat(64))
	assert.notEqual(first.id, second.id)
	assert.deepEqual((await room.owner.said()).map(({ referenceId }) => referenceId), ['k'.repeat(64), 'k'.repeat(64)])
	assert.equal((await room.bot.post('three')).referenceId, '')
})

test('text is trimmed at its ends; of nothing but white space comes 400', async () => {
	const room = await a.newRoom()
	assert.equal((await room.owner.post(' \n  between \n\t')).message, 'between')
	assert.equal((await room.owner.post('a\n\nb   c')).message, 'a\n\nb   c')
	const empty = await room.owner.tryPost(' \n\t ')
	assert.deepEqual([empty.status, empty.data], [400, { error: 'message' }])
})

test('text of any script passes as it is', async () => {
	const room = await a.newRoom()
	const texts = ['שלום עולם', 'مرحبا', '👩‍👩‍👧‍👦🏳️‍🌈', '中文，日本語', 'a\u202Eb\u200Bc', 'z̸̢͎͍a̶l̷g̵o', '<b>no & html</b> "x" \'y\'', '{actor} {file} {mention-user1}', '\\{not\\} a `parameter`']
	for (const text of texts) {
		await room.owner.post(text)
	}
	assert.deepEqual((await room.bot.said()).map(({ message }) => message), texts)
})

test('32,000 characters pass, counted as code points; one more is 413', async () => {
	const room = await a.newRoom()
	for (const sign of ['x', 'ü', '😀']) {
		const posted = await room.owner.post(sign.repeat(32_000))
		assert.equal([...posted.message].length, 32_000)
		const longer = await room.owner.tryPost(sign.repeat(32_001))
		assert.equal(longer.status, 413)
		assert.deepEqual(longer.data, { error: 'message' })
	}
})

test('a silent message says so to readers', async () => {
	const room = await a.newRoom()
	const posted = await room.owner.post('psst', { silent: true })
	assert.equal(posted.silent, true)
	assert.equal((await room.bot.said())[0]?.silent, true)
	assert.equal((await room.owner.post('loud')).silent, undefined)
})

test('a reply carries what it answers, one level deep', async () => {
	const room = await a.newRoom()
	const first = await room.owner.post('¿Vienes?', { referenceId: 'the-first' })
	const second = await room.other.post('Sí', { replyTo: first.id })
	const third = await room.owner.post('Bien', { replyTo: second.id })
	const [, seenSecond, seenThird] = await room.bot.said()
	assert.equal(seenSecond?.parent?.id, first.id)
	assert.equal(seenSecond?.parent?.message, '¿Vienes?')
	assert.equal(seenSecond?.parent?.referenceId, 'the-first')
	assert.equal(seenThird?.parent?.id, second.id)
	assert.equal(seenThird?.parent?.parent, undefined)
	assert.equal(second.parent?.id, first.id)
	assert.equal(third.threadId, first.id)
})

test('an answer to what is not there, or not to be answered, is 400', async () => {
	const room = await a.newRoom()
	const elsewhere = await a.newRoom()
	const there = await elsewhere.owner.post('in the other room')
	const system = (await room.owner.feed())[0]
	const nowhere = await room.owner.tryPost('to nobody', { replyTo: there.id + 100_000 })
	const other = await room.owner.tryPost('to another room', { replyTo: there.id })
	const toSystem = await room.owner.tryPost('to a system message', { replyTo: system?.id ?? 0 })
	assert.deepEqual([nowhere.status, other.status, toSystem.status], [400, 400, 400])
	assert.deepEqual(nowhere.data, { error: 'reply-to' })
})

test('the parent of a reply is shown as deleted when it is', async () => {
	const room = await a.newRoom()
	const first = await room.owner.post('soon gone')
	await room.other.post('answer', { replyTo: first.id })
	await room.owner.remove(first.id)
	const seen = (await room.bot.said()).find(({ message }) => message === 'answer')
	assert.equal(seen?.parent?.id, first.id)
	assert.equal(seen?.parent?.messageType, 'comment_deleted')
	assert.equal(seen?.parent?.deleted, true)
	const late = await room.other.tryPost('answer to the deleted', { replyTo: first.id })
	assert.equal(late.status, 400)
})

test('the history cleared leaves a system message, and replies lose their parent', async () => {
	const room = await a.newRoom()
	const first = await room.owner.post('one')
	await room.other.post('two', { replyTo: first.id })
	await room.owner.connection.get('DELETE', `/ocs/v2.php/apps/spreed/api/v1/chat/${room.token}`)
	const feed = await room.bot.feed()
	assert.deepEqual(feed.map(({ systemMessage }) => systemMessage), ['history_cleared'])
	assert.equal((await room.bot.page({ after: first.id })).messages[0]?.systemMessage, 'history_cleared')
})

const ids = (messages: readonly Posted[]): readonly number[] => messages.map(({ id }) => id)

test('ids grow over all conversations of a server; messages of one second keep their order', async () => {
	const [one, two] = [await a.newRoom(), await a.newRoom()]
	const posted: Posted[] = []
	for (let count = 0; count < 6; count += 1) {
		posted.push(await (count % 2 === 0 ? one : two).owner.post(`number ${count}`))
	}
	assert.deepEqual(ids(posted), [...ids(posted)].sort((x, y) => x - y))
	assert.deepEqual(ids(await one.bot.said()), ids(posted.filter(({ token }) => token === one.token)))
})
