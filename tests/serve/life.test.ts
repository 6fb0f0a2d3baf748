import type { Health } from '../../sidecar/control/api.ts'

import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../support/until.ts'
import { localToken, memberOf, poking, remoteToken, scene } from './scene.ts'

type Scene = Awaited<ReturnType<typeof scene>>

const open: Scene[] = []
afterEach(async () => {
	await Promise.all(open.splice(0).map((one) => one.close()))
})

async function started(change?: Parameters<typeof scene>[0]): Promise<Scene> {
	const one = await scene(change)
	open.push(one)
	poking(one)
	one.start()
	await well(one)
	return one
}

const patient = { within: 25_000, every: 100 }
function well(one: Scene) {
	return until('both accounts are online', async () => {
		const answer = await one.ask('GET', '/relay/health').catch(() => undefined)
		return (answer?.body as Health | undefined)?.accounts.filter(({ state }) => state === 'online').length === 2 || undefined
	}, patient)
}
const sent = ({ app }: Scene): readonly string[] => app.batches.flat().flatMap((item) => item.do === 'send' ? [item.text] : [])
const arrives = (one: Scene, text: string) => until(`“${text}” in the room there`, async () => (await one.said()).some((line) => line.endsWith(text)) || undefined, patient)
const comesBack = (one: Scene, text: string) => until(`“${text}” at the app’s door`, () => sent(one).includes(text) || undefined, patient)
const count = (lines: readonly string[], text: string): number => lines.filter((line) => line.endsWith(text)).length

test('killed and started again: nothing is lost, nothing comes twice, and the notice is not said again', async () => {
	const one = await started()
	const { app } = one
	await arrives(one, 'pause and resume.')
	for (let n = 0; n < 12; n += 1) {
		app.world.say(localToken, 'marcos', `de aquí ${n}`)
		await one.say(`de allí ${n}`)
		if (n % 4 === 2) {
			await one.end('SIGKILL')
			one.start()
		}
	}
	await arrives(one, 'de aquí 11')
	await comesBack(one, 'de allí 11')
	await sleep(500)
	const said = await one.said()
	for (let n = 0; n < 12; n += 1) {
		assert.equal(count(said, `de aquí ${n}`), 1, `de aquí ${n}`)
		// A batch whose answer was lost is sent again, and performed once: the app knows its keys.
		assert.equal([...app.world.messages.values()].filter(({ message }) => message === `de allí ${n}`).length, 1, `de allí ${n}`)
	}
	assert.deepEqual(said.filter((line) => line.includes('de aquí')).map((line) => line.replace(/^.*de aquí /, '')), Array.from({ length: 12 }, (_, n) => String(n)))
	assert.equal(said.filter((line) => line.includes('joined this conversation')).length, 1)
	assert.equal(await one.end(), 0)
})

test('another relay takes over: this one says so and ends with 0, and does not go on from memory', async () => {
	const one = await started()
	one.app.generation += 1
	one.app.world.say(localToken, 'marcos', 'para el otro')
	assert.equal(await one.ended(), 0)
	assert.match(one.log(), /another relay has taken over/)
	assert.equal(existsSync(one.socket), false)
	one.app.fault = () => 'unavailable'
	one.start()
	await until('it asks', () => one.log().includes('can\'t be reached') || undefined, patient)
	assert.doesNotMatch(one.log().slice(one.log().lastIndexOf('starts for the app')), /goes on with what the app defined/)
})

test('switched off while it runs elsewhere: it carries nothing, is there again when switched on, and nothing is lost', async () => {
	const one = await started()
	await arrives(one, 'pause and resume.')
	one.app.off = { rest: true, forget: false }
	one.app.world.say(localToken, 'marcos', 'mientras está apagado')
	await until('it rests', () => one.log().includes('the app is switched off') || undefined, patient)
	await until('its socket is gone', () => existsSync(one.socket) ? undefined : true, patient)
	await one.say('y de vuelta')
	await sleep(1500)
	assert.equal((await one.said()).some((line) => line.endsWith('mientras está apagado')), false)
	assert.equal(sent(one).includes('y de vuelta'), false)
	one.app.off = undefined
	await arrives(one, 'mientras está apagado')
	await comesBack(one, 'y de vuelta')
	assert.equal(one.log().match(/the app is switched on again/g)?.length, 1)
	assert.equal((await one.said()).filter((line) => line.includes('no longer joined')).length, 0)
})

test('switched off, and the app can\'t be reached at the next start: it does not go on from memory', async () => {
	const one = await started()
	one.app.off = { rest: true, forget: false }
	one.app.world.say(localToken, 'marcos', 'hola')
	await until('it rests', () => one.log().includes('the app is switched off') || undefined, patient)
	await one.end()
	one.app.fault = () => 'unavailable'
	one.start()
	await until('it asks', () => one.log().includes('can\'t be reached') || undefined, patient)
	await sleep(3500)
	assert.doesNotMatch(one.log(), /goes on with what the app defined/)
	one.app.fault = () => undefined
	one.app.off = undefined
	await well(one)
})

test('sent away by the app that starts it: it ends with 0; where the app is removed, with nothing of its configuration', async () => {
	const one = await started()
	one.app.off = { rest: false, forget: true }
	one.app.world.say(localToken, 'marcos', 'hola')
	assert.equal(await one.ended(), 0)
	const database = new DatabaseSync(join(one.folder, 'state', 'relay.db'), { readOnly: true })
	assert.deepEqual(database.prepare('SELECT name FROM facts WHERE name = ?').all('configuration'), [])
	database.close()
})

test('resting, and another relay has come: it ends with 0 and leaves that one alone', async () => {
	const one = await started()
	one.app.off = { rest: true, forget: false }
	one.app.world.say(localToken, 'marcos', 'hola')
	await until('it rests', () => one.log().includes('the app is switched off') || undefined, patient)
	one.app.held = true
	one.app.off = undefined
	assert.equal(await one.ended(), 0)
	assert.match(one.log(), /another relay serves the app by now/)
	assert.equal(one.app.generation, 1)
})

test('what was signed for an earlier relay does nothing to the one that is started after it', async () => {
	const one = await started()
	const before = { nonce: 'ab'.repeat(16), generation: one.app.generation, time: Math.floor(Date.now() / 1000) - 5 }
	assert.equal((await one.ask('GET', '/relay/health', undefined, before)).status, 200)
	await one.end()
	one.start()
	await well(one)
	assert.ok(one.app.generation > before.generation)
	const again = await one.ask('POST', '/relay/stop', {}, before)
	assert.deepEqual([again.status, again.body.error], [401, 'replayed'])
	const late = await one.ask('GET', '/relay/health', undefined, { generation: before.generation })
	assert.equal(late.status, 200, 'a web server that does not know of the new lease yet')
})

test('/relay/stop ends it with 0; its socket goes with it, its state is for its user alone', async () => {
	const one = await started()
	assert.equal((await one.ask('POST', '/relay/stop')).status, 202)
	assert.equal(await one.ended(), 0)
	assert.equal(existsSync(one.socket), false)
	assert.equal(statSync(join(one.folder, 'state')).mode & 0o777, 0o700)
	assert.equal(statSync(join(one.folder, 'state', 'relay.db')).mode & 0o777, 0o600)
	for (const name of ['relay.db', 'relay.db-wal'].map((file) => join(one.folder, 'state', file)).filter(existsSync)) {
		assert.equal(readFileSync(name, 'latin1').includes('puente-app-password'), false, `an account's password stands in ${name}`)
	}
})

test('a changed configuration is taken up when a beat tells of it', async () => {
	const one = await scene()
	open.push(one)
	one.app.heartbeat = 1
	one.start()
	await well(one)
	one.app.config = { ...one.app.config, revision: 9 }
	await until('revision 9', () => one.log().includes('took up revision 9') || undefined, patient)
})

test('the app can\'t be reached at start: it says so once, goes on with what it knew, and takes the lease when it can', async () => {
	const one = await started()
	await arrives(one, 'pause and resume.')
	assert.equal(await one.end(), 0)
	one.app.fault = () => 'unavailable'
	one.start()
	await until('it goes on', () => one.log().includes('goes on with what the app defined before (revision 1)') || undefined, patient)
	await one.say('mientras la app no está')
	await sleep(1500)
	assert.equal(one.log().match(/the app can't be reached/g)?.length, 1)
	const health = (await one.ask('GET', '/relay/health')).body as unknown as Health
	assert.match(health.door.away?.why ?? '', /status 503/)
	one.app.fault = () => undefined
	await comesBack(one, 'mientras la app no está')
	assert.equal(one.app.generation, 2)
})

test('a socket that a killed relay left is taken over; one on which somebody answers is not', async () => {
	const one = await started()
	await one.end('SIGKILL')
	assert.equal(existsSync(one.socket), true)
	one.start()
	await well(one)
	const other = await scene()
	open.push(other)
	other.start('--socket', one.socket)
	assert.equal(await other.ended(), 1)
	assert.match(other.log(), /another program answers on .*relay\.sock/)
	writeFileSync(join(one.folder, 'file'), '')
	other.start('--socket', join(one.folder, 'file'))
	assert.equal(await other.ended(), 1)
	assert.match(other.log(), /is no socket/)
})

test('a secret that is wrong or missing: 78, for no restart mends that', async () => {
	const one = await scene()
	open.push(one)
	writeFileSync(join(one.folder, 'short'), 'abc')
	one.start('--secret-file', join(one.folder, 'short'))
	assert.equal(await one.ended(), 78)
	one.start('--secret-file', join(one.folder, 'nothing'))
	assert.equal(await one.ended(), 78)
	assert.match(one.log(), /64 hex digits[\s\S]*ENOENT/)
})

test('a moderator there pauses by answering; the app is told, and holds it', async () => {
	const one = await started()
	await arrives(one, 'pause and resume.')
	const notice = (await one.messages()).find(({ message }) => message.includes('joined this conversation'))!
	await one.say('pause', 'pedro', notice.id)
	await arrives(one, 'Only a moderator of this conversation can decide that.')
	await one.say('pause', 'laura', notice.id)
	await arrives(one, 'until a moderator answers with resume.')
	const host = new URL(one.talk.url).host
	await until('the report', () => one.app.reports.length > 0 || undefined, patient)
	assert.deepEqual(one.app.reports, [{ what: 'consent', member: 2, consent: 'paused', by: `Laura (${host})` }])
	const [gateway] = one.app.config.gateways
	one.app.config = { ...one.app.config, revision: 2, gateways: [{ ...gateway!, members: [memberOf(1, 'local', localToken), memberOf(2, 'nctalk.17', remoteToken, { consent: 'paused' })] }] }
	assert.deepEqual((await one.ask('POST', '/relay/reload', {})).body, { revision: 2 })
	one.app.world.say(localToken, 'marcos', 'nadie lo oye')
	await one.say('tampoco esto')
	await sleep(1500)
	assert.equal(count(await one.said(), 'nadie lo oye'), 0)
	assert.deepEqual(sent(one), [])
	one.app.config = { ...one.app.config, revision: 3, gateways: [gateway!] }
	await one.toss('/relay/reload', {})
	await until('revision 3', () => one.log().includes('took up revision 3') || undefined, patient)
	one.app.world.say(localToken, 'marcos', 'y esto sí')
	await arrives(one, 'y esto sí')
})

test('a conversation that the app takes out learns of it once, also when that happened while the relay was down', async () => {
	const parted = 'is no longer joined with “Family” on nube1.example: what is written here is not seen there any more.'
	const one = await started()
	await arrives(one, 'pause and resume.')
	await one.end()
	one.app.config = { ...one.app.config, revision: 2, gateways: [] }
	one.start()
	await arrives(one, parted)
	await until('revision 2', () => one.log().includes('took up revision 2') || undefined, patient)
	await one.end()
	one.start()
	await until('revision 2 again', () => one.log().split('took up revision 2').length > 2 || undefined, patient)
	assert.equal(count(await one.said(), parted), 1)
})

test('in a conversation whose language the app names, the relay speaks that one', async () => {
	const one = await started((config) => ({ ...config, gateways: config.gateways.map((gateway) => ({ ...gateway, language: 'es' })) }))
	await arrives(one, 'interrumpirlo y seguir con pausa y reanudar.')
	const notice = (await one.messages()).find(({ message }) => message.includes('unió esta conversación con «Family» en nube1.example'))!
	await one.say('pausa', 'laura', notice.id)
	await arrives(one, 'hasta que alguien que modere responda reanudar.')
	await until('the report', () => one.app.reports.length > 0 || undefined, patient)
	one.app.config = { ...one.app.config, revision: 2, gateways: [] }
	await one.toss('/relay/reload', {})
	await arrives(one, 'lo que se escribe aquí ya no se ve allí.')
})

test('who stopped it by an answer is not told again when the app takes the conversation out', async () => {
	const one = await started()
	await arrives(one, 'pause and resume.')
	const notice = (await one.messages()).find(({ message }) => message.includes('joined this conversation'))!
	await one.say('stop', 'laura', notice.id)
	await arrives(one, 'Ended: this conversation is no longer joined.')
	await until('the report', () => one.app.reports.length > 0 || undefined, patient)
	const [gateway] = one.app.config.gateways
	one.app.config = { ...one.app.config, revision: 2, gateways: [{ ...gateway!, members: [memberOf(1, 'local', localToken), memberOf(2, 'nctalk.17', remoteToken, { consent: 'stopped' })] }] }
	assert.deepEqual((await one.ask('POST', '/relay/reload', {})).body, { revision: 2 })
	one.app.config = { ...one.app.config, revision: 3, gateways: [] }
	assert.deepEqual((await one.ask('POST', '/relay/reload', {})).body, { revision: 3 })
	assert.equal((await one.said()).filter((line) => line.includes('not seen there any more')).length, 0)
})

test('a wish to join that is taken back is said to be so', async () => {
	const one = await started((config) => ({ ...config, gateways: config.gateways.map((gateway) => ({ ...gateway, members: [memberOf(1, 'local', localToken), memberOf(2, 'nctalk.17', remoteToken, { consent: 'asked' })] })) }))
	await arrives(one, 'Until then nothing is carried.')
	one.app.config = { ...one.app.config, revision: 2, gateways: [] }
	assert.deepEqual((await one.ask('POST', '/relay/reload', {})).body, { revision: 2 })
	await arrives(one, 'was taken back. Nothing was carried.')
})
