import type { TestContext } from 'node:test'
import type { ChatEvent } from '../../sidecar/core/event.ts'
import type { Limits } from '../../sidecar/core/network.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../sidecar/core/failure.ts'
import { messageId } from '../../sidecar/core/ids.ts'
import { keyOf, markOf } from '../../sidecar/core/mark.ts'
import { plain, textOf } from '../../sidecar/core/richtext.ts'
import { memoryAuthor, memoryServer } from '../../sidecar/networks/memory/server.ts'
import { hosted } from '../support/hosted.ts'
import { gatewayOf, memoryAccount, memoryRoom, startRelay, until } from '../support/relay.ts'

const short: Limits = { text: 60, files: 1, caption: true }
const words = (count: number, word: string): string => Array.from({ length: count }, (_, n) => `${word}${n}`).join(' ')

async function two(t: TestContext) {
	const a = memoryServer('a.example')
	const b = memoryServer('b.example')
	const started = await startRelay({
		servers: [a, b],
		accounts: [memoryAccount('a', 'a.example'), memoryAccount('b', 'b.example')],
		gateways: [gatewayOf('family', [memoryRoom('a', 'one'), memoryRoom('b', 'two')])],
		limits: short,
	})
	t.after(() => started.stop())
	const settled = async (): Promise<void> => until(() => started.store.outbox.waiting() === 0, 5000, 'an empty outbox')
	const said = (): string => b.room('two').messages.filter((one) => !one.deleted).map((one) => plain(one.text).trim()).join(' ')
	return { a, b, ...started, settled, said }
}

test('an edit that makes a message longer than one message brings all of it', async (t) => {
	const { a, b, settled, said } = await two(t)
	const message = a.post('one', 'ana', textOf('short'))
	await until(() => b.room('two').messages.length === 1)
	await settled()
	a.edit('one', message.id, 'ana', textOf(words(30, 'long')))
	await until(() => b.room('two').messages[0]?.edits === 1)
	await settled()
	assert.equal(said(), words(30, 'long'))
	a.edit('one', message.id, 'ana', textOf('short again'))
	await until(() => b.room('two').messages[0]?.edits === 2)
	await settled()
	assert.equal(said(), 'short again')
	a.remove('one', message.id, 'ana')
	await until(() => said() === '')
})

test('an edit whose new pieces are interrupted brings each of them once', async (t) => {
	const { a, b, settled, said } = await two(t)
	const message = a.post('one', 'ana', textOf('short'))
	await until(() => b.room('two').messages.length === 1)
	await settled()
	let sent = 0
	b.after = (operation) => {
		sent += operation === 'send' ? 1 : 0
		if (operation === 'send' && sent % 2 === 1 && sent < 6) {
			throw new Failure({ then: 'retry' }, 'the connection broke', { left: 'unknown' })
		}
	}
	a.edit('one', message.id, 'ana', textOf(words(30, 'long')))
	await until(() => sent >= 3)
	await settled()
	assert.equal(said(), words(30, 'long'))
})

test('an edit of what never arrived is said whole, also when it is interrupted', async (t) => {
	const { a, b, settled, said, store } = await two(t)
	b.before = (operation) => {
		if (operation === 'send') {
			throw new Failure({ then: 'drop' }, 'too strange')
		}
	}
	const message = a.post('one', 'ana', textOf('strange'))
	await until(() => store.outbox.asides().length === 1)
	let sent = 0
	b.before = (operation) => {
		sent += operation === 'send' ? 1 : 0
		if (operation === 'send' && sent === 2) {
			throw new Failure({ then: 'retry' }, 'refused')
		}
	}
	a.edit('one', message.id, 'ana', textOf(words(30, 'long')))
	await until(() => sent >= 3)
	await settled()
	assert.equal(said(), words(30, 'long'))
})

test('a note about an edit that can’t be made comes once, also if its answer is lost and the next try fails before it is looked for', async (t) => {
	const { a, b, settled } = await two(t)
	const message = a.post('one', 'ana', textOf('short'))
	await until(() => b.room('two').messages.length === 1)
	await settled()
	const copy = b.room('two').messages[0]
	assert.ok(copy)
	b.remove('two', copy.id, 'moderator')
	let edits = 0
	b.before = (operation) => {
		edits += operation === 'edit' ? 1 : 0
		if (operation === 'edit' && edits === 2) {
			throw new Failure({ then: 'retry' }, 'refused')
		}
	}
	let sent = 0
	b.after = (operation) => {
		sent += operation === 'send' ? 1 : 0
		if (operation === 'send' && sent === 1) {
			throw new Failure({ then: 'retry' }, 'the connection broke', { left: 'unknown' })
		}
	}
	a.edit('one', message.id, 'ana', textOf('other'))
	await until(() => edits >= 3)
	await settled()
	assert.equal(b.room('two').messages.length, 2)
})

test('a note about an edit that can’t be made shows the stretch that changed, of all pieces', async (t) => {
	const a = memoryServer('a.example')
	const b = memoryServer('b.example')
	const held = await hosted({
		servers: [a, b],
		accounts: [memoryAccount('a', 'a.example'), memoryAccount('b', 'b.example')],
		gateways: [gatewayOf('family', [memoryRoom('a', 'one'), memoryRoom('b', 'two')])],
		limits: short,
		dress: (session) => ({ ...session, edit: () => Promise.resolve('cannot') }),
	})
	t.after(() => held.stop())
	const rest = words(20, 'rest')
	const message = a.post('one', 'ana', textOf(`see you on monday ${rest}`))
	await until(() => b.room('two').messages.length > 2)
	await until(() => held.store.outbox.waiting() === 0, 5000, 'an empty outbox')
	const standing = b.room('two').messages.length
	a.edit('one', message.id, 'ana', textOf(`see you on tuesday ${rest}`))
	await until(() => held.store.outbox.waiting() === 0 && b.room('two').messages.length > standing)
	const [first, ...more] = b.room('two').messages.slice(standing)
	const said = [first, ...more].map((one) => plain(one?.text ?? [])).join(' ').split(/\s+/u).join(' ')
	assert.equal(said, `✏️ Edited: see you on tuesday ${rest} Before: ~~see you on monday rest0 rest1 rest2…~~`)
	assert.equal(first?.replyTo, b.room('two').messages[0]?.id)
	// What stands can't be had: the note comes all the same.
	b.before = (operation) => {
		if (operation === 'says') {
			throw new Failure({ then: 'retry' }, 'the connection broke')
		}
	}
	a.edit('one', message.id, 'ana', textOf('no longer'))
	await until(() => plain(b.room('two').messages.at(-1)?.text ?? []) === '✏️ Edited: no longer')
})

test('an edit keeps the quote of what has no copy here', async (t) => {
	const [a, b] = [memoryServer('a.example'), memoryServer('b.example')]
	const before = a.post('one', 'marcos', textOf('shall we sell the house?'))
	const { stop } = await startRelay({
		servers: [a, b],
		accounts: [memoryAccount('a', 'a.example'), memoryAccount('b', 'b.example')],
		gateways: [gatewayOf('family', [memoryRoom('a', 'one'), memoryRoom('b', 'two')])],
	})
	t.after(stop)
	const answer = a.post('one', 'ana', textOf('yse'), { replyTo: before.id })
	await until(() => b.room('two').messages.length === 1)
	const [copy] = b.room('two').messages
	assert.match(plain(copy?.text ?? []), /sell the house.*yse/su)
	a.edit('one', answer.id, 'ana', textOf('yes'))
	await until(() => copy?.edits === 1)
	assert.match(plain(copy?.text ?? []), /sell the house.*yes/su)
})

test('an edit keeps the line that says which file was not carried', async (t) => {
	const [a, b] = [memoryServer('a.example'), memoryServer('b.example')]
	const [one, there] = [memoryRoom('a', 'one'), memoryRoom('b', 'two')]
	const { store, stop, host } = await hosted({
		servers: [a, b],
		accounts: [memoryAccount('a', 'a.example'), memoryAccount('b', 'b.example')],
		gateways: [gatewayOf('family', [one, there])],
	})
	t.after(stop)
	await until(() => store.cursors.get(one) !== undefined && store.cursors.get(there) !== undefined)
	const by = { room: one, author: memoryAuthor('ana', 'a.example'), at: Date.now() }
	const film = { name: 'film.mkv', mime: 'video/x-matroska', size: 5_000_000_000, voice: false, refused: 'large' as const, limit: 1_000_000 }
	const hears = (event: ChatEvent) => host('memory.a').heard(one, [event], store.cursors.get(one)!)
	await hears({ ...by, kind: 'message', id: messageId(7001), text: textOf('the flim'), files: [film], silent: false })
	await until(() => b.room('two').messages.length === 1)
	const [copy] = b.room('two').messages
	await hears({ ...by, kind: 'edit', id: messageId(7002), target: messageId(7001), text: textOf('the film') })
	await until(() => copy?.edits === 1)
	assert.match(plain(copy?.text ?? []), /the film.*film\.mkv.*larger than/su)
})

test('what IgnoreMessages keeps back is not carried as an edit either', async (t) => {
	const [a, b] = [memoryServer('a.example'), memoryServer('b.example')]
	const { stop } = await startRelay({
		servers: [a, b],
		accounts: [memoryAccount('a', 'a.example', { ignoreMessages: [/^internal:/u] }), memoryAccount('b', 'b.example')],
		gateways: [gatewayOf('family', [memoryRoom('a', 'one'), memoryRoom('b', 'two')])],
	})
	t.after(stop)
	const message = a.post('one', 'ana', textOf('the code'))
	await until(() => b.room('two').messages.length === 1)
	a.edit('one', message.id, 'ana', textOf('internal: the code is 1234'))
	a.post('one', 'ana', textOf('after'))
	await until(() => b.room('two').messages.length === 2)
	assert.equal(plain(b.room('two').messages[0]?.text ?? []).endsWith('the code'), true)
})

/** Another key of the same delivery. */
function further(key: string): string {
	const mark = markOf(key)
	assert.ok(mark)
	return keyOf(mark.word, mark.delivery, 500_000 + mark.part)
}

test('a deletion takes all messages that one letter became', async (t) => {
	const [a, b] = [memoryServer('a.example'), memoryServer('b.example')]
	const { stop } = await hosted({
		servers: [a, b],
		accounts: [memoryAccount('a', 'a.example'), memoryAccount('b', 'b.example')],
		gateways: [gatewayOf('family', [memoryRoom('a', 'one'), memoryRoom('b', 'two')])],
		// As a file whose text is too long to be its caption.
		dress: (session) => ({
			...session,
			send: async (letter) => [...await session.send(letter), ...await session.send({ ...letter, key: further(letter.key), text: textOf('the file') })],
		}),
	})
	t.after(stop)
	const message = a.post('one', 'ana', textOf('a long text'))
	await until(() => b.room('two').messages.length === 2)
	a.remove('one', message.id, 'ana')
	await until(() => b.room('two').messages.every(({ deleted }) => deleted))
})
