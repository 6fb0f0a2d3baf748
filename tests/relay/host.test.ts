import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { Failure } from '../../sidecar/core/failure.ts'
import { messageId } from '../../sidecar/core/ids.ts'
import { isKept } from '../../sidecar/core/network.ts'
import { plain, textOf } from '../../sidecar/core/richtext.ts'
import { memoryAuthor, memoryServer } from '../../sidecar/networks/memory/server.ts'
import { hosted } from '../support/hosted.ts'
import { gatewayOf, memoryAccount, memoryRoom, until } from '../support/relay.ts'

const one = memoryRoom('a', 'one')
const two = memoryRoom('b', 'two')

async function running(pace: Parameters<typeof hosted>[0]['pace'] = {}, dress: Parameters<typeof hosted>[0]['dress'] = undefined) {
	const a = memoryServer('a.example')
	const b = memoryServer('b.example')
	const accounts = [memoryAccount('a', 'a.example'), memoryAccount('b', 'b.example')]
	const started = await hosted({ servers: [a, b], accounts, gateways: [gatewayOf('family', [one, two])], pace, ...(dress && { dress }) })
	await until(() => started.store.cursors.get(one) !== undefined && started.store.cursors.get(two) !== undefined)
	return { a, b, ...started }
}

test('a session that says again that it is online hurries nobody', async (t) => {
	const { a, b, host, stop } = await running({ retryFirst: 200, retryAtMost: 200 })
	t.after(stop)
	let tries = 0
	b.before = () => {
		tries += 1
		throw new Failure({ then: 'retry' }, 'a problem of its own')
	}
	host('memory.b').status('online')
	host('memory.b').roomStatus(two, 'open')
	a.post('one', 'ana', textOf('hello'))
	await until(() => tries === 1)
	for (let n = 0; n < 40; n += 1) {
		host('memory.b').status('online')
		host('memory.b').roomStatus(two, 'open')
		await wait(2)
	}
	assert.ok(tries <= 2, `${tries} attempts within 80 ms`)
})

test('a reaction to a copy whose link is not written yet is not lost', async (t) => {
	const { a, b, stop } = await running({ lookUps: [150, 300] })
	t.after(stop)
	let lost = false
	b.after = (operation) => {
		if (operation === 'send' && !lost) {
			lost = true
			throw new Failure({ then: 'retry' }, 'the connection broke', { left: 'unknown' })
		}
	}
	const message = a.post('one', 'ana', textOf('hello'))
	await until(() => lost)
	const copy = b.room('two').messages[0]
	assert.ok(copy)
	b.react('two', copy.id, 'laura', '👍', true)
	b.react('two', copy.id, 'luis', '🎉', true)
	b.react('two', copy.id, 'luis', '🎉', false)
	await until(() => message.reactions.get('👍')?.has('bridge') === true)
	assert.equal(message.reactions.get('🎉')?.has('bridge') ?? false, false)
})

test('an answer to a copy whose link is not written yet waits for it', async (t) => {
	const { a, b, stop } = await running({ lookUps: [150, 300] })
	t.after(stop)
	let lost = false
	b.after = (operation) => {
		if (operation === 'send' && !lost) {
			lost = true
			throw new Failure({ then: 'retry' }, 'the connection broke', { left: 'unknown' })
		}
	}
	const message = a.post('one', 'ana', textOf('who comes?'))
	await until(() => lost)
	const copy = b.room('two').messages[0]
	assert.ok(copy)
	b.post('two', 'laura', textOf('me'), { replyTo: copy.id })
	await until(() => a.room('one').messages.length === 2)
	assert.equal(a.room('one').messages[1]?.replyTo, message.id)
	assert.equal(plain(a.room('one').messages[1]?.text ?? []), 'me')
})

test('an answer to what is no copy and was never carried does not wait', async (t) => {
	const { a, b, stop } = await running()
	t.after(stop)
	const old = b.post('elsewhere', 'luis', textOf('from before'))
	b.room('two').messages.push(old)
	b.post('two', 'laura', textOf('me'), { replyTo: old.id })
	await until(() => a.room('one').messages.length === 1)
	assert.match(plain(a.room('one').messages[0]?.text ?? []), /from before[\s\S]*me/u)
})

test('a stop does not wait for a target that hangs, and loses nothing', async () => {
	const { a, store, relay } = await running({ answerWithin: 100 }, (session, host) => ({
		...session,
		// As a session does: what hangs ends when the account is closed.
		send: () => new Promise((_resolve, reject) => {
			host.signal.addEventListener('abort', () => reject(new Failure({ then: 'retry' }, 'broken off', { left: 'unknown' })))
		}),
	}))
	a.post('one', 'ana', textOf('hello'))
	await until(() => store.outbox.head(two)?.begun !== undefined)
	const before = performance.now()
	await relay.stop()
	assert.ok(performance.now() - before < 1000, 'it has waited for the target')
	assert.notEqual(store.outbox.head(two)?.begun, undefined, 'the next start looks for it')
	store.close()
})

test('a stop gives back what was begun but never tried', async () => {
	const { a, b, store, relay } = await running({ probes: [3_600_000] })
	b.before = () => {
		throw new Failure({ then: 'closeRoom' }, 'no longer a participant')
	}
	a.post('one', 'ana', textOf('hello'))
	await until(() => store.outbox.head(two)?.attempts === 1)
	await relay.stop()
	assert.equal(store.outbox.head(two)?.begun, undefined)
	store.close()
})

test('away in two ways by turns, a server is away since it began', async (t) => {
	const { store, host, stop } = await running()
	t.after(stop)
	const state = () => store.states.all().find(({ subject }) => subject === 'memory.b')
	const told = async (why: string) => {
		host('memory.b').status('connecting', why)
		await store.commits.settled()
		return state()
	}
	const first = await told('no way to it')
	await wait(20)
	const second = await told('it does not answer')
	assert.deepEqual([second?.why, second?.since], ['it does not answer', first?.since])
	host('memory.b').status('online')
	await store.commits.settled()
	assert.ok((state()?.since ?? 0) > (first?.since ?? 0))
})

test('a room that is closed, taken out and added again is still shown as closed', async (t) => {
	const [a, b] = [memoryServer('a.example'), memoryServer('b.example')]
	const accounts = [memoryAccount('a', 'a.example'), memoryAccount('b', 'b.example')]
	const both = [gatewayOf('family', [one, two]), gatewayOf('work', [memoryRoom('a', 'other'), two])]
	const { relay, store, host, stop } = await hosted({ servers: [a, b], accounts, gateways: both })
	t.after(stop)
	const state = () => store.states.all().find(({ subject }) => subject === one)?.state
	host('memory.a').roomStatus(one, 'closed', 'it is locked')
	await until(() => state() === 'closed')
	await relay.apply({ accounts, gateways: both.slice(1) })
	assert.equal(state(), undefined)
	await relay.apply({ accounts, gateways: both })
	host('memory.a').roomStatus(one, 'closed', 'it is locked')
	await store.commits.settled()
	assert.equal(state(), 'closed')
})

test('after a server was restored, a message whose number was given before has its own file, and the one that waits keeps its', async (t) => {
	const { b, store, host, spool, stop } = await running()
	t.after(stop)
	b.before = () => {
		throw new Failure({ then: 'retry' }, 'away')
	}
	const session = host('memory.a')
	const keep = (name: string, body: string) => session.keep(one, '50/0', { name, mime: 'a/b', size: body.length, voice: false }, async () => Readable.from([Buffer.from(body)]))
	const read = async (file: Awaited<ReturnType<typeof keep>>) => isKept(file) ? (await buffer(spool.read(file))).toString() : 'not kept'
	const old = await keep('salaries.pdf', 'secret')
	const message = { kind: 'message', id: messageId(50), room: one, author: memoryAuthor('ana', 'a.example'), at: Date.now(), text: [], files: [old], silent: false } as const
	await session.heard(one, [message], store.cursors.get(one)!)
	session.rewound(one, (id) => Number(id) > 40)
	await store.commits.settled()
	assert.equal(await read(await keep('cat.png', 'meow')), 'meow')
	assert.equal(await read(old), 'secret')
})
