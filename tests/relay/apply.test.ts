import type { Session } from '../../sidecar/core/network.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { Failure } from '../../sidecar/core/failure.ts'
import { cursor } from '../../sidecar/core/ids.ts'
import { plain, textOf } from '../../sidecar/core/richtext.ts'
import { memoryServer } from '../../sidecar/networks/memory/server.ts'
import { hosted } from '../support/hosted.ts'
import { gatewayOf, memoryAccount, memoryRoom, texts, until } from '../support/relay.ts'

const one = memoryRoom('a', 'one')
const two = memoryRoom('b', 'two')

function servers() {
	const a = memoryServer('a.example')
	const b = memoryServer('b.example')
	return { a, b, accounts: [memoryAccount('a', 'a.example'), memoryAccount('b', 'b.example')], gateways: [gatewayOf('family', [one, two])] }
}

test('a room that has left, of which something is heard afterwards, begins anew when it is added again', async (t) => {
	const { a, b, accounts, gateways } = servers()
	const { relay, store, host, stop } = await hosted({ servers: [a, b], accounts, gateways })
	t.after(stop)
	await until(() => store.cursors.get(one) !== undefined && store.cursors.get(two) !== undefined)
	const old = host('memory.a')
	await relay.apply({ accounts, gateways: [gatewayOf('other', [memoryRoom('a', 'elsewhere'), two])] })
	await old.heard(one, [], cursor('0'))
	a.post('one', 'ana', textOf('while it was no member'))
	await relay.apply({ accounts, gateways })
	await until(() => store.cursors.get(one) !== undefined)
	a.post('one', 'ana', textOf('now'))
	await until(() => b.room('two').messages.length > 0)
	assert.deepEqual(texts(b, 'two', plain), ['[ana] now'])
})

test('of two configurations applied at once the last one holds', async (t) => {
	const { a, b, accounts, gateways } = servers()
	const slow = (session: Session): Session => ({
		...session,
		async close() {
			await wait(60)
			await session.close()
		},
	})
	const { relay, stop } = await hosted({ servers: [a, b], accounts, gateways, dress: slow })
	t.after(stop)
	const other = [memoryAccount('a', 'a.example'), { ...memoryAccount('b', 'b.example'), settings: { server: 'b.example', login: 'other' } }]
	const room = memoryRoom('b', 'three')
	await Promise.all([
		relay.apply({ accounts: other, gateways }),
		relay.apply({ accounts: other, gateways: [gatewayOf('family', [one, room])] }),
	])
	a.post('one', 'ana', textOf('hello'))
	await until(() => b.room('three').messages.length === 1)
	b.post('two', 'laura', textOf('nobody hears this'))
	await wait(50)
	assert.equal(a.room('one').messages.length, 1)
})

test('one account that can’t be opened does not close the others', async (t) => {
	const { a, b, accounts, gateways } = servers()
	const { relay, stop } = await hosted({ servers: [a, b], accounts, gateways })
	t.after(stop)
	const broken = memoryAccount('c', 'nowhere.example')
	const renewed = accounts.map((account) => ({ ...account, settings: { ...account.settings, login: 'renewed' } }))
	const wider = [gatewayOf('first', [memoryRoom('c', 'x'), memoryRoom('a', 'y')]), ...gateways]
	await assert.rejects(relay.apply({ accounts: [broken, ...renewed], gateways: wider }), /nowhere\.example/u)
	await until(() => a.room('one').watchers.size === 1 && b.room('two').watchers.size === 1)
	a.post('one', 'ana', textOf('hello'))
	await until(() => b.room('two').messages.length === 1)
	assert.equal(b.room('two').messages[0]?.author, 'renewed')
})

test('what waits for a room that has moved to another conversation still says who wrote it', async (t) => {
	const { a, b, accounts, gateways } = servers()
	const { relay, store, stop } = await hosted({ servers: [a, b], accounts, gateways })
	t.after(stop)
	await until(() => store.cursors.get(one) !== undefined)
	b.before = () => {
		throw new Failure({ then: 'retry' }, 'refused')
	}
	a.post('one', 'ana', textOf('hello'))
	await until(() => store.outbox.waiting(two) === 1)
	await relay.apply({
		accounts,
		gateways: [gatewayOf('family', [one, memoryRoom('a', 'elsewhere')]), gatewayOf('other', [memoryRoom('a', 'third'), two])],
	})
	b.before = () => undefined
	await until(() => b.room('two').messages.length === 1)
	assert.deepEqual(texts(b, 'two', plain), ['[ana] hello'])
})

test('a new password is used for what waited at the closed account, without a look-up', async (t) => {
	const { a, b, accounts, gateways } = servers()
	const logins: string[] = []
	const { relay, store, host, stop } = await hosted({
		servers: [a, b],
		accounts,
		gateways,
		pace: { probes: [3_600_000], lookUps: [3_600_000, 3_600_000] },
		dress: (session, of) => ({
			...session,
			async send(letter) {
				const login = of.signal.aborted ? 'closed' : of.account === 'memory.b' ? `session ${logins.length}` : ''
				logins.push(login)
				if (logins.length === 1) {
					throw new Failure({ then: 'closeAccount' }, 'the password is refused')
				}
				return session.send(letter)
			},
		}),
	})
	t.after(stop)
	await until(() => store.cursors.get(one) !== undefined)
	a.post('one', 'ana', textOf('hello'))
	await until(() => logins.length === 1)
	await wait(20)
	await relay.apply({ accounts: accounts.map((account) => ({ ...account, settings: { ...account.settings, login: 'renewed' } })), gateways })
	host('memory.b').status('online')
	await until(() => b.room('two').messages.length === 1)
	assert.deepEqual(logins, ['session 0', 'session 1'])
})

/** One message that waits for the room `two`, and one that was set aside there. */
async function waiting(t: { after(work: () => unknown): void }) {
	const { a, b, accounts, gateways } = servers()
	const made = await hosted({ servers: [a, b], accounts, gateways })
	t.after(made.stop)
	await until(() => made.store.cursors.get(one) !== undefined)
	let then: 'drop' | 'retry' = 'drop'
	b.before = () => {
		throw new Failure({ then }, 'refused')
	}
	a.post('one', 'ana', textOf('set aside'))
	await until(() => made.store.outbox.asideCount() === 1)
	then = 'retry'
	a.post('one', 'ana', textOf('waits'))
	await until(() => made.store.outbox.waiting(two) === 1)
	return { ...made, a, b, accounts, gateways }
}

test('a federation that was ended for good takes what waits with it, also when the room is joined again', async (t) => {
	const { relay, store, a, b, accounts } = await waiting(t)
	await relay.apply({ accounts, gateways: [], endsForGood: true })
	assert.equal(store.outbox.waiting(), 0)
	assert.equal(store.outbox.asideCount(), 0)
	assert.equal(store.events.body(1), undefined)
	b.before = () => undefined
	await relay.apply({ accounts, gateways: [gatewayOf('anew', [one, two])], endsForGood: true })
	await until(() => store.cursors.get(one) !== undefined)
	a.post('one', 'ana', textOf('now'))
	await until(() => b.room('two').messages.length > 0)
	assert.deepEqual(texts(b, 'two', plain), ['[ana] now'])
})

test('a room that is joined anew before the relay learns that the old federation ended gets nothing of that one', async (t) => {
	const { relay, store, a, b, accounts } = await waiting(t)
	b.before = () => undefined
	await relay.apply({ accounts, gateways: [gatewayOf('anew', [one, two])], endsForGood: true })
	a.post('one', 'ana', textOf('now'))
	await until(() => b.room('two').messages.some(({ text }) => plain(text) === 'now'))
	assert.deepEqual(texts(b, 'two', plain), ['[ana] now'])
	assert.equal(store.outbox.asideCount(), 0)
})

test('paused, what waits is kept; so it is where a file no longer names the room', async (t) => {
	const { relay, store, b, accounts } = await waiting(t)
	const paused = gatewayOf('family', [one, { room: two, direction: 'none', nickFormat: '[{NICK}] ' }])
	await relay.apply({ accounts, gateways: [paused], endsForGood: true })
	assert.deepEqual([store.outbox.waiting(two), store.outbox.asideCount()], [1, 1])
	await relay.apply({ accounts, gateways: [] })
	assert.deepEqual([store.outbox.waiting(two), store.outbox.asideCount()], [1, 1])
	b.before = () => undefined
	await relay.apply({ accounts, gateways: [gatewayOf('family', [one, two])], endsForGood: true })
	await until(() => b.room('two').messages.length === 1)
	assert.deepEqual(texts(b, 'two', plain), ['[ana] waits'])
})
