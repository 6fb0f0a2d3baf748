import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { Failure } from '../../sidecar/core/failure.ts'
import { plain, textOf } from '../../sidecar/core/richtext.ts'
import { memoryServer } from '../../sidecar/networks/memory/server.ts'
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
