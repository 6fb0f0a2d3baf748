import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../sidecar/core/failure.ts'
import { messageId } from '../../sidecar/core/ids.ts'
import { plain, textOf } from '../../sidecar/core/richtext.ts'
import { memoryAuthor, memoryServer } from '../../sidecar/networks/memory/server.ts'
import { hosted } from '../support/hosted.ts'
import { gatewayOf, memoryAccount, memoryRoom, texts, until } from '../support/relay.ts'

test('a room that is away for long, and tried meanwhile, hears once that what comes is late', async (t) => {
	const [a, b] = [memoryServer('a.example'), memoryServer('b.example')]
	const { store, stop } = await hosted({
		servers: [a, b],
		accounts: [memoryAccount('a', 'a.example'), memoryAccount('b', 'b.example')],
		gateways: [gatewayOf('family', [memoryRoom('a', 'one'), memoryRoom('b', 'two')])],
		pace: { lateAfter: 100, retryFirst: 20, retryAtMost: 60 },
	})
	t.after(stop)
	let tried = 0
	b.before = () => {
		tried += 1
		throw new Failure({ then: 'retry' }, 'away')
	}
	a.post('one', 'ana', textOf('uno'))
	a.post('one', 'ana', textOf('dos'))
	await until(() => store.outbox.waiting() === 2)
	await sleep(500)
	assert.ok(tried > 3, 'it is tried after it became late, too')
	b.before = () => undefined
	await until(() => store.outbox.waiting() === 0)
	const [notice = '', ...rest] = texts(b, 'two', plain)
	assert.match(notice, /^🕓 2 messages from .* arrive late\.$/)
	assert.deepEqual(rest, ['[ana] uno', '[ana] dos'])
})

test('a server whose clock is slow is not told of as late with each message, but is when its messages are', async (t) => {
	const [a, b] = [memoryServer('a.example'), memoryServer('b.example')]
	const [one, two] = [memoryRoom('a', 'one'), memoryRoom('b', 'two')]
	const { store, stop, host } = await hosted({
		servers: [a, b],
		accounts: [memoryAccount('a', 'a.example'), memoryAccount('b', 'b.example')],
		gateways: [gatewayOf('family', [one, two])],
		pace: { lateAfter: 5 * 60_000 },
	})
	t.after(stop)
	await until(() => store.cursors.get(one) !== undefined && store.cursors.get(two) !== undefined)
	let last = 1000
	const heard = async (text: string, minutesAgo: number) => {
		const id = messageId(last += 1)
		const at = Date.now() - minutesAgo * 60_000
		const message = { kind: 'message', id, room: one, author: memoryAuthor('ana', 'a.example'), at, text: textOf(text), files: [], silent: false } as const
		await host('memory.a').heard(one, [message], store.cursors.get(one)!)
		await until(() => store.outbox.waiting() === 0)
	}
	await heard('m1', 6)
	await heard('m2', 6)
	await heard('m3', 12)
	const said = texts(b, 'two', plain)
	assert.deepEqual([...said.slice(0, 2), ...said.slice(3)], ['[ana] m1', '[ana] m2', '[ana] m3'])
	assert.match(said[2] ?? '', /^🕓 1 message from .* arrives late\.$/)
})
