import type { TalkServer } from '../../demo/talk-server/server.ts'

import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fakeHost, hurried } from './host.fake.ts'
import { reading, room, token, usual, withLab } from './lab.fake.ts'

const survived: readonly (readonly [what: string, fault: Parameters<TalkServer['faults']['add']>[0]['then'], told: RegExp])[] = [
	['401', { do: 'status', code: 401 }, /^offline: .*refuses the login/],
	['429', { do: 'status', code: 429 }, /^connecting: .*slow down/],
	['429 with Retry-After', { do: 'status', code: 429, headers: { 'retry-after': '0' } }, /^connecting: .*slow down/],
	['500', { do: 'status', code: 500 }, /^connecting: .*status 500/],
	['502 with a page', { do: 'status', code: 502, body: '<html>Bad gateway</html>' }, /^connecting: .*status 502/],
	['503', { do: 'status', code: 503 }, /^connecting: .*status 503/],
	['maintenance', { do: 'maintenance' }, /^connecting: .*maintenance/],
	['HTML instead of JSON', { do: 'html' }, /^connecting: .*web page/],
	['nothing instead of JSON', { do: 'empty200' }, /^connecting: .*nothing instead of data/],
	['half an answer', { do: 'halfAnswer' }, /^connecting: .*(?:half|broke)/],
	['an answer that never ends', { do: 'endlessAnswer', everyMs: 20 }, /^connecting: .*did not finish/],
	['an answer that never comes', { do: 'hang' }, /^connecting: .*did not answer/],
	['a broken connection', { do: 'reset' }, /^connecting: .*broke the connection off/],
]

for (const [what, fault, told] of survived) {
	test(`survives ${what}: says so once, and goes on by itself`, () => withLab(async (lab) => {
		await reading(lab)
		const name = lab.server.faults.add({ match: { user: 'puente' }, then: fault })
		await lab.host.until('it is told', () => lab.host.told.some((line) => told.test(line)), 8000)
		await lab.say('meanwhile')
		await sleep(150)
		lab.server.faults.clear(name)
		await lab.host.until('what was said meanwhile', () => lab.host.texts().includes('meanwhile'), 8000)
		assert.equal(lab.host.told.at(-1), 'online')
		assert.equal(lab.host.told.filter((line) => told.test(line)).length, 1, lab.host.told.join('\n'))
		assert.ok(!lab.host.told.some((line) => line.startsWith(`${room} closed`)), 'the room was not to blame')
	}))
}

const closing: readonly (readonly [code: number, told: RegExp])[] = [[403, /may not take part/], [404, /is not a participant/], [412, /lobby/]]

for (const [code, told] of closing) {
	test(`survives ${code} on one room: it is closed, others go on, and it opens by itself`, () => withLab(async (lab) => {
		const session = await reading(lab)
		session.join('0therroom')
		const name = lab.server.faults.add({ match: { user: 'puente', path: `/chat/${token}` }, then: { do: 'status', code } })
		await lab.host.until('it is told', () => lab.host.told.some((line) => line.startsWith(`${room} closed`) && told.test(line)))
		await lab.say('meanwhile')
		await lab.as('ana')('POST', '/apps/spreed/api/v1/chat/0therroom', { message: 'elsewhere' })
		await lab.host.until('elsewhere', () => lab.host.texts().includes('elsewhere'))
		assert.ok(!lab.host.texts().includes('meanwhile'))
		lab.server.faults.clear(name)
		await lab.host.until('what was said meanwhile', () => lab.host.texts().includes('meanwhile'))
		assert.ok(lab.host.told.includes(`${room} open`))
	}, { rooms: [...usual.rooms ?? [], { token: '0therroom', members: ['ana', 'puente'] }] }))
}

test('survives a server that stops, and goes on by itself when it is back', () => withLab(async (lab) => {
	await reading(lab)
	await lab.server.stop()
	await lab.host.until('it is told', () => lab.host.told.some((line) => /^connecting: .*refuses connections/.test(line)))
	await sleep(200)
	await lab.server.start()
	await lab.say('back')
	await lab.host.until('back', () => lab.host.texts().includes('back'))
	assert.equal(lab.host.told.at(-1), 'online')
}))

test('a server that does not exist or speaks no TLS is told of in words', () => withLab(async (lab) => {
	const other = fakeHost()
	lab.open(other, { server: 'http://nobody.invalid' }).join(token)
	await other.until('DNS', () => other.told.some((line) => /^connecting: .*no address is known|^connecting: .*looked up/.test(line)), 15_000)
	const plain = createServer((socket) => socket.end('no TLS here'))
	await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve))
	const port = (plain.address() as { port: number }).port
	const third = fakeHost()
	lab.open(third, { server: `https://127.0.0.1:${port}` }).join(token)
	await third.until('TLS', () => third.told.some((line) => /^connecting: .*TLS/.test(line)))
	plain.close()
}))

test('while a server is down, one request tries it, however many rooms there are', () => withLab(async (lab) => {
	const session = await reading(lab)
	for (let i = 0; i < 30; i += 1) {
		session.join(`r00m${i}`)
	}
	await lab.host.until('all rooms', () => lab.host.told.filter((line) => line.endsWith(' open')).length >= 31)
	lab.server.faults.add({ match: { user: 'puente' }, then: { do: 'status', code: 503 } })
	await lab.host.until('down', () => lab.host.told.some((line) => line.startsWith('connecting:')))
	await sleep(200)
	const before = lab.server.faults.log.length
	await sleep(1000)
	const after = lab.server.faults.log.slice(before)
	assert.ok(after.length >= 5 && after.length <= 15, `${after.length} requests in a second at 100 ms apart`)
	assert.ok(after.every(({ path }) => /\/room\?/.test(path)), 'only the list')
}, { rooms: [...usual.rooms ?? [], ...Array.from({ length: 30 }, (_, i) => ({ token: `r00m${i}`, members: ['ana', 'puente'] }))] }))

test('a server restored from a backup: what is beyond is forgotten, and reading goes on', () => withLab(async (lab) => {
	await reading(lab)
	const first = await lab.say('one')
	await lab.say('two')
	await lab.say('three')
	await lab.host.until('three', () => lab.host.texts().includes('three'))
	lab.server.restore(first)
	await lab.host.until('it is noticed', () => lab.host.rewinds.length > 0)
	assert.deepEqual(lab.host.rewinds, [{ room, from: first + 1 }])
	assert.ok(lab.host.lines.some((line) => /^warn .*reset to an earlier state/.test(line)))
	await lab.say('anew')
	await lab.host.until('anew', () => lab.host.texts().includes('anew'))
	assert.equal(lab.host.texts().filter((text) => text === 'one').length, 1)
}))

test('a server whose clock jumps is read on', () => withLab(async (lab) => {
	await reading(lab)
	for (const jump of [3_600_000, -3_600_000]) {
		lab.server.setClockOffset(jump)
		await sleep(hurried.livelyFor)
		await lab.say(`at ${jump}`)
		await lab.host.until('it is read', () => lab.host.texts().includes(`at ${jump}`))
	}
}))
