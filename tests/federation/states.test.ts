/*
 * What becomes of a federation when something about one of its conversations changes: the rows of docs/CONVERSATION-STATES.md, each on
 * live servers.
 */
import type { Room } from '../support/talk.ts'
import type { Federated, MemberState } from './harness.ts'

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../support/ocs.ts'
import { png } from '../support/samples.ts'
import { talk as talkApi } from '../support/seat.ts'
import { until } from '../support/until.ts'
import { arrives, stage } from './harness.ts'
import { api, cannotInstall, nextcloud } from './nextcloud.ts'

interface Listed { readonly id: string, readonly token: string, readonly name: string }

const skip = cannotInstall()
const scene = skip === false ? await stage() : undefined
after(() => scene?.close())

/** Waits for the other side's member to be in a state. */
function memberIs(talk: Federated, state: string): Promise<MemberState> {
	return until(`the member is ${state}`, async () => (await talk.state()).members.find((member) => member.state === state), { within: 60_000, every: 500 })
}

/** Long enough for whatever crosses to be there. */
async function staysAway(room: Room, text: string): Promise<void> {
	await sleep(4000)
	assert.equal((await room.owner.said()).some(({ message }) => message.includes(text)), false, `“${text}” is in ${room.url}`)
}

async function bothWays({ a, b }: Federated, text: string): Promise<void> {
	await a.owner.post(`${text}, de aquí`)
	await b.owner.post(`${text}, de allí`)
	await Promise.all([arrives(b, `${text}, de aquí`, 90_000), arrives(a, `${text}, de allí`, 90_000)])
}

const listed = async (token: string): Promise<Listed | undefined> => (await scene?.admin.get<readonly Listed[]>('GET', `${api}/admin/gateways`))?.find((one) => one.token === token)
const waitingInAll = async (): Promise<number> => (await scene?.admin.get<{ waiting: number }>('GET', `${api}/admin/state`))?.waiting ?? -1

test('read-only here: what comes waits, and arrives when it is unlocked', { skip }, async () => {
	const talk = await scene?.federate() ?? assert.fail()
	await talk.a.owner.set('read-only', { state: 1 })
	await talk.b.owner.post('mientras está cerrada')
	await staysAway(talk.a, 'mientras está cerrada')
	await talk.a.owner.set('read-only', { state: 0 })
	await arrives(talk.a, 'mientras está cerrada', 30_000)
	await bothWays(talk, 'abierta')
})

test('read-only there: told with what to do; what goes there waits, and arrives when it is unlocked', { skip }, async () => {
	const talk = await scene?.federate() ?? assert.fail()
	await talk.b.owner.set('read-only', { state: 1 })
	await talk.a.owner.post('mientras está cerrada allí')
	const { why, todo } = await memberIs(talk, 'stopped')
	assert.match(why, /read-only/u)
	assert.match(todo, /unlock/u)
	await talk.b.owner.set('read-only', { state: 0 })
	await arrives(talk.b, 'mientras está cerrada allí', 90_000)
	await memberIs(talk, 'working')
})

test('only moderators may write here: that holds for people there, too; what they say waits, and what moderators say goes on', { skip }, async () => {
	const talk = await scene?.federate() ?? assert.fail()
	// Calls, sound and picture, neither chat nor reactions (lib/Model/Attendee.php PERMISSIONS_…).
	await talk.a.owner.set('permissions/default', { permissions: 2 + 4 + 16 + 32 + 64 })
	await talk.b.owner.post('también nosotros callamos')
	await talk.a.owner.post('un anuncio')
	await arrives(talk.b, 'un anuncio')
	await staysAway(talk.a, 'también nosotros callamos')
	await talk.a.owner.set('permissions/default', { permissions: 0 })
	await arrives(talk.a, 'también nosotros callamos', 30_000)
	await bothWays(talk, 'de todos')
})

test('a lobby here: nothing comes in, and what moderators say among themselves stays here until it ends', { skip }, async () => {
	const talk = await scene?.federate() ?? assert.fail()
	await talk.a.owner.set('webinar/lobby', { state: 1 })
	await talk.a.owner.post('entre nosotros')
	await talk.b.owner.post('ante la sala de espera')
	await staysAway(talk.b, 'entre nosotros')
	await staysAway(talk.a, 'ante la sala de espera')
	await talk.a.owner.set('webinar/lobby', { state: 0 })
	await Promise.all([arrives(talk.b, 'entre nosotros'), arrives(talk.a, 'ante la sala de espera')])
})

test('a lobby there: told with what to do; what is said on either side waits until it ends', { skip }, async () => {
	const talk = await scene?.federate() ?? assert.fail()
	await talk.b.owner.set('webinar/lobby', { state: 1 })
	await talk.b.owner.post('allí entre nosotros')
	await talk.a.owner.post('ante la sala de allí')
	const { why, todo } = await memberIs(talk, 'stopped')
	assert.match(why, /lobby/u)
	assert.match(todo, /lobby/u)
	await staysAway(talk.a, 'allí entre nosotros')
	await talk.b.owner.set('webinar/lobby', { state: 0 })
	await Promise.all([arrives(talk.b, 'ante la sala de allí', 90_000), arrives(talk.a, 'allí entre nosotros', 90_000)])
})

test('messages expire by the setting of the conversation that they stand in', { skip }, async () => {
	const talk = await scene?.federate() ?? assert.fail()
	await talk.a.owner.set('message-expiration', { seconds: 3600 }, 'POST')
	const there = await talk.b.owner.post('caduca aquí')
	const here = await talk.a.owner.post('también aquí')
	assert.ok((await arrives(talk.a, 'caduca aquí')).expirationTimestamp > 0)
	assert.ok(here.expirationTimestamp > 0)
	assert.equal((await talk.b.owner.message(there.id))?.expirationTimestamp, 0)
	assert.equal((await arrives(talk.b, 'también aquí')).expirationTimestamp, 0)
})

test('renamed: each conversation keeps its own name, and it goes on; the administrator and the panel see the new ones', { skip }, async () => {
	const talk = await scene?.federate() ?? assert.fail()
	await talk.a.owner.set('', { roomName: 'Otro nombre' })
	await talk.b.owner.set('', { roomName: 'Otro nombre allí' })
	await bothWays(talk, 'con otro nombre')
	assert.equal((await listed(talk.a.token))?.name, 'Otro nombre')
	assert.equal((await talk.a.owner.room()).displayName, 'Otro nombre')
	assert.equal((await talk.b.owner.room()).displayName, 'Otro nombre allí')
	const shown = async (): Promise<string | undefined> => (await talk.federation()).gateway?.members[0]?.name
	await until('the panel shows the other one’s new name', async () => await shown() === 'Otro nombre allí' ? true : undefined, { within: 120_000, every: 1000 })
})

test('archived by somebody: that is their own view, and all goes on', { skip }, async () => {
	const talk = await scene?.federate() ?? assert.fail()
	await Promise.all([talk.a, talk.b].map((room) => room.owner.set('archive', {}, 'POST')))
	await talk.b.bot.set('archive', {}, 'POST')
	await bothWays(talk, 'archivada')
})

test('deleted here: the federation ends, what waited goes, and the other conversation stays', { skip }, async () => {
	const talk = await scene?.federate() ?? assert.fail()
	await talk.b.owner.expel(talk.b.bot.user)
	await talk.a.owner.post('no llegará')
	await until('it waits', async () => (await talk.state()).members[0]?.waiting === 1 ? true : undefined, { within: 20_000, every: 250 })
	const before = await waitingInAll()
	await talk.a.delete()
	await until('the federation is gone', async () => await listed(talk.a.token) === undefined ? true : undefined, { within: 10_000 })
	await until('what waited is gone', async () => await waitingInAll() < before ? true : undefined, { within: 30_000, every: 250 })
	await talk.b.owner.add(talk.b.bot.user)
	await talk.b.owner.post('sigue aquí')
	await staysAway(talk.b, 'no llegará')
})

test('deleted there: told with what to do; ended here, what waited goes', { skip }, async () => {
	const talk = await scene?.federate() ?? assert.fail()
	await talk.b.delete()
	await talk.a.owner.post('¿queda alguien?')
	const { why, todo } = await memberIs(talk, 'stopped')
	assert.match(why, /deleted/u)
	assert.match(todo, /deleted/u)
	const before = await waitingInAll()
	await talk.a.owner.connection.get('DELETE', `${api}/rooms/${talk.a.token}`)
	await until('what waited is gone', async () => await waitingInAll() < before ? true : undefined, { within: 30_000, every: 250 })
})

test('the account’s owner is deleted: what was reached through it is taken out, and the conversation stays', { skip }, async () => {
	const { admin, lab } = scene ?? assert.fail()
	const [a, b] = await Promise.all([lab.a.newRoom({ name: 'Familia' }), lab.b.newRoom({ name: 'Familia allí' })])
	const login = { user: `temporal-${randomBytes(4).toString('hex')}`, password: randomBytes(16).toString('hex') }
	await admin.get('POST', '/ocs/v2.php/cloud/users', { userid: login.user, password: login.password })
	const theirs = connect(lab.a.url, login)
	try {
		await a.owner.add(login.user)
		const attendee = (await a.owner.people()).find(({ actorId }) => actorId === login.user)?.attendeeId
		await a.owner.set('moderators', { attendeeId: attendee }, 'POST')
		const settings = { server: lab.b.url, login: lab.b.bot.user, password: lab.b.bot.password }
		const { id: account } = await theirs.get<{ id: number }>('POST', `${api}/accounts`, { network: 'nctalk', settings })
		await theirs.get('POST', `${api}/rooms/${a.token}/members`, { account, address: b.token })
		await arrives(b, 'joined this conversation with “Familia”')
		await admin.get('DELETE', `/ocs/v2.php/cloud/users/${login.user}`)
		await until('the federation is gone', async () => await listed(a.token) === undefined ? true : undefined, { within: 10_000 })
		await arrives(b, 'is no longer joined with “Familia”')
		await a.owner.post('seguimos aquí')
	} finally {
		theirs.close()
		await admin.ask('DELETE', `/ocs/v2.php/cloud/users/${login.user}`)
		await Promise.all([a.delete(), b.delete()])
	}
})

test('the last moderator is lost here: it goes on; nobody but the administrator can end it', { skip }, async () => {
	const { app, admin, federate } = scene ?? assert.fail()
	const talk = await federate()
	await app.occ('talk:room:update', talk.a.token, '--owner=')
	await bothWays(talk, 'sin quien modere')
	const { status, data } = await talk.a.owner.connection.ask('DELETE', `${api}/rooms/${talk.a.token}`)
	assert.deepEqual([status, data], [403, { reason: 'moderator' }])
	const { id } = await listed(talk.a.token) ?? assert.fail('the administrator does not see it')
	await admin.get('DELETE', `${api}/admin/gateways/${id}`)
	await sleep(2000)
	await talk.b.owner.post('ya no llega')
	await staysAway(talk.a, 'ya no llega')
	await app.occ('talk:room:update', talk.a.token, `--owner=${talk.a.owner.user}`)
})

test('the last moderator is lost there: it goes on; nobody there can stop it, but a moderator here can', { skip }, async () => {
	const talk = await scene?.federate() ?? assert.fail()
	const notice = await arrives(talk.b, 'joined this conversation')
	await nextcloud('b').occ('talk:room:update', talk.b.token, '--owner=')
	await talk.b.owner.post('stop', { replyTo: notice.id })
	await arrives(talk.b, 'Only a moderator')
	await bothWays(talk, 'allí sin quien modere')
	await talk.a.owner.connection.get('DELETE', `${api}/rooms/${talk.a.token}`)
	await sleep(2000)
	await talk.b.owner.post('allí ya no')
	await staysAway(talk.a, 'allí ya no')
	await nextcloud('b').occ('talk:room:update', talk.b.token, `--owner=${talk.b.owner.user}`)
})

/** Leaves by themselves, as Talk's own button does. */
const leave = ({ a }: Federated, who: 'owner' | 'other') => a[who].connection.ask('DELETE', `${talkApi}/v4/room/${a.token}/participants/self`)

/** A file lies in the conversation here, which belongs to the app's service user. */
async function withFile({ a, b }: Federated): Promise<void> {
	await b.owner.send(`hoja ${a.token}.png`, png, 'image/png', { caption: 'una hoja' })
	await arrives(a, 'una hoja')
}

test('left by all: who is left can leave, and the conversation goes with the last one, as it would without the app', { skip }, async () => {
	const talk = await (scene ?? assert.fail()).federate()
	await withFile(talk)
	assert.equal((await leave(talk, 'other')).status, 200)
	assert.equal((await leave(talk, 'owner')).status, 200)
	assert.equal((await talk.a.owner.tryRoom()).status, 404)
	assert.equal(await listed(talk.a.token), undefined)
})

test('left by all: also where the account of the last one is deleted', { skip }, async (t) => {
	const { federate, admin } = scene ?? assert.fail()
	const user = `last-${randomBytes(4).toString('hex')}`
	await admin.get('POST', '/ocs/v2.php/cloud/users', { userid: user, password: randomBytes(12).toString('hex') })
	t.after(() => admin.ask('DELETE', `/ocs/v2.php/cloud/users/${user}`))
	const talk = await federate()
	await withFile(talk)
	await talk.a.owner.add(user)
	const last = (await talk.a.owner.people()).find(({ actorId }) => actorId === user)
	await talk.a.owner.set('moderators', { attendeeId: last?.attendeeId ?? 0 }, 'POST')
	assert.equal((await leave(talk, 'other')).status, 200)
	assert.equal((await leave(talk, 'owner')).status, 200)
	assert.notEqual(await listed(talk.a.token), undefined)
	await admin.get('DELETE', `/ocs/v2.php/cloud/users/${user}`)
	assert.equal(await listed(talk.a.token), undefined)
})
