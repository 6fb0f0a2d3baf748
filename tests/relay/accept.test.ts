import type { ChatEvent, Deletion, Message, Reaction } from '../../sidecar/core/event.ts'
import type { Ways } from '../../sidecar/relay/accept.ts'
import type { Store } from '../../sidecar/store/store.ts'

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { cursor, messageId, origin } from '../../sidecar/core/ids.ts'
import { textOf } from '../../sidecar/core/richtext.ts'
import { router } from '../../sidecar/core/route.ts'
import { memoryAuthor } from '../../sidecar/networks/memory/server.ts'
import { accept } from '../../sidecar/relay/accept.ts'
import { rewind } from '../../sidecar/relay/rewind.ts'
import { openStore } from '../../sidecar/store/store.ts'
import { gatewayOf, memoryRoom, newFolder, plainRules } from '../support/relay.ts'

const here = memoryRoom('a', 'one')
const there = memoryRoom('b', 'two')
const ways: Ways = { router: router([gatewayOf('family', [here, there])]), rules: plainRules, shows: () => true, place: 'memory:a.example/one' }
const ana = memoryAuthor('ana', 'a.example')

function message(id: string, text = id): Message {
	return { kind: 'message', id: messageId(id), room: here, author: ana, at: 1, text: textOf(text), files: [], silent: false }
}
function deletion(id: string, target: string): Deletion {
	return { kind: 'deletion', id: messageId(id), room: here, author: ana, at: 2, target: messageId(target) }
}

function heard(store: Store, ...events: ChatEvent[]): void {
	store.commits.share(() => accept(store, ways, here, events, cursor('1'), 1)).catch((error: unknown) => assert.fail(String(error)))
}

async function opened(work: (store: Store) => Promise<void>): Promise<void> {
	const store = openStore(join(newFolder(), 'relay.db'))
	try {
		await work(store)
	} finally {
		store.close()
	}
}

test('a deletion that is heard twice before it could be carried out is still carried out', () => opened(async (store) => {
	heard(store, message('m1'))
	await store.commits.settled()
	const head = store.outbox.head(there)
	assert.ok(head)
	// It has arrived, and its link is written.
	store.copies.link(origin(ways.place, messageId('m1')), there, 0, messageId('c1'), false)
	store.outbox.done(head.id)
	heard(store, deletion('d1', 'm1'))
	heard(store, deletion('d1', 'm1'))
	await store.commits.settled()
	assert.equal(store.outbox.waiting(there), 1)
	const body = store.events.body(store.outbox.head(there)?.event ?? 0)
	assert.equal(body?.event.kind, 'deletion')
	assert.equal(store.outbox.head(there)?.cancelled, false)
}))

test('after a server was restored from a backup, a message with an id that was given before is carried', () => opened(async (store) => {
	heard(store, message('m1', 'before'))
	await store.commits.settled()
	const first = store.outbox.head(there)
	assert.ok(first)
	store.copies.link(origin(ways.place, messageId('m1')), there, 0, messageId('c1'), false)
	store.outbox.done(first.id)
	const like: Reaction = {
		kind: 'reaction',
		id: messageId('r1'),
		room: here,
		author: ana,
		at: 1,
		target: messageId('m1'),
		emoji: '👍',
		removed: false,
		own: false,
	}
	heard(store, like)
	await store.commits.settled()
	const reacted = store.outbox.head(there)
	assert.ok(reacted)
	store.outbox.done(reacted.id)

	rewind(store, here, () => true, 5)
	heard(store, message('m1', 'after'), like)
	await store.commits.settled()
	assert.equal(store.outbox.waiting(there), 2, 'the new message and the reaction to it')
	const again = store.outbox.head(there)
	const body = again && store.events.body(again.event)
	assert.deepEqual(body?.event.kind === 'message' && body.event.text, textOf('after'))
	assert.deepEqual(store.copies.copiesIn(origin(ways.place, messageId('m1')), there), [], 'the copy of the forgotten one is not its copy')
}))

test('a file that is kept again for a message that is known does not stay in the spool', () => opened(async (store) => {
	const file = { name: 'a.txt', mime: 'text/plain', size: 3, voice: false, spooled: 'f1' }
	const withFile = { ...message('m1'), files: [file] }
	store.spool.add('f1', 'm1 0', 3, 1)
	heard(store, withFile)
	await store.commits.settled()
	assert.deepEqual(store.spool.names(), ['f1'], 'it waits with its delivery')
	heard(store, withFile)
	await store.commits.settled()
	assert.deepEqual(store.spool.names(), ['f1'], 'the same file, heard again while it waits, is not taken away')
	const head = store.outbox.head(there)
	assert.ok(head)
	store.outbox.done(head.id)
	store.events.release(head.event)
	store.spool.remove('f1')

	store.spool.add('f2', 'm1 0', 3, 1)
	heard(store, { ...message('m1'), files: [{ ...file, spooled: 'f2' }] })
	await store.commits.settled()
	assert.deepEqual(store.spool.names(), [])
}))

test('a reaction that is heard before its message, which its server showed late, is not lost', () => opened(async (store) => {
	const like = (emoji: string, removed: boolean): Reaction => ({
		kind: 'reaction',
		id: messageId('r'),
		room: here,
		author: ana,
		at: 1,
		target: messageId('m1'),
		emoji,
		removed,
		own: false,
	})
	heard(store, like('👍', false), like('🎉', false), like('🎉', true))
	await store.commits.settled()
	assert.equal(store.outbox.waiting(there), 0)
	heard(store, message('m1'))
	await store.commits.settled()
	assert.deepEqual(store.reactions.here(origin(ways.place, messageId('m1')), here), [{ emoji: '👍', by: ana.id }])
	const first = store.outbox.head(there)
	assert.equal(first && store.events.body(first.event)?.event.kind, 'message')
	assert.equal(store.outbox.waiting(there), 4)
	assert.deepEqual(store.early.of(here, messageId('m1')), [])
}))

test('a reaction to a message from before is forgotten after a while', () => opened(async (store) => {
	const like = (target: string): Reaction => (
		{ kind: 'reaction', id: messageId('r'), room: here, author: ana, at: 1, target: messageId(target), emoji: '👍', removed: false, own: false }
	)
	await store.commits.share(() => accept(store, ways, here, [like('old')], cursor('1'), 1))
	await store.commits.share(() => accept(store, ways, here, [like('other')], cursor('2'), 700_000))
	assert.deepEqual(store.early.of(here, messageId('old')), [])
	assert.equal(store.early.of(here, messageId('other')).length, 1)
}))
