/*
 * What people of the side without the app decide by answering the relay's notice, and what authors see of a message that does not arrive.
 */
import type { Posted } from '../support/talk-shapes.ts'
import type { Room } from '../support/talk.ts'
import type { RoomFederation } from './harness.ts'

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { reactionsOf } from '../support/seat.ts'
import { until } from '../support/until.ts'
import { arrives, becomes, stage } from './harness.ts'
import { api, cannotInstall } from './nextcloud.ts'

const skip = cannotInstall()
const scene = skip === false ? await stage() : undefined
after(() => scene?.close())

function noticeIn(room: Room, words: string): Promise<Posted> {
	return arrives(room, ({ message, actorId }) => message.includes(words) && actorId === room.bot.user)
}
async function nothingOf(room: Room, text: string): Promise<void> {
	assert.ok(!(await room.owner.said()).some(({ message }) => message.includes(text)), `“${text}” is in ${room.url}`)
}

function consentIs(federation: () => Promise<RoomFederation>, consent: string): Promise<unknown> {
	return until(`the other side is ${consent}`, async () => (await federation()).gateway?.members.find((member) => member.consent === consent), { within: 30_000, every: 250 })
}

test('a moderator there pauses, resumes and stops by answering the notice; nobody else can', { skip }, async () => {
	const { federate } = scene ?? assert.fail()
	const { a, b, federation } = await federate()
	const notice = await noticeIn(b, 'joined this conversation with “Familia”')
	assert.match(notice.message, /nube1|Marcos|marcos/u)
	const answer = (word: string, by = b.owner) => by.post(word, { replyTo: notice.id })

	await answer('stop', b.other)
	await noticeIn(b, 'Only a moderator')
	await consentIs(federation, 'given')

	await answer('pause')
	await noticeIn(b, 'Paused')
	await consentIs(federation, 'paused')
	await a.owner.post('en la pausa')
	await b.owner.post('también en la pausa')
	await sleep(4000)
	assert.equal((await b.owner.said()).some(({ message, actorId }) => message.includes('en la pausa') && actorId === b.bot.user), false)
	await nothingOf(a, 'también en la pausa')

	await answer('Resume!')
	await noticeIn(b, 'joined from now on')
	await consentIs(federation, 'given')
	await a.owner.post('tras la pausa')
	await b.owner.post('tras la pausa de allí')
	await arrives(b, 'tras la pausa')
	await arrives(a, 'tras la pausa de allí')

	await answer('stop')
	await noticeIn(b, 'Ended')
	await consentIs(federation, 'stopped')
	await b.owner.post('ya no')
	await a.owner.post('tampoco')
	await sleep(4000)
	await nothingOf(a, 'ya no')
	await nothingOf(b, 'tampoco')
	for (const word of ['stop', 'pause', 'Resume!']) {
		assert.equal((await a.owner.said()).some(({ message }) => message === word), false, `the answer ${word} was carried`)
	}
	assert.equal((await a.other.people()).some(({ actorType }) => actorType === 'federated_users'), false, 'people of a room that is out are still listed')
})

test('with an account that the administrator shares nothing is carried until a moderator there agrees', { skip }, async () => {
	const { lab, admin } = scene ?? assert.fail()
	const [a, b] = await Promise.all([lab.a.newRoom({ name: 'Familia', people: [lab.a.other] }), lab.b.newRoom({ name: 'Familia allí' })])
	const { user: login, password } = b.server.bot
	const shared = await admin.get<{ id: number }>('POST', `${api}/admin/accounts`, { network: 'nctalk', settings: { server: b.server.url, login, password } })
	const { connection } = a.owner
	try {
		const federation = (): Promise<RoomFederation> => connection.get('GET', `${api}/rooms/${a.token}`)
		await connection.get('POST', `${api}/rooms/${a.token}/members`, { account: shared.id, address: b.token })
		await consentIs(federation, 'asked')
		const notice = await noticeIn(b, 'would like to join')
		await a.owner.post('demasiado pronto')
		await b.owner.post('pronto también')
		await b.other.post('yes', { replyTo: notice.id })
		await noticeIn(b, 'Only a moderator')
		await sleep(4000)
		await nothingOf(b, 'demasiado pronto')
		await nothingOf(a, 'pronto también')
		assert.equal((await a.other.people()).some(({ actorType }) => actorType === 'federated_users'), false, 'who is there is told before they agreed')

		await b.owner.post('yes', { replyTo: notice.id })
		await noticeIn(b, 'joined from now on')
		await consentIs(federation, 'given')
		await a.owner.post('ahora sí')
		await b.owner.post('ahora sí, de allí')
		await arrives(b, 'ahora sí')
		await arrives(a, 'ahora sí, de allí')
		await nothingOf(b, 'demasiado pronto')
		await nothingOf(a, 'pronto también')
	} finally {
		await connection.ask('DELETE', `${api}/rooms/${a.token}`)
		await admin.ask('DELETE', `${api}/admin/accounts/${shared.id}`)
	}
})

/** ⏳ comes after a minute, looked for every quarter of it. */
const waits = (room: Room, { id }: Posted) => becomes(room, id, 'marked with ⏳', (message) => reactionsOf(message)['⏳'] === 1, 120_000)
const waitsNoMore = (room: Room, { id }: Posted) => becomes(room, id, 'marked no longer', (message) => reactionsOf(message)['⏳'] === undefined, 60_000)

test('⏳ stands on what does not arrive for a minute, on both sides, and goes when it has arrived or the federation ends', { skip }, async () => {
	const { federate } = scene ?? assert.fail()
	const [there, here, ended] = [await federate(), await federate(), await federate()]
	await there.b.owner.expel(there.b.bot.user)
	await ended.b.owner.expel(ended.b.bot.user)
	await here.a.owner.set('read-only', { state: 1 })
	const [fromHere, fromThere, never] = [await there.a.owner.post('¿llega allí?'), await here.b.owner.post('¿llega aquí?'), await ended.a.owner.post('esto ya no')]
	await Promise.all([waits(there.a, fromHere), waits(here.b, fromThere), waits(ended.a, never)])
	await ended.a.owner.connection.get('DELETE', `${api}/rooms/${ended.a.token}`)
	await waitsNoMore(ended.a, never)
	await there.b.owner.add(there.b.bot.user)
	await here.a.owner.set('read-only', { state: 0 })
	await Promise.all([arrives(there.b, '¿llega allí?', 90_000), arrives(here.a, '¿llega aquí?', 90_000)])
	await Promise.all([waitsNoMore(there.a, fromHere), waitsNoMore(here.b, fromThere)])
})
