import type { GatewayState, Health, ImportResult, TestResult } from '../../sidecar/control/api.ts'

import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, test } from 'node:test'
import { until } from '../support/until.ts'
import { localToken, remoteToken, scene } from './scene.ts'

const one = await scene()
after(() => one.close())
const { app, talk } = one
one.start()
await until('the relay is well', async () => {
	const answer = await one.ask('GET', '/relay/health').catch(() => undefined)
	return (answer?.body as Health | undefined)?.accounts.filter(({ state }) => state === 'online').length === 2 || undefined
}, { within: 20_000, every: 100 })
const settings = { server: talk.url, login: 'puente', password: 'puente-app-password' }
const get = async <T>(path: string): Promise<T> => (await one.ask('GET', path)).body as T
const post = async <T>(path: string, body: object): Promise<T> => (await one.ask('POST', path, body)).body as T

test('health: what it is, how it does, and where the app is', async () => {
	const health = await get<Health>('/relay/health')
	assert.deepEqual([health.generation, health.revision, health.waiting, health.setAside], [1, 1, 0, 0])
	assert.deepEqual(health.door, { base: app.base })
	assert.ok(health.memoryBytes > 10_000_000 && health.cpu >= 0 && health.pid > 0 && health.since > 1_700_000_000_000)
	assert.deepEqual(health.accounts.map(({ id, state }) => `${id} ${state}`), ['local online', 'nctalk.17 online'])
})

test('only the app is let in: a wrong signature, a repeated one, another body', async () => {
	assert.deepEqual((await one.ask('GET', '/relay/health', undefined, { secret: 'cd'.repeat(32) })).body.error, 'signature')
	const nonce = '0'.repeat(32)
	assert.equal((await one.ask('GET', '/relay/health', undefined, { nonce })).status, 200)
	const again = await one.ask('GET', '/relay/health', undefined, { nonce })
	assert.deepEqual([again.status, again.body.error], [401, 'replayed'])
	const bare = connect(one.socket)
	bare.end('GET /relay/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
	const text = await new Promise<string>((resolve) => bare.setEncoding('utf8').once('data', resolve))
	assert.match(text, /^HTTP\/1\.1 401/)
	bare.destroy()
})

test('gateways: members in plain words; unknown ones are not there', async () => {
	const state = await get<GatewayState>('/relay/gateways/g1')
	assert.deepEqual(state.members.map(({ id, state: now, why, waiting }) => [id, now, why, waiting]), [[1, 'working', '', 0], [2, 'working', '', 0]])
	assert.deepEqual(state.asides, [])
	assert.equal((await get<{ gateways: readonly GatewayState[] }>('/relay/gateways')).gateways.length, 1)
	assert.equal((await one.ask('GET', '/relay/gateways/g99')).status, 404)
	assert.equal((await one.ask('GET', '/relay/nothing')).status, 404)
})

const bad: readonly (readonly [string, object, RegExp])[] = [
	['/relay/poke', { rows: [{ id: 'x', token: localToken, kind: 'message', body: {} }] }, /rows\.0\.id: expected number/],
	['/relay/poke', { rows: [{ id: 1, token: localToken, kind: 'other', body: {} }] }, /rows\.0\.kind: expected \("message" \|/],
	['/relay/asides/1', { do: 'sell' }, /do: expected \("retry" \| "discard"\)/],
	['/relay/test', { network: 'irc', settings: {} }, /network: expected "nctalk"/],
	['/relay/test', { network: 'nctalk', settings: { server: 'https://x', password: 'hush', login: 7 } }, /settings: login must be text/],
	['/relay/conversations', { network: 'nctalk' }, /settings: it is missing/],
	['/relay/nick', { nick: 'x' }, /format: it is missing/],
	['/relay/import', {}, /toml: it is missing/],
]
for (const [path, body, expected] of bad) {
	test(`bad input is refused with where and what: ${path} ${JSON.stringify(body).slice(0, 60)}`, async () => {
		const answer = await one.ask('POST', path, body)
		assert.equal(answer.status, 400)
		assert.match(String(answer.body.message), expected)
		assert.doesNotMatch(String(answer.body.message), /hush/)
	})
}

test('an account is tried, with its conversation, and its conversations are listed', async () => {
	const well = await post<TestResult>('/relay/test', { network: 'nctalk', settings, address: `${talk.url}/call/${remoteToken}` })
	assert.deepEqual([well.ok, well.room], [true, 'Familia'])
	const wrong = await post<TestResult>('/relay/test', { network: 'nctalk', settings: { ...settings, password: 'wrong' } })
	assert.equal(wrong.ok, false)
	assert.match(wrong.checks.at(-1)?.todo ?? '', /Connect the account again/)
	const odd = await post<TestResult>('/relay/test', { network: 'nctalk', settings, address: 'https://elsewhere.example/call/x' })
	assert.deepEqual([odd.ok, odd.checks[0]?.name], [false, 'address'])
	assert.deepEqual(await post('/relay/conversations', { network: 'nctalk', settings }), { conversations: [{ address: remoteToken, name: 'Familia', kind: 'group', moderator: false }] })
	const refused = await one.ask('POST', '/relay/conversations', { network: 'nctalk', settings: { ...settings, password: 'wrong' } })
	assert.deepEqual([refused.status, refused.body.error], [502, 'server'])
})

test('forms, a nick format’s preview, the log, the history', async () => {
	const { networks } = await get<{ networks: readonly { id: string, fields: object }[] }>('/relay/networks')
	assert.deepEqual(networks.map(({ id }) => id), ['nctalk'])
	assert.ok('password' in (networks[0]?.fields ?? {}))
	assert.deepEqual(await post('/relay/nick', { format: '[{NICK}@{LABEL}] ', nick: 'Ana] [', label: 'nube1' }), { shown: '[Ana) (@nube1] ' })
	const { lines } = await get<{ lines: readonly string[] }>('/relay/log?lines=50')
	assert.ok(lines.some((line) => line.includes('took up revision 1')), lines.join('\n'))
	assert.doesNotMatch(lines.join('\n'), /puente-app-password/)
	assert.equal((await get<{ minutes: readonly object[] }>('/relay/history')).minutes.length, 60)
})

test('a matterbridge.toml: its accounts with their secrets, its gateways, what is wrong; nothing of this machine is read for it', async () => {
	const toml = `[nctalk.nube1]\nServer="https://nube1.example"\nLogin="puente"\nPassword="geheim"\n[nctalk.nube2]\nServer="https://nube2.example"\nLogin="puente"\nPassword="x"\n
[[gateway]]\nname="familia"\nenable=true\n[[gateway.inout]]\naccount="nctalk.nube1"\nchannel="abcd1234"\n[[gateway.out]]\naccount="nctalk.nube2"\nchannel="efgh5678"\n`
	const found = await post<ImportResult>('/relay/import', { toml })
	assert.deepEqual(found.findings.filter(({ severity }) => severity === 'problem'), [])
	assert.deepEqual(found.accounts.map(({ label, settings: { password } }) => `${label} ${String(password)}`), ['nctalk.nube1 geheim', 'nctalk.nube2 x'])
	assert.deepEqual(found.gateways[0]?.members.map(({ account, address, direction }) => `${account} ${address} ${direction}`), ['nctalk.nube1 abcd1234 inout', 'nctalk.nube2 efgh5678 out'])
	const sly = await post<ImportResult>('/relay/import', { toml: toml.replace('geheim', 'file:/etc/hostname') })
	assert.deepEqual(sly.accounts, [])
	assert.match(sly.findings.map(({ what }) => what).join(), /can't be read \(EACCES\)/)
	assert.match((await post<ImportResult>('/relay/import', { toml: '[[gateway' })).findings[0]?.what ?? '', /header without its closing bracket/)
})

test('what was set aside is shown with its author, tried again, or discarded', async () => {
	app.world.refuse = () => 'drop'
	await one.say('la primera')
	await one.say('la segunda', 'pedro')
	const asides = await until('both are set aside', async () => {
		const found = (await get<GatewayState>('/relay/gateways/g1')).asides
		return found.length === 2 ? found : undefined
	}, { within: 20_000, every: 100 })
	assert.deepEqual(asides.map(({ author, excerpt, member }) => [author, excerpt, member]), [['Pedro', 'la segunda', 1], ['Laura', 'la primera', 1]])
	app.world.refuse = () => undefined
	assert.equal((await one.ask('POST', `/relay/asides/${asides[0]?.id}`, { do: 'retry' })).status, 200)
	assert.equal((await one.ask('POST', `/relay/asides/${asides[1]?.id}`, { do: 'discard' })).status, 200)
	assert.equal((await one.ask('POST', `/relay/asides/${asides[1]?.id}`, { do: 'discard' })).status, 404)
	await until('the second arrives', () => app.batches.flat().some((item) => item.do === 'send' && item.text === 'la segunda') || undefined, { within: 20_000, every: 100 })
	assert.deepEqual((await get<GatewayState>('/relay/gateways/g1')).asides, [])
	assert.equal((await get<Health>('/relay/health')).setAside, 0)
})
