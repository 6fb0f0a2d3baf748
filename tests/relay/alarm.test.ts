import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { Failure } from '../../sidecar/core/failure.ts'
import { textOf } from '../../sidecar/core/richtext.ts'
import { memoryServer } from '../../sidecar/networks/memory/server.ts'
import { gatewayOf, memoryAccount, memoryRoom, newFolder, startRelay, until } from '../support/relay.ts'

function setting(servers: readonly [ReturnType<typeof memoryServer>, ReturnType<typeof memoryServer>]) {
	return {
		servers,
		accounts: [memoryAccount('a', 'a.example'), memoryAccount('b', 'b.example')],
		gateways: [gatewayOf('family', [memoryRoom('a', 'one'), memoryRoom('b', 'two')])],
		pace: { waitingAfter: 80 },
	}
}

test('what waits gets ⏳ at its source, and loses it when it has arrived', async (t) => {
	const servers = [memoryServer('a.example'), memoryServer('b.example')] as const
	const [a, b] = servers
	const { stop } = await startRelay(setting(servers))
	t.after(stop)
	b.before = () => {
		throw new Failure({ then: 'retry' }, 'refused')
	}
	const message = a.post('one', 'ana', textOf('hello'))
	await until(() => message.reactions.get('⏳')?.has('bridge') === true)
	b.before = () => undefined
	await until(() => b.room('two').messages.length === 1)
	await until(() => message.reactions.get('⏳')?.has('bridge') === false)
	assert.deepEqual([...b.room('two').messages[0]?.reactions.keys() ?? []], [], 'the sign itself is not carried')
})

test('a person’s own ⏳ is carried and stays', async (t) => {
	const servers = [memoryServer('a.example'), memoryServer('b.example')] as const
	const [a, b] = servers
	const { stop } = await startRelay(setting(servers))
	t.after(stop)
	const message = a.post('one', 'ana', textOf('hello'))
	await until(() => b.room('two').messages.length === 1)
	a.react('one', message.id, 'ana', '⏳', true)
	const copy = b.room('two').messages[0]
	await until(() => copy?.reactions.get('⏳')?.has('bridge') === true)
	await wait(150)
	assert.equal(copy?.reactions.get('⏳')?.has('bridge'), true)
})

/** A message that waits for the room `two`, with its ⏳; and one that people of that room gave a ⏳ of their own. */
async function waiting(t: { after(work: () => unknown): void }) {
	const servers = [memoryServer('a.example'), memoryServer('b.example')] as const
	const [a, b] = servers
	const o = setting(servers)
	const { relay, stop } = await startRelay(o)
	t.after(stop)
	const peoples = a.post('one', 'ana', textOf('wait for me'))
	await until(() => b.room('two').messages.length === 1)
	b.react('two', b.room('two').messages[0]!.id, 'laura', '⏳', true)
	await until(() => peoples.reactions.get('⏳')?.has('bridge') === true)
	b.before = () => {
		throw new Failure({ then: 'retry' }, 'away')
	}
	const waits = a.post('one', 'ana', textOf('hello'))
	await until(() => waits.reactions.get('⏳')?.has('bridge') === true)
	return { ...o, relay, a, waits, peoples }
}

test('a federation that ends takes its signs along; what people gave stays', async (t) => {
	const { relay, accounts, waits, peoples } = await waiting(t)
	await relay.apply({ accounts, gateways: [], endsForGood: true })
	assert.equal(waits.reactions.get('⏳')?.has('bridge'), false)
	assert.equal(peoples.reactions.get('⏳')?.has('bridge'), true)
})

test('where only the room that is away is taken out, the sign goes with it', async (t) => {
	const { relay, accounts, waits } = await waiting(t)
	await relay.apply({ accounts, gateways: [gatewayOf('family', [memoryRoom('a', 'one'), memoryRoom('a', 'three')])], endsForGood: true })
	await until(() => waits.reactions.get('⏳')?.has('bridge') === false)
})

test('a server that does not answer when a federation ends holds nothing up for long', async (t) => {
	const { relay, accounts, a, waits } = await waiting(t)
	a.before = (operation) => operation === 'react' ? wait(60_000, undefined, { ref: false }) : undefined
	const begun = performance.now()
	await relay.apply({ accounts, gateways: [], endsForGood: true })
	assert.ok(performance.now() - begun < 7000)
	assert.equal(waits.reactions.get('⏳')?.has('bridge'), true)
})

for (const [emoji, then, what] of [['⏳', 'retry', 'waits'], ['⚠️', 'drop', 'was set aside']] as const) {
	test(`${emoji} for what ${what} is set at the next round, where it could not be at once`, async (t) => {
		const servers = [memoryServer('a.example'), memoryServer('b.example')] as const
		const [a, b] = servers
		const { stop } = await startRelay(setting(servers))
		t.after(stop)
		b.before = () => {
			throw new Failure({ then }, 'no')
		}
		let tries = 0
		a.before = (operation) => {
			tries += operation === 'react' ? 1 : 0
			if (operation === 'react' && tries <= 2) {
				throw new Failure({ then: 'retry' }, 'a.example has a problem of its own (status 502)', { left: tries === 1 ? 'nothing' : 'unknown' })
			}
		}
		const message = a.post('one', 'ana', textOf('hello'))
		await until(() => message.reactions.get(emoji)?.has('bridge') === true)
		await wait(100)
		assert.equal(tries, 3, 'and no more often than needed')
	})
}

test('signs of an account whose login is refused are not tried in each round', async (t) => {
	const servers = [memoryServer('a.example'), memoryServer('b.example')] as const
	const [a, b] = servers
	const o = setting(servers)
	const { stop } = await startRelay({ ...o, pace: { ...o.pace, probes: [60_000] } })
	t.after(stop)
	b.before = () => {
		throw new Failure({ then: 'retry' }, 'away')
	}
	const messages = [1, 2, 3].map((n) => a.post('one', 'ana', textOf(`hello ${n}`)))
	await until(() => messages.every(({ reactions }) => reactions.get('⏳')?.has('bridge') === true))
	let tries = 0
	a.before = (operation) => {
		tries += operation === 'react' ? 1 : 0
		throw new Failure({ then: 'closeAccount' }, 'a.example refuses the login')
	}
	b.before = () => undefined
	await until(() => b.room('two').messages.length === 3)
	await wait(20 * 20)
	assert.equal(tries, 1, 'within 20 rounds')
})

test('a sign of the relay before, which can’t be set anew, is still taken away when the message has arrived', async (t) => {
	const servers = [memoryServer('a.example'), memoryServer('b.example')] as const
	const [a, b] = servers
	const o = setting(servers)
	const folder = newFolder()
	const away = (): never => {
		throw new Failure({ then: 'retry' }, 'away')
	}
	b.before = away
	const first = await startRelay({ ...o, folder })
	const message = a.post('one', 'ana', textOf('hello'))
	await until(() => message.reactions.get('⏳')?.has('bridge') === true)
	await first.stop()
	let tries = 0
	a.before = async (operation) => {
		tries += operation === 'react' ? 1 : 0
		if (operation === 'react' && tries === 1) {
			b.before = () => undefined
			await until(() => b.room('two').messages.length === 1)
			away()
		}
	}
	const { stop } = await startRelay({ ...o, folder })
	t.after(stop)
	await until(() => b.room('two').messages.length === 1)
	await until(() => message.reactions.get('⏳')?.has('bridge') === false)
})

test('a sign for a room whose account is not open yet is set once it is', async (t) => {
	const servers = [memoryServer('a.example'), memoryServer('b.example')] as const
	const [a, b] = servers
	const o = setting(servers)
	b.before = () => {
		throw new Failure({ then: 'retry' }, 'away')
	}
	const { relay, stop, store } = await startRelay({ ...o, pace: { waitingAfter: 200 } })
	t.after(stop)
	const message = a.post('one', 'ana', textOf('hello'))
	await until(() => store.outbox.waiting() === 1)
	await relay.apply({ accounts: [], gateways: [] })
	await wait(400)
	await relay.apply(o)
	await until(() => message.reactions.get('⏳')?.has('bridge') === true)
})
