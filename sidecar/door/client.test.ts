import type { FakeApp } from './app.fake.ts'
import type { Door } from './client.ts'
import type { DoorAddress } from './pools.ts'

import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { failureOf } from '../core/failure.ts'
import { fakeApp } from './app.fake.ts'
import { openDoor } from './client.ts'
import { Superseded, SwitchedOff } from './judge.ts'
import { fakeWorld } from './world.fake.ts'

const open: { close(): Promise<void> }[] = []
after(() => Promise.all(open.map((one) => one.close())))

const relay = { relay: 'r1', version: '1', node: '24', pid: 1, host: 'h', control: '/run/x.sock' }

interface Scene { readonly app: FakeApp, readonly door: Door }

async function scene(more: Partial<DoorAddress> & { readonly secret?: string } = {}): Promise<Scene> {
	const app = await fakeApp(fakeWorld('nube.example', ['abcd1234']))
	const { secret = app.secret, ...address } = more
	const door = openDoor({ address: { base: app.base, ...address }, secret, answerWithin: 300, signal: new AbortController().signal })
	open.push(app, door)
	return { app, door }
}

async function leased() {
	const made = await scene()
	await made.door.lease(relay)
	return made
}

async function why(attempt: Promise<unknown>): Promise<string> {
	return attempt.then(() => 'it went through', (error: unknown) => {
		const { verdict, left, message } = failureOf(error)
		return `${verdict.then}, ${left} left: ${message}`
	})
}

test('door: a lease gives the generation under which all else is asked', async () => {
	const { app, door } = await scene()
	assert.match(await why(door.config()), /^retry, nothing left: .*has not given this relay its lease yet/)
	assert.deepEqual(app.requests, [], 'without one it would be taken for a relay that lost it')
	await door.lease(relay)
	await door.outbox(10)
	assert.equal(door.generation, 1)
	await door.lease({ ...relay, beat: true })
	assert.equal(app.generation, 1, 'a beat keeps it')
})

test('door: a clock that is an hour off is corrected, and what was asked is asked again', async () => {
	const { app, door } = await leased()
	app.ahead = 3_600_000
	assert.deepEqual(await door.outbox(10), { rows: [], more: false })
	app.requests.length = 0
	await door.outbox(10)
	assert.equal(app.requests.length, 1, 'from then on it is right at once')
})

test('door: a relay that another has taken over for is told so', async () => {
	const { app, door } = await leased()
	app.generation += 1
	await assert.rejects(door.outbox(10), Superseded)
	assert.equal(door.over.aborted, true)
	assert.match(await why(door.ack([1])), /^retry, nothing left/, 'until it stops, nothing is given up')
})

test('door: an app that is switched off says so, and whether to come again', async () => {
	const { app, door } = await leased()
	app.off = { rest: true, forget: false }
	await assert.rejects(door.outbox(10), (error) => error instanceof SwitchedOff && error.rest && !error.forget)
	assert.ok(door.over.reason instanceof SwitchedOff)
	assert.match(await why(door.ack([1])), /^retry, nothing left/, 'until it stops, nothing is given up')
	await assert.rejects(door.lease({ ...relay, rested: true }), SwitchedOff)
	app.off = undefined
	await door.lease({ ...relay, rested: true })
	await assert.rejects(door.lease({ ...relay, relay: 'another', rested: true }), Superseded, 'somebody is there')
})

test('door: another secret closes the account', async () => {
	const { door } = await scene({ secret: 'cd'.repeat(32) })
	assert.match(await why(door.lease(relay)), /^closeAccount, nothing left: 127\.0\.0\.1:\d+ does not know this relay/)
})

for (const [fault, expected] of [
	['unavailable', /^retry, unknown left: .*\(status 503\)/],
	['maintenance', /^retry, nothing left: .*is in maintenance mode/],
	['page', /^retry, unknown left: .*something else than data/],
	['broken', /^retry, unknown left: .*\(status 500\)/],
	['hang', /^retry, unknown left: .*did not answer within/],
	['lost', /^retry, unknown left: .*broke the connection off/],
	['large', /^retry, nothing left: .*\(status 413\)/],
] as const) {
	test(`door: ${fault} passes`, async () => {
		const { app, door } = await leased()
		app.fault = () => fault
		assert.match(await why(door.deliver([])), expected)
		app.fault = () => undefined
		assert.deepEqual(await door.deliver([]), [])
	})
}

test('door: nobody there passes, and surely left nothing', async () => {
	const { app, door } = await leased()
	await app.close()
	assert.match(await why(door.deliver([])), /^retry, (?:nothing|unknown) left: .*(?:refuses connections|broke)/)
})

test('door: files go up and come down whole', async () => {
	const { app, door } = await leased()
	const body = Buffer.alloc(300_000, 'x')
	const handle = await door.upload({ token: 'abcd1234', key: 'k', name: 'ñandú & co.png', size: body.length, open: () => Readable.from([body]) })
	assert.equal(handle, 'k/ñandú & co.png')
	const { id } = app.world.share('abcd1234', 'marcos', 'a.png', body)
	assert.ok((await buffer(await door.file('abcd1234', id, body.length))).equals(body))
	assert.match(await why(door.file('abcd1234', 1, 5)), /^drop/)
	assert.match(await why(door.file('abcd1234', id, 5).then(buffer)), /^retry, nothing left: a file arrived with 300000 instead of 5 bytes/)
})

test('door: a file that the web server takes for too large is set aside, and holds nobody up', async () => {
	const { app, door } = await leased()
	const open = () => Readable.from([Buffer.from('abcd')])
	app.fault = (path) => path.startsWith('/door/files') ? 'large' : undefined
	assert.match(await why(door.upload({ token: 'abcd1234', key: 'k', name: 'a.bin', size: 4, open })), /^drop, nothing left: the file is larger than .* takes/)
})

test('door: the Host header can be another than the address', async () => {
	const { door } = await scene({ host: 'nube.example' })
	await door.lease(relay)
	assert.equal(door.where, 'nube.example')
})

test('door: what is not found by its key was not made', async () => {
	const { door } = await leased()
	assert.equal(await door.find('abcd1234', 'nothing'), undefined)
	await door.deliver([{ do: 'notice', key: 'k1', token: 'abcd1234', text: 'hello' }])
	assert.equal((await door.find('abcd1234', 'k1'))?.length, 1)
})
