import type { Federated, MemberState } from './harness.ts'

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { newAppPassword } from '../support/app-password.ts'
import { reactionsOf } from '../support/seat.ts'
import { until } from '../support/until.ts'
import { arrives, becomes, stage } from './harness.ts'
import { answers, api, cannotInstall } from './nextcloud.ts'

const skip = cannotInstall()
const scene = skip === false ? await stage() : undefined
after(() => scene?.close())

/** Waits for the other side's member to be in a state. */
function memberIs(talk: Federated, state: string): Promise<MemberState> {
	return until(`the member is ${state}`, async () => (await talk.state()).members.find((member) => member.state === state), { within: 60_000, every: 500 })
}

/** Fails unless each of these stands there once, in this order. */
async function once(talk: Federated, room: 'a' | 'b', texts: readonly string[]): Promise<void> {
	const said = (await talk[room].owner.said()).flatMap(({ message }) => texts.find((text) => message.endsWith(text)) ?? [])
	assert.deepEqual(said, texts)
}

test('what is written while the relay is stopped arrives when it is started, once and in order', { skip }, async () => {
	const { federate, switchRelay } = scene ?? assert.fail()
	const talk = await federate()
	await switchRelay(false)
	for (const n of [1, 2, 3]) {
		await talk.a.owner.post(`aquí parado ${n}`)
		await talk.b.owner.post(`allí parado ${n}`)
	}
	await switchRelay(true)
	await arrives(talk.b, 'aquí parado 3')
	await arrives(talk.a, 'allí parado 3')
	await sleep(3000)
	await once(talk, 'b', [1, 2, 3].map((n) => `aquí parado ${n}`))
	await once(talk, 'a', [1, 2, 3].map((n) => `allí parado ${n}`))
})

test('a killed relay is started again by itself, and nothing is lost', { skip }, async () => {
	const { federate, admin, app } = scene ?? assert.fail()
	const talk = await federate()
	const { lease } = await admin.get<{ readonly lease: { readonly pid: number } }>('GET', `${api}/admin/state`)
	await app.run('kill', '-9', String(lease.pid))
	await talk.a.owner.post('tras el golpe')
	await arrives(talk.b, 'tras el golpe', 90_000)
	await sleep(2000)
	await once(talk, 'b', ['tras el golpe'])
})

test('a revoked password is told in plain words; with a new one everything arrives', { skip }, async () => {
	const { federate, lab } = scene ?? assert.fail()
	const password = await newAppPassword(lab.b, lab.b.owner)
	const talk = await federate(password)
	await password.revoke()
	await talk.a.owner.post('sin llave')
	const { why, todo } = await memberIs(talk, 'stopped')
	assert.match(why, /password|log ?in|account/iu)
	assert.notEqual(todo, '')
	const { user: login, password: another } = await newAppPassword(lab.b, lab.b.owner)
	await talk.a.owner.connection.get('PUT', `${api}/accounts/${talk.account}`, { settings: { server: lab.b.url, login, password: another } })
	await arrives(talk.b, 'sin llave')
	await once(talk, 'b', ['sin llave'])
})

test('the technical user is removed from the conversation: told, and mended by adding it again', { skip }, async () => {
	const { federate } = scene ?? assert.fail()
	const talk = await federate()
	await talk.b.owner.expel(talk.b.bot.user)
	await talk.a.owner.post('¿estás?')
	const { todo } = await memberIs(talk, 'stopped')
	assert.match(todo, /add|participant/iu)
	await talk.b.owner.add(talk.b.bot.user)
	await arrives(talk.b, '¿estás?', 90_000)
	await once(talk, 'b', ['¿estás?'])
})

test('paused, nothing crosses and nothing is lost here; resumed, it goes on', { skip }, async () => {
	const { federate } = scene ?? assert.fail()
	const talk = await federate()
	const { connection } = talk.a.owner
	await connection.get('PUT', `${api}/rooms/${talk.a.token}`, { paused: true })
	await sleep(2000)
	await talk.b.owner.post('en la pausa')
	await sleep(3000)
	assert.equal((await talk.a.owner.said()).some(({ message }) => message === 'en la pausa'), false)
	await connection.get('PUT', `${api}/rooms/${talk.a.token}`, { paused: false })
	await sleep(2000)
	await talk.b.owner.post('tras la pausa')
	await arrives(talk.a, 'tras la pausa')
})

test('app disabled and enabled: messages stay, everything is kept, and it goes on', { skip }, async () => {
	const { federate, app } = scene ?? assert.fail()
	const talk = await federate()
	await talk.b.owner.post('antes de apagar')
	const before = await arrives(talk.a, 'antes de apagar')
	await app.occ('app:disable', 'talk_relay')
	assert.equal((await talk.a.owner.message(before.id))?.message, 'antes de apagar')
	await talk.b.owner.post('mientras no está')
	const told = await talk.a.owner.post('escrito a oscuras')
	await talk.a.owner.edit(told.id, 'escrito a oscuras, editado')
	await talk.a.owner.react(told.id, '🌱')
	await app.occ('app:enable', 'talk_relay')
	await answers(app)
	assert.notEqual((await talk.federation()).gateway, null)
	await arrives(talk.a, 'mientras no está', 90_000)
	await once(talk, 'a', ['mientras no está'])
	const copy = await arrives(talk.b, 'escrito a oscuras, editado', 90_000)
	await becomes(talk.b, copy.id, 'reacted to', (message) => reactionsOf(message)['🌱'] === 1)
	await once(talk, 'b', ['escrito a oscuras, editado'])
})

test('ended: nothing crosses any more, what was written stays, and both sides are told', { skip }, async () => {
	const { federate } = scene ?? assert.fail()
	const talk = await federate()
	await talk.b.owner.post('lo que queda')
	const kept = await arrives(talk.a, 'lo que queda')
	await talk.a.owner.connection.get('DELETE', `${api}/rooms/${talk.a.token}`)
	await arrives(talk.b, 'This conversation is no longer joined with “Familia”')
	await talk.b.owner.post('ya no')
	await talk.a.owner.post('tampoco')
	await sleep(4000)
	assert.equal((await talk.a.owner.said()).some(({ message }) => message === 'ya no'), false)
	assert.equal((await talk.b.owner.said()).some(({ message }) => message.endsWith('tampoco')), false)
	assert.equal((await talk.a.owner.message(kept.id))?.message, 'lo que queda')
	assert.equal((await talk.federation()).gateway, null)
})
