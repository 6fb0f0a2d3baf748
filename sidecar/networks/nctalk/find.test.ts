import type { TalkMessage } from '../../talk/types.ts'
import type { MessagesAsked } from './api.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findByKey } from './find.ts'

function message(id: number, referenceId: string, more: Partial<TalkMessage> = {}): TalkMessage {
	return {
		id,
		token: 'room',
		actorType: 'users',
		actorId: 'puente',
		actorDisplayName: 'Bridge',
		timestamp: id * 60,
		message: 'x',
		messageParameters: [],
		systemMessage: '',
		messageType: 'comment',
		referenceId,
		...more,
	}
}

/** A room whose message N was written in the Nth minute; `hidden` ids are given by the server but not shown. */
function room(messages: readonly TalkMessage[], hidden: readonly number[] = []) {
	const asked: number[] = []
	return {
		asked,
		async messages(_token: string, { lastKnownMessageId, limit = 100, lookIntoFuture }: MessagesAsked) {
			assert.equal(lookIntoFuture, false)
			asked.push(lastKnownMessageId)
			const page = messages
				.filter(({ id }) => lastKnownMessageId === 0 || id < lastKnownMessageId)
				.sort((a, b) => b.id - a.id)
				.slice(0, limit)
			const last = page.at(-1)
			return { messages: page.filter(({ id }) => !hidden.includes(id)), ...(last ? { lastGiven: last.id } : {}) }
		},
	}
}

const many = Array.from({ length: 100 }, (_none, at) => message(at + 1, `k${at + 1}`))

test('find: goes back page by page until it is old enough', async () => {
	const api = room(many)
	assert.deepEqual(await findByKey(api, 'room', 'k66', 70 * 60_000, 10), ['66'])
	assert.deepEqual(api.asked, [0, 91, 81, 71])
})

test('find: what is older than the clocks can differ is not looked at', async () => {
	const api = room(many)
	assert.equal(await findByKey(api, 'room', 'k10', 70 * 60_000, 10), undefined)
	assert.ok(api.asked.length <= 5)
})

test('find: to the very beginning of the room', async () => {
	assert.deepEqual(await findByKey(room(many), 'room', 'k1', 0, 10), ['1'])
	assert.equal(await findByKey(room(many), 'room', 'none', 0, 10), undefined)
	assert.equal(await findByKey(room([]), 'room', 'none', 0, 10), undefined)
})

test('find: pages that show nothing are passed over', async () => {
	const hidden = Array.from({ length: 40 }, (_none, at) => 100 - at)
	assert.deepEqual(await findByKey(room(many, hidden), 'room', 'k58', 55 * 60_000, 10), ['58'])
})

test('find: all parts, oldest first, and no system messages', async () => {
	const api = room([message(7, 'k'), message(5, 'k'), message(6, 'k', { systemMessage: 'thread_created', messageType: 'system' }), message(8, 'other')])
	assert.deepEqual(await findByKey(api, 'room', 'k', 0), ['5', '7'])
})

test('find: a key is as long as Talk keeps it', async () => {
	const key = 'x'.repeat(80)
	assert.deepEqual(await findByKey(room([message(5, key.slice(0, 64))]), 'room', key, 0), ['5'])
})
