import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
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
