import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { guestIn } from '../support/guest.ts'
import { talk as talkApi } from '../support/seat.ts'
import { until } from '../support/until.ts'
import { arrives, cloudId, stage } from './harness.ts'
import { api, cannotInstall } from './nextcloud.ts'

const skip = cannotInstall()
const scene = skip === false ? await stage() : undefined
const talk = await scene?.federate()
after(() => scene?.close())

test('remote people are in the list and among the suggestions; service and technical user are not', { skip }, async () => {
	const { a, b } = talk ?? assert.fail()
	const people = await until('the remote people are listed', async () => {
		const all = await a.other.people()
		return all.some(({ actorId }) => actorId === cloudId(b, b.other.user)) ? all : undefined
	}, { within: 60_000, every: 500 })
	const laura = people.find(({ actorId }) => actorId === cloudId(b, b.owner.user))
	assert.equal(laura?.actorType, 'federated_users')
	assert.equal(laura?.displayName, (await b.owner.people()).find(({ actorId }) => actorId === b.owner.user)?.displayName)
	const expected = [a.owner.user, a.other.user, cloudId(b, b.owner.user), cloudId(b, b.other.user)]
	assert.deepEqual(people.map(({ actorId }) => actorId).sort(), expected.sort())
	const suggestions = `${talkApi}/v1/chat/${a.token}/mentions?search=${b.owner.user.slice(0, 3)}&limit=20`
	const found = await a.other.connection.get<readonly { readonly mentionId?: string }[]>('GET', suggestions)
	assert.ok(found.some(({ mentionId }) => mentionId === `federated_user/${cloudId(b, b.owner.user)}`), JSON.stringify(found))
})

test('a remote person has a face', { skip }, async () => {
	const { a, b } = talk ?? assert.fail()
	const path = `${talkApi}/v1/proxy/${a.token}/user-avatar/64?cloudId=${encodeURIComponent(cloudId(b, b.owner.user))}`
	const { status, headers, body } = await a.other.connection.ask('GET', path)
	assert.equal(status, 200)
	assert.match(headers['content-type'] ?? '', /^image\//u)
	const own = await b.owner.connection.ask('GET', `/index.php/avatar/${b.owner.user}/128`)
	assert.ok(body.equals(own.body), 'it is not the picture that their own server shows')
	const stranger = await scene?.lab.a.stranger().ask('GET', path)
	assert.notEqual(stranger?.status, 200, 'who is not in the conversation sees no faces')
})

test('guests of either side speak under their names', { skip }, async () => {
	const { a, b } = talk ?? assert.fail()
	await Promise.all([a, b].map((room) => room.owner.set('public', {}, 'POST')))
	const [here, there] = await Promise.all([guestIn(a, 'Lucía'), guestIn(b, 'Inés')])
	await here.say('Soy una invitada de aquí')
	assert.match((await arrives(b, 'Soy una invitada de aquí')).message, /Lucía/u)
	await there.say('Y yo de allí')
	const { actorType, actorId, actorDisplayName, message } = await arrives(a, 'Y yo de allí')
	assert.deepEqual([actorType, message], ['federated_users', 'Y yo de allí'])
	assert.match(actorDisplayName, /^Inés/u)
	assert.ok(actorId.endsWith(`@${new URL(b.server.url).host}`), actorId)
})

test('a bot of this server speaks under its name', { skip }, async () => {
	const { a, b } = talk ?? assert.fail()
	const { app } = scene ?? assert.fail()
	const secret = randomBytes(32).toString('hex')
	await app.occ('talk:bot:install', 'Recordatorio', secret, 'http://127.0.0.1:9/bot', '--feature', 'response')
	const bots = JSON.parse(await app.occ('talk:bot:list', '--output=json')) as readonly { readonly id: number, readonly name: string }[]
	const id = String(bots.find(({ name }) => name === 'Recordatorio')?.id)
	try {
		await app.occ('talk:bot:setup', id, a.token)
		const [random, message] = [randomBytes(32).toString('hex'), 'Hay que regar']
		const answer = await fetch(`${app.url}${talkApi}/v1/bot/${a.token}/message`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'ocs-apirequest': 'true',
				'x-nextcloud-talk-bot-random': random,
				'x-nextcloud-talk-bot-signature': createHmac('sha256', secret).update(random + message).digest('hex'),
			},
			body: JSON.stringify({ message }),
		})
		assert.equal(answer.status, 201, await answer.text())
		assert.match((await arrives(b, message)).message, /Recordatorio/u)
	} finally {
		await app.occ('talk:bot:uninstall', id)
	}
})

test('a blocked person is not heard here any more, and is again', { skip }, async () => {
	const { a, b } = talk ?? assert.fail()
	const person = cloudId(b, b.other.user)
	const { connection } = a.owner
	await connection.get('POST', `${api}/rooms/${a.token}/blocked`, { person })
	await sleep(2000)
	await b.other.post('¿me oís?')
	await b.owner.post('a mí sí')
	await arrives(a, 'a mí sí')
	assert.equal((await a.owner.said()).some(({ message }) => message === '¿me oís?'), false)
	await connection.get('DELETE', `${api}/rooms/${a.token}/blocked`, { person })
	await sleep(2000)
	await b.other.post('¿y ahora?')
	await arrives(a, '¿y ahora?')
})

test('“remove participant” on a remote person blocks them', { skip }, async () => {
	const { a, b } = talk ?? assert.fail()
	const person = cloudId(b, b.other.user)
	await a.owner.expel(person)
	await until('they are blocked', async () => (await talk?.federation())?.gateway?.blocked.some(({ id }) => id === person) === true ? true : undefined)
	await sleep(2000)
	await b.other.post('desde fuera')
	await b.owner.post('desde dentro')
	await arrives(a, 'desde dentro')
	assert.equal((await a.owner.said()).some(({ message }) => message === 'desde fuera'), false)
	await a.owner.connection.get('DELETE', `${api}/rooms/${a.token}/blocked`, { person })
})
