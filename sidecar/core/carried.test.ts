import type { KeptFile, Message, RefusedFile } from './event.ts'
import type { Kind } from './gateway.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asCarried, crosses, fileLimitsOf } from './carried.ts'
import { accountId, messageId, personId, roomId } from './ids.ts'
import { lettersOf } from './letters.ts'
import { plain, textOf } from './richtext.ts'

const facts = { id: messageId(1), room: roomId(accountId('a.a'), '1'), author: { id: personId('a@x.org'), name: 'Ana', login: 'a' }, at: 0 }
const target = messageId(1)
const plan: KeptFile = { name: 'plan.pdf', mime: 'application/pdf', size: 12_000, voice: false, spooled: 's1' }
const voice: KeptFile = { name: 'voice.ogg', mime: 'audio/ogg', size: 9000, voice: true, spooled: 's2' }
const gone: RefusedFile = { name: 'old.pdf', mime: 'application/pdf', size: 1, voice: false, refused: 'gone' }
const message = (files: Message['files'], text = 'Look'): Message => ({ kind: 'message', ...facts, text: textOf(text), files, silent: false })

test('each kind is refused by its own name, and what takes back a reaction by none', () => {
	const reaction = { kind: 'reaction' as const, ...facts, target, emoji: '👍', own: false }
	const events = {
		message: message([plan]),
		edit: { kind: 'edit' as const, ...facts, target, text: textOf('x') },
		deletion: { kind: 'deletion' as const, ...facts, target },
		reaction: { ...reaction, removed: false },
		takenBack: { ...reaction, removed: true },
		notice: { kind: 'notice' as const, ...facts, sort: 'relay' as const, text: textOf('x') },
	}
	const stays = (...refusedKinds: readonly Kind[]) => Object.entries(events)
		.flatMap(([name, event]) => crosses(event, { refusedKinds }) ? [] : [name])
	assert.deepEqual(stays(), [])
	assert.deepEqual(stays('edits'), ['edit'])
	assert.deepEqual(stays('deletions'), ['deletion'])
	assert.deepEqual(stays('reactions'), ['reaction'])
	assert.deepEqual(stays('files', 'voice'), [])
	assert.deepEqual(Object.values(events).filter((event) => !crosses(event, {})), [])
})

/** What people read in a room where all that the gateway carries can be shown. */
function read(files: Message['files'], refusedKinds: readonly Kind[], text?: string): readonly string[] {
	return lettersOf(asCarried(message(files, text), { refusedKinds }), {
		limits: { text: 2000, files: 1, caption: true },
		nick: '',
		author: facts.author,
		address: 'b',
		key: (part) => `k.${part}`,
		quoteNeeded: false,
		mentionEveryone: false,
	}).map((letter) => [plain(letter.text), ...letter.files.map(({ name }) => `<${name}>`)].filter((part) => part !== '').join(' '))
}

test('a file that is not carried becomes a line that says so; the text and other files cross', () => {
	assert.deepEqual(read([plan, voice], ['edits']), ['Look <plan.pdf>', '<voice.ogg>'])
	assert.deepEqual(read([plan], ['files']), ['Look\n\n📎 plan.pdf (12 kB) was not carried: files are not carried here'])
	assert.deepEqual(read([plan], ['files'], ''), ['📎 plan.pdf (12 kB) was not carried: files are not carried here'])
	assert.deepEqual(read([voice], ['voice'], ''), ['🎤 Voice message (9 kB) was not carried: voice messages are not carried here'])
	assert.deepEqual(read([voice], ['files'], ''), ['<voice.ogg>'])
	assert.deepEqual(read([plan], ['voice'], ''), ['<plan.pdf>'])
	assert.deepEqual(read([plan, voice], ['files'], ''), ['📎 plan.pdf (12 kB) was not carried: files are not carried here <voice.ogg>'])
	assert.deepEqual(read([gone], ['files'], ''), ['📎 old.pdf (1 byte) was not carried: it is no longer there'])
})

test('what a gateway says of files has the kinds with it', () => {
	const files = { maxBytes: 1, refusedNames: ['x'] }
	assert.deepEqual(fileLimitsOf({ files, refusedKinds: ['voice'] }), { ...files, refusedKinds: ['voice'] })
	assert.deepEqual(fileLimitsOf({ files }), { ...files, refusedKinds: [] })
})
