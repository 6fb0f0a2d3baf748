import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { Failure } from '../../sidecar/core/failure.ts'
import { textOf } from '../../sidecar/core/richtext.ts'
import { memoryServer } from '../../sidecar/networks/memory/server.ts'
import { gatewayOf, memoryAccount, memoryRoom, startRelay, until } from '../support/relay.ts'

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
