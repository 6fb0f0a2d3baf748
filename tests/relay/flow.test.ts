import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../sidecar/core/failure.ts'
import { plain, textOf } from '../../sidecar/core/richtext.ts'
import { memoryServer } from '../../sidecar/networks/memory/server.ts'
import { gatewayOf, memoryAccount, memoryRoom, startRelay, texts, until } from '../support/relay.ts'

async function two(more: Partial<Parameters<typeof startRelay>[0]> = {}) {
	const a = memoryServer('a.example')
	const b = memoryServer('b.example')
	const o = {
		servers: [a, b],
		accounts: [memoryAccount('a', 'a.example'), memoryAccount('b', 'b.example')],
		gateways: [gatewayOf('family', [memoryRoom('a', 'one'), memoryRoom('b', 'two')])],
		...more,
	}
	const started = await startRelay(o)
	const settled = async (): Promise<void> => until(() => started.store.outbox.waiting() === 0, 5000, 'an empty outbox')
	return { a, b, o, ...started, settled }
}

test('text goes both ways, in order, and nothing comes back', async () => {
	const { a, b, stop, settled } = await two()
	for (let n = 0; n < 20; n += 1) {
		a.post('one', 'ana', textOf(`from a ${n}`))
		b.post('two', 'laura', textOf(`from b ${n}`))
	}
	await until(() => a.room('one').messages.length === 40 && b.room('two').messages.length === 40)
	await settled()
	const wanted = Array.from({ length: 20 }, (_, n) => n)
	assert.deepEqual(texts(b, 'two', plain).filter((line) => line.includes('from a')), wanted.map((n) => `[ana] from a ${n}`))
	assert.deepEqual(texts(a, 'one', plain).filter((line) => line.includes('from b')), wanted.map((n) => `[laura] from b ${n}`))
	await stop()
})

test('an answer points to the copy, an edit and a deletion reach it, a reaction stands once for several people', async () => {
	const { a, b, stop, settled } = await two()
	const asked = a.post('one', 'ana', textOf('who comes?'))
	await until(() => b.room('two').messages.length === 1)
	const copy = b.room('two').messages[0]!
	b.post('two', 'laura', textOf('me'), { replyTo: copy.id })
	await until(() => a.room('one').messages.length === 2)
	assert.equal(a.room('one').messages[1]?.replyTo, asked.id)

	a.edit('one', asked.id, 'ana', textOf('who comes tonight?'))
	await until(() => copy.edits === 1)
	assert.equal(copy.nick + plain(copy.text), '[ana] who comes tonight?')

	a.react('one', asked.id, 'ana', '👍', true)
	a.react('one', asked.id, 'marcos', '👍', true)
	await until(() => copy.reactions.get('👍')?.size === 1)
	await settled()
	assert.deepEqual([...copy.reactions.get('👍') ?? []], ['bridge'])
	a.react('one', asked.id, 'ana', '👍', false)
	await settled()
	assert.equal(copy.reactions.get('👍')?.size, 1)
	a.react('one', asked.id, 'marcos', '👍', false)
	await until(() => copy.reactions.get('👍')?.size === 0)
	assert.equal(asked.reactions.get('👍')?.size, 0, 'the relay has not reacted in the room of origin')

	a.remove('one', asked.id, 'ana')
	await until(() => copy.deleted)
	await settled()
	await stop()
})

test('an edit or a deletion of a copy, by a moderator there, stays in its room', async () => {
	const { a, b, stop, settled } = await two()
	const said = a.post('one', 'ana', textOf('hello'))
	await until(() => b.room('two').messages.length === 1)
	b.remove('two', b.room('two').messages[0]!.id, 'moderator')
	b.post('two', 'laura', textOf('after'))
	await until(() => a.room('one').messages.length === 2)
	await settled()
	assert.equal(said.deleted, false)
	await stop()
})

test('what is sent while the target is away arrives afterwards, once and in order; others do not wait', async () => {
	const c = memoryServer('c.example')
	const a = memoryServer('a.example')
	const b = memoryServer('b.example')
	const { store, stop } = await startRelay({
		servers: [a, b, c],
		accounts: [memoryAccount('a', 'a.example'), memoryAccount('b', 'b.example'), memoryAccount('c', 'c.example')],
		gateways: [gatewayOf('family', [memoryRoom('a', 'one'), memoryRoom('b', 'two'), memoryRoom('c', 'three')])],
	})
	b.before = () => {
		throw new Failure({ then: 'retry' }, 'refused')
	}
	for (let n = 0; n < 10; n += 1) {
		a.post('one', 'ana', textOf(`${n}`))
	}
	await until(() => c.room('three').messages.length === 10)
	assert.equal(b.room('two').messages.length, 0)
	await until(() => store.outbox.waiting() === 10)
	b.before = () => undefined
	await until(() => b.room('two').messages.length === 10)
	assert.deepEqual(texts(b, 'two', plain), Array.from({ length: 10 }, (_, n) => `[ana] ${n}`))
	await stop()
})

test('an answer that is lost after the message was stored does not send it again', async () => {
	const { a, b, stop, settled, counters } = await two()
	let lost = 0
	b.after = (operation) => {
		if (operation === 'send' && lost < 2) {
			lost += 1
			throw new Failure({ then: 'retry' }, 'the connection broke', { left: 'unknown' })
		}
	}
	a.post('one', 'ana', textOf('only once'))
	a.post('one', 'ana', textOf('and this'))
	await until(() => b.room('two').messages.length === 2)
	await settled()
	assert.deepEqual(texts(b, 'two', plain), ['[ana] only once', '[ana] and this'])
	assert.equal(counters.lookedUp, 2)
	await stop()
})

test('an attempt of unknown outcome that left nothing is sent anew after the look-ups', async () => {
	const { a, b, stop, settled, counters } = await two()
	let failed = 0
	b.before = (operation) => {
		if (operation === 'send' && failed === 0) {
			failed += 1
			throw new Failure({ then: 'retry' }, 'timed out', { left: 'unknown' })
		}
		if (operation === 'find' && failed === 1) {
			failed += 1
			throw new Failure({ then: 'retry' }, 'refused')
		}
	}
	a.post('one', 'ana', textOf('hello'))
	await until(() => b.room('two').messages.length === 1)
	await settled()
	assert.ok(counters.lookedUp >= 3, 'the failed look-up did not count as an answer')
	assert.equal(b.room('two').messages.length, 1)
	await stop()
})

test('a deletion takes back what has not been sent', async () => {
	const { a, b, stop, settled } = await two()
	b.before = () => {
		throw new Failure({ then: 'retry' }, 'refused')
	}
	a.post('one', 'ana', textOf('first'))
	const regretted = a.post('one', 'ana', textOf('regretted'))
	a.remove('one', regretted.id, 'ana')
	await new Promise((resolve) => setTimeout(resolve, 60))
	b.before = () => undefined
	await settled()
	assert.deepEqual(b.room('two').messages.map((message) => plain(message.text)), ['first'])
	await stop()
})

test('what can never be delivered is set aside with its reason, and what follows goes on', async () => {
	const { a, b, stop, store } = await two()
	b.before = (operation) => {
		if (operation === 'send' && b.room('two').messages.length === 0 && store.outbox.asides().length === 0) {
			throw new Failure({ then: 'drop' }, 'too strange for this server')
		}
	}
	a.post('one', 'ana', textOf('strange'))
	a.post('one', 'ana', textOf('usual'))
	await until(() => b.room('two').messages.length === 1)
	assert.deepEqual(store.outbox.asides().map((one) => one.why), ['too strange for this server'])
	assert.deepEqual(texts(b, 'two', plain), ['[ana] usual'])
	await stop()
})

test('a closed account is probed by one room at a time and opens for all of them', async () => {
	const a = memoryServer('a.example')
	const b = memoryServer('b.example')
	const rooms = ['r1', 'r2', 'r3', 'r4']
	const { stop } = await startRelay({
		servers: [a, b],
		accounts: [memoryAccount('a', 'a.example'), memoryAccount('b', 'b.example')],
		gateways: rooms.map((room) => gatewayOf(room, [memoryRoom('a', room), memoryRoom('b', room)])),
		pace: { probes: [80, 80] },
	})
	let closed = true
	let tries = 0
	b.before = () => {
		tries += 1
		if (closed) {
			throw new Failure({ then: 'closeAccount' }, 'the password is refused')
		}
	}
	rooms.forEach((room) => a.post(room, 'ana', textOf(room)))
	await new Promise((resolve) => setTimeout(resolve, 260))
	const tried = tries
	closed = false
	await until(() => rooms.every((room) => b.room(room).messages.length === 1))
	assert.ok(tried <= rooms.length + 4, `${tried} attempts while it was closed`)
	await stop()
})

test('a restart goes on where it stopped', async () => {
	const first = await two()
	const { a, b, o, folder } = first
	b.before = () => {
		throw new Failure({ then: 'retry' }, 'refused')
	}
	a.post('one', 'ana', textOf('before'))
	await until(() => first.store.outbox.waiting() === 1)
	await first.stop()
	a.post('one', 'ana', textOf('meanwhile'))
	b.before = () => undefined
	const second = await startRelay({ ...o, folder })
	await until(() => b.room('two').messages.length === 2)
	assert.deepEqual(texts(b, 'two', plain), ['[ana] before', '[ana] meanwhile'])
	await second.stop()
})

test('the account written to says whether joins are shown', async () => {
	const { a, b, store, stop, settled } = await two({
		accounts: [memoryAccount('a', 'a.example', { showJoinPart: false }), memoryAccount('b', 'b.example', { showJoinPart: true })],
	})
	a.notice('one', 'people', textOf('Ana joined'))
	b.notice('two', 'people', textOf('Laura joined'))
	a.post('one', 'ana', textOf('hello'))
	b.post('two', 'laura', textOf('hello'))
	await until(() => store.outbox.waiting() === 0 && a.room('one').messages.length === 2 && b.room('two').messages.length === 3)
	await settled()
	assert.deepEqual(texts(b, 'two', plain).toSorted(), ['Ana joined', '[ana] hello', 'hello'].toSorted())
	assert.deepEqual(texts(a, 'one', plain).toSorted(), ['[laura] hello', 'hello'].toSorted())
	await stop()
})

test('one conversation in two gateways, by an account each: both get what is said, changed, reacted and taken back there', async (t) => {
	const [home, there] = [memoryServer('home.example'), memoryServer('there.example')]
	const { stop, store } = await startRelay({
		servers: [home, there],
		accounts: [memoryAccount('home', 'home.example'), memoryAccount('laura', 'there.example'), memoryAccount('marcos', 'there.example')],
		gateways: [
			gatewayOf('g1', [memoryRoom('home', 'one'), memoryRoom('laura', 'shared')]),
			gatewayOf('g2', [memoryRoom('home', 'two'), memoryRoom('marcos', 'shared')]),
		],
	})
	t.after(stop)
	const rooms = ['one', 'two'] as const
	const all = (what: (message: ReturnType<typeof home.room>['messages'][number]) => boolean) => until(() => rooms.every((room) => {
		const { messages } = home.room(room)
		return messages.length === 1 && messages.every(what) && store.outbox.waiting() === 0
	}))
	const message = there.post('shared', 'ana', textOf('helo'))
	await all(() => true)
	there.edit('shared', message.id, 'ana', textOf('hello'))
	await all(({ text }) => plain(text).endsWith('hello'))
	there.react('shared', message.id, 'ana', '👍', true)
	await all(({ reactions }) => reactions.get('👍')?.has('bridge') === true)
	there.react('shared', message.id, 'ana', '👍', false)
	await all(({ reactions }) => reactions.get('👍')?.has('bridge') !== true)
	there.remove('shared', message.id, 'ana')
	await all(({ deleted }) => deleted)
})
