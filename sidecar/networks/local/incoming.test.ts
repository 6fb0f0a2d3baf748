import type { OutboxRow } from '../../door/types.ts'
import type { TalkMessage } from '../../talk/types.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountId, roomId } from '../../core/ids.ts'
import { feed } from '../../talk/samples/samples.ts'
import { meant, placeOf, reactionEvent } from './incoming.ts'

const message: TalkMessage = {
	id: 42,
	token: 'abcd1234',
	actorType: 'users',
	actorId: 'marcos',
	actorDisplayName: 'Marcos',
	timestamp: 1_790_000_000,
	message: 'hello',
	messageParameters: [],
	systemMessage: '',
	messageType: 'comment',
}
const reaction = { id: 45, target: 42, actorType: 'users', actorId: 'ana', actorDisplayName: 'Ana', emoji: '👍', removed: false, timestamp: 1_790_000_001 }
const row = (kind: OutboxRow['kind'], body: unknown): OutboxRow => ({ id: 7, token: 'abcd1234', kind, body })
const asked = { as: 'asked', id: 42 }

const table: readonly (readonly [what: string, row: OutboxRow, means: object])[] = [
	['a whole message', row('message', message), { as: 'message', message }],
	['a whole answer', row('message', { ...message, parent: { ...message, id: 41 } }), { as: 'message', message: { ...message, parent: { ...message, id: 41 } } }],
	['an answer to what is gone', row('message', { ...message, parent: { id: 41, deleted: true } }), { as: 'message', message: { ...message, parent: { id: 41, deleted: true } } }],
	['an answer to what is only named', row('message', { ...message, parent: { id: 41 } }), asked],
	['a message without its text', row('message', { ...message, message: undefined }), asked],
	['a message without its parameters', row('message', { ...message, messageParameters: undefined }), asked],
	['a message without its time', row('message', { ...message, timestamp: '5' }), asked],
	['an object', row('object', { id: 42 }), asked],
	['an object without a number', row('object', {}), { as: 'nothing', because: 'its body is not understood' }],
	['a reaction', row('reaction', reaction), { as: 'reaction', reaction }],
	['a reaction to nothing', row('reaction', { ...reaction, target: undefined }), { as: 'nothing', because: 'its body is not understood' }],
	['a system message', row('system', { ...message, systemMessage: 'call_started' }), { as: 'message', message: { ...message, systemMessage: 'call_started' } }],
	['a reaction as a system message', row('system', { ...message, systemMessage: 'reaction_revoked' }), { as: 'nothing', because: 'reactions have rows of their own' }],
	['people', row('room', { what: 'people', value: null }), { as: 'room' }],
	['a lock', row('room', { what: 'readOnly', value: 1 }), { as: 'room' }],
	['nothing', row('message', null), { as: 'nothing', because: 'its body is not understood' }],
	['a text', row('message', 'hello'), { as: 'nothing', because: 'its body is not understood' }],
]
for (const [what, given, expected] of table) {
	test(`rows: ${what}`, () => assert.deepEqual(meant(given), expected))
}

test('rows: every message that a live server was recorded with is whole', () => {
	const messages = feed.steps.flatMap((step) => step.messages)
	assert.ok(messages.length > 20)
	for (const each of messages.filter(({ systemMessage }) => !systemMessage.startsWith('reaction'))) {
		assert.equal(meant(row('message', each)).as, 'message', `message ${each.id}`)
	}
})

test('rows: what has no message has no place of its own', () => {
	assert.equal(placeOf(row('message', message)), 42)
	assert.equal(placeOf(row('room', { what: 'name' })), undefined)
	assert.equal(placeOf(row('reaction', { ...reaction, id: 0 })), undefined)
})

test('rows: a reaction is somebody’s, unless it is the app’s own', () => {
	const settings = { host: 'nube.example', base: 'https://nube.example', service: 'talk-relay' }
	const room = roomId(accountId('local'), 'abcd1234')
	assert.deepEqual(reactionEvent(reaction, 7, room, settings), {
		kind: 'reaction',
		id: 'row 7 at 1790000001',
		room,
		author: { id: 'ana@nube.example', name: 'Ana', login: 'ana', avatar: 'https://nube.example/index.php/avatar/ana/128' },
		at: 1_790_000_001_000,
		target: '42',
		emoji: '👍',
		removed: false,
		own: false,
	})
	assert.equal(reactionEvent({ ...reaction, actorId: 'talk-relay' }, 7, room, settings).own, true)
})
