import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../sidecar/core/failure.ts'
import { plain, textOf } from '../../sidecar/core/richtext.ts'
import { memoryServer } from '../../sidecar/networks/memory/server.ts'
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
