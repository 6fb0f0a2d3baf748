import type { Fault } from './faults.ts'
import type { TalkServer } from './server.ts'
import type { Client } from './testClient.ts'

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createFaults } from './faults.ts'
import { startTalkServer } from './server.ts'
import { clientOf } from './testClient.ts'

describe('faults', () => {
	let server: TalkServer
	let ana: Client
	before(async () => {
		server = await startTalkServer({ people: [{ uid: 'ana' }], rooms: [{ token: 'room', members: ['ana'] }] })
		ana = clientOf(server, 'ana')
	})
	after(() => server.close())

	const once = (then: Fault): string => server.faults.add({ match: { method: 'POST', path: '/chat/room' }, times: 1, then })
	const texts = (): readonly string[] => server.messages('room').map(({ text }) => text)

	test('each one leaves what it should, once', async () => {
		const cases: readonly { readonly then: Fault, readonly stored: boolean, readonly sees: string | number }[] = [
			{ then: { do: 'status', code: 502 }, stored: false, sees: 502 },
			{ then: { do: 'status', code: 429, headers: { 'Retry-After': '7' } }, stored: false, sees: 429 },
			{ then: { do: 'reset' }, stored: false, sees: 'fetch failed' },
			{ then: { do: 'answerLost' }, stored: true, sees: 'fetch failed' },
			{ then: { do: 'halfAnswer' }, stored: true, sees: 'terminated' },
			{ then: { do: 'html' }, stored: false, sees: 200 },
			{ then: { do: 'empty200' }, stored: false, sees: 200 },
			{ then: { do: 'maintenance' }, stored: false, sees: 503 },
		]
		for (const [index, { then, stored, sees }] of cases.entries()) {
			once(then)
			const text = `${then.do} ${index}`
			const seen = await ana.call('POST', 'v1/chat/room', { message: text }).then(({ status }) => status, (error: Error) => error.message)
			assert.equal(seen, sees, text)
			assert.equal(texts().includes(text), stored, text)
			assert.equal(server.faults.log.at(-1)?.fault, then.do)
			assert.equal((await ana.call('POST', 'v1/chat/room', { message: `${text} again` })).status, 201, `${text} fires once`)
		}
	})

	test('details of answers that stand instead', async () => {
		once({ do: 'status', code: 429, headers: { 'Retry-After': '7' } })
		assert.equal((await ana.call('POST', 'v1/chat/room', { message: 'x' })).headers.get('Retry-After'), '7')
		once({ do: 'maintenance' })
		assert.equal((await ana.call('POST', 'v1/chat/room', { message: 'x' })).headers.get('X-Nextcloud-Maintenance-Mode'), '1')
		once({ do: 'html' })
		assert.match((await ana.call('POST', 'v1/chat/room', { message: 'x' })).text, /^<!DOCTYPE html>/)
	})

	test('what hangs, trickles or is slow', async () => {
		const within = (ms: number): Promise<unknown> => fetch(`${server.url}/status.php`, { signal: AbortSignal.timeout(ms) }).then((answer) => answer.text())
		for (const then of [{ do: 'hang' }, { do: 'endlessAnswer', everyMs: 10 }] as const) {
			const name = server.faults.add({ match: { path: '^/status' }, then })
			await assert.rejects(within(200), { name: 'TimeoutError' }, then.do)
			server.faults.clear(name)
		}
		server.faults.add({ match: { path: '^/status' }, times: 1, then: { do: 'slow', ms: 150 } })
		const began = performance.now()
		await within(2000)
		assert.ok(performance.now() - began >= 145)
		once({ do: 'slow', ms: 300, when: 'after' })
		const posting = ana.post('room', 'handled, answered late')
		await new Promise((resolve) => setTimeout(resolve, 150))
		assert.ok(texts().includes('handled, answered late'))
		await posting
	})

	test('stopped it refuses connections, cuts those it had, and keeps what it knew', async () => {
		const id = await ana.post('room', 'before the stop')
		const { port } = server
		const poll = ana.call('GET', `v1/chat/room?lookIntoFuture=1&timeout=30&setReadMarker=0&lastKnownMessageId=${id}`)
		const cut = assert.rejects(poll)
		await new Promise((resolve) => setTimeout(resolve, 50))
		await server.stop()
		await cut
		await assert.rejects(ana.call('GET', 'v4/room'), (error: Error) => (error.cause as { code?: string }).code === 'ECONNREFUSED')
		await server.start()
		assert.equal(server.port, port)
		assert.equal((await ana.after('room', id - 1)).data[0].message, 'before the stop')
	})

	test('restored from a backup, ids are given anew', async () => {
		const kept = await ana.post('room', 'kept')
		const lost = await ana.post('room', 'lost')
		server.restore(kept)
		assert.equal((await ana.call('GET', 'v4/room/room')).data.lastMessage.id, kept)
		const anew = await ana.post('room', 'anew')
		assert.ok(anew > kept && anew <= lost)
		assert.deepEqual((await ana.after('room', kept)).data.map((each: { message: string }) => each.message), ['anew'])
	})

	test('maintenance mode', async () => {
		server.setMaintenance(true)
		assert.equal((await ana.call('GET', 'v4/room')).status, 503)
		assert.equal(JSON.parse((await ana.call('GET', '/status.php')).text).maintenance, true)
		server.setMaintenance(false)
		assert.equal((await ana.call('GET', 'v4/room')).status, 200)
	})
})

test('rules are matched by method, path, user and body, counted, skipped, and random by seed', () => {
	const asked = { method: 'GET', path: '/a?b=1', user: 'ana', body: 'text' }
	const fires = (rule: Parameters<ReturnType<typeof createFaults>['add']>[0], times: number, seed = 1): string => {
		const faults = createFaults(seed)
		faults.add(rule)
		return Array.from({ length: times }, () => faults.fire(asked).length).join('')
	}
	const then = { do: 'hang' } as const
	assert.equal(fires({ then, times: 2 }, 4), '1100')
	assert.equal(fires({ then, skip: 1, times: 1 }, 3), '010')
	for (const match of [{ method: 'POST' }, { path: '^/b' }, { user: 'x' }, { body: '^z' }]) {
		assert.equal(fires({ then, match }, 1), '0', JSON.stringify(match))
	}
	assert.equal(fires({ then, match: { method: 'GET', path: 'b=1', user: 'ana', body: '^t' } }, 1), '1')
	const random = fires({ then, probability: 0.5 }, 40)
	assert.match(random, /1.*0|0.*1/)
	assert.equal(fires({ then, probability: 0.5 }, 40), random)
	assert.notEqual(fires({ then, probability: 0.5 }, 40, 2), random)
})
