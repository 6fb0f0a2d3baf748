import type { NativeMessage } from './native.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keyOf } from '../../core/mark.ts'
import { isShown, shown } from './shown.ts'

const said: NativeMessage = {
	id: 7,
	timestamp: 1_700_000_000,
	actorType: 'users',
	actorId: 'marcos',
	actorDisplayName: 'Marcos',
	message: 'hello',
	messageParameters: [],
	systemMessage: '',
	messageType: 'comment',
	referenceId: '',
	reactions: [],
}

const ana = { type: 'user', id: 'ana', name: 'Ana', 'mention-id': 'ana' }
const file = { type: 'file', id: '12', name: 'a b.png', size: '2048', path: 'Talk/a b.png', mimetype: 'image/png', etag: 'e/1' }

test('what the relay wrote is told from what people wrote and what the server tells', () => {
	assert.equal(shown(said, 'left', []).by, 'person')
	assert.equal(shown({ ...said, referenceId: keyOf('abcdefghijkl', 3, 0) }, 'left', []).by, 'relay')
	assert.equal(shown({ ...said, systemMessage: 'call_started' }, 'left', []).by, 'server')
})

test('placeholders are filled in outside code, and what was escaped is shown as it was meant', () => {
	const { text, source } = shown({ ...said, message: '{mention-user1} \\_x\\_ **b** `{mention-user1}` {unknown}', messageParameters: { 'mention-user1': ana } }, 'left', [])
	assert.deepEqual(text, [
		{ as: 'mention', of: 'ana', name: 'Ana' },
		{ as: 'text', text: ' _x_ ' },
		{ as: 'bold', inner: [{ as: 'text', text: 'b' }] },
		{ as: 'text', text: ' ' },
		{ as: 'code', text: '{mention-user1}' },
		{ as: 'text', text: ' {unknown}' },
	])
	assert.match(source, /^@ana \\_x\\_ \*\*b\*\*/)
})

test('a file without a caption has no text; its address names side, file and version', () => {
	const { text, source, file: shared } = shown({ ...said, message: '{file}', messageParameters: { file } }, 'right', [])
	assert.deepEqual([text, source], [[], ''])
	assert.deepEqual(shared, { name: 'a b.png', mime: 'image/png', size: 2048, voice: false, url: '/file/right/12/e%2F1' })
	assert.equal(shown({ ...said, message: '{file}', messageType: 'voice-message', messageParameters: { file } }, 'left', []).file?.voice, true)
})

test('a reply quotes its parent in a line, also one that is gone or only a file', () => {
	const quoted = (parent: NativeMessage['parent'] & {}): string | undefined => shown({ ...said, parent }, 'left', []).parent?.text
	assert.equal(quoted({ ...said, id: 3, message: 'one\ntwo' }), 'one two')
	assert.equal(quoted({ id: 3, deleted: true }), 'Message deleted')
	assert.equal(quoted({ ...said, id: 3, message: '{file}', messageParameters: { file } }), '📎 a b.png')
})

test('of a deleted message nothing is left', () => {
	const gone = shown({ ...said, message: 'Message deleted by author', deleted: true, lastEditTimestamp: 1 }, 'left', [{ emoji: '👍', by: [] }])
	assert.deepEqual([gone.deleted, gone.edited, gone.text, gone.source, gone.reactions], [true, false, [], '', []])
})

test('rows that only tell of a change are not shown', () => {
	assert.equal(isShown(said), true)
	assert.equal(isShown({ ...said, systemMessage: 'call_started' }), true)
	assert.equal(isShown({ ...said, systemMessage: 'message_edited' }), false)
	assert.equal(isShown({ ...said, systemMessage: 'reaction' }), false)
})
