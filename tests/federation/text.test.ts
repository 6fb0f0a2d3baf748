import type { Federated } from './harness.ts'

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { notified } from '../support/notifications.ts'
import { arrives, becomes, cloudId, stage } from './harness.ts'
import { cannotInstall } from './nextcloud.ts'

const skip = cannotInstall()
const scene = skip === false ? await stage() : undefined
const talk = await scene?.federate()
after(() => scene?.close())
function crosses(name: string, act: (talk: Federated) => Promise<void>): void {
	void test(name, { skip }, () => act(talk ?? assert.fail('no stage')))
}

crosses('what a remote person writes is theirs: name and id, no prefix', async ({ a, b }) => {
	await b.owner.post('Hola desde el **otro** lado')
	const seen = await arrives(a, 'Hola desde el **otro** lado')
	assert.equal(seen.message, 'Hola desde el **otro** lado')
	assert.equal(seen.actorType, 'federated_users')
	assert.equal(seen.actorId, cloudId(b, b.owner.user))
	assert.equal(seen.actorDisplayName, (await b.owner.people()).find(({ actorId }) => actorId === b.owner.user)?.displayName)
	assert.equal(seen.isReplyable, true)
	assert.equal(seen.markdown, true)
})

crosses('what is written here arrives there within seconds', async ({ a, b }) => {
	const from = performance.now()
	await a.owner.post('¿Se oye?')
	await arrives(b, '¿Se oye?')
	assert.ok(performance.now() - from < 5000, 'it took longer than five seconds')
})

crosses('order is kept both ways', async ({ a, b }) => {
	const texts = Array.from({ length: 12 }, (_, n) => `número ${n}`)
	for (const [n, text] of texts.entries()) {
		await (n % 3 === 0 ? b.other : b.owner).post(text)
	}
	await arrives(a, 'número 11')
	assert.deepEqual((await a.owner.said()).map(({ message }) => message).filter((text) => text.startsWith('número')), texts)
	const back = texts.map((text) => text.replace('número', 'vuelta'))
	for (const text of back) {
		await a.other.post(text)
	}
	await arrives(b, 'vuelta 11')
	assert.deepEqual((await b.owner.said()).flatMap(({ message }) => /vuelta \d+$/u.exec(message) ?? []), back)
})

crosses('nothing comes back, and nothing comes twice', async ({ a, b }) => {
	await a.owner.post('sólo una vez')
	await arrives(b, 'sólo una vez')
	await sleep(4000)
	for (const room of [a, b]) {
		assert.equal((await room.owner.said()).filter(({ message }) => message.includes('sólo una vez')).length, 1)
	}
})

crosses('answers answer, in both directions, and notify who is answered', async ({ a, b }) => {
	const question = await a.other.post('¿Quién trae el pan?')
	const copy = await arrives(b, '¿Quién trae el pan?')
	const before = await notified(a.other, 'chat')
	await b.owner.post('Lo traigo yo', { replyTo: copy.id })
	const answer = await arrives(a, 'Lo traigo yo')
	assert.equal(answer.parent?.id, question.id)
	await a.owner.post('¡Gracias!', { replyTo: answer.id })
	assert.equal((await arrives(b, '¡Gracias!')).parent?.message, 'Lo traigo yo')
	assert.equal(await notified(a.other, 'chat'), before + 1)
})

crosses('a mention of somebody here wakes them, written there', async ({ a, b }) => {
	const before = await notified(a.other, 'chat')
	await b.owner.post(`mira esto, @${a.other.user}`)
	const seen = await arrives(a, 'mira esto')
	assert.ok(Object.values(seen.messageParameters).some(({ type, id }) => type === 'user' && id === a.other.user), JSON.stringify(seen.messageParameters))
	assert.equal(await notified(a.other, 'chat'), before + 1)
})

crosses('a mention of a remote person wakes them', async ({ a, b }) => {
	const before = await notified(b.other, 'chat')
	await a.owner.post(`¿y tú, @"federated_user/${cloudId(b, b.other.user)}"?`)
	const seen = await arrives(b, '¿y tú')
	assert.ok(Object.values(seen.messageParameters).some(({ type, id }) => type === 'user' && id === b.other.user), JSON.stringify(seen.messageParameters))
	assert.equal(await notified(b.other, 'chat'), before + 1)
	const own = (await a.owner.said()).find(({ message }) => message.startsWith('¿y tú'))
	const shown = Object.values(own?.messageParameters ?? {}).map(({ name }: { name: string }) => name)
	assert.deepEqual(shown, [(await b.owner.people()).find(({ actorId }) => actorId === b.other.user)?.displayName])
})

crosses('@all wakes nobody across', async ({ a, b }) => {
	const before = await notified(a.other, 'chat')
	await b.owner.post('atención @all, es la hora')
	const seen = await arrives(a, 'es la hora')
	assert.deepEqual(Object.keys(seen.messageParameters), [])
	assert.equal(await notified(a.other, 'chat'), before)
})

crosses('edits, again and again, both ways', async ({ a, b }) => {
	const there = await b.owner.post('a las cinco')
	const copy = await arrives(a, 'a las cinco')
	await b.owner.edit(there.id, 'a las seis')
	const edited = await becomes(a, copy.id, 'edited', ({ message }) => message === 'a las seis')
	assert.equal(edited.lastEditActorId, cloudId(b, b.owner.user))
	await b.owner.edit(there.id, 'a las siete')
	await becomes(a, copy.id, 'edited again', ({ message }) => message === 'a las siete')
	const here = await a.owner.post('el martes')
	const back = await arrives(b, 'el martes')
	await a.owner.edit(here.id, 'el jueves')
	await becomes(b, back.id, 'edited', ({ message }) => message.endsWith('el jueves'))
})

crosses('deletions, both ways', async ({ a, b }) => {
	const there = await b.owner.post('esto no')
	const copy = await arrives(a, 'esto no')
	await b.owner.remove(there.id)
	await becomes(a, copy.id, 'deleted', ({ messageType }) => messageType === 'comment_deleted')
	const here = await a.owner.post('esto tampoco')
	const back = await arrives(b, 'esto tampoco')
	await a.owner.remove(here.id)
	await becomes(b, back.id, 'deleted', ({ messageType }) => messageType === 'comment_deleted')
})

crosses('what a moderator here deletes of a copy stays here', async ({ a, b }) => {
	const there = await b.owner.post('discutible')
	const copy = await arrives(a, 'discutible')
	await a.owner.remove(copy.id)
	await sleep(4000)
	assert.equal((await b.owner.message(there.id))?.message, 'discutible')
})

crosses('silent stays silent', async ({ a, b }) => {
	const before = await notified(a.other, 'chat')
	await b.owner.post(`sin ruido, @${a.other.user}`, { silent: true })
	assert.equal((await arrives(a, 'sin ruido')).silent, true)
	assert.equal(await notified(a.other, 'chat'), before)
})

crosses('a text of 32,000 characters, whole', async ({ a, b }) => {
	const text = 'ñandú 🦤 '.repeat(3990)
	await b.owner.post(text)
	const seen = await arrives(a, ({ message }) => message.length > 20_000)
	assert.equal(seen.message, text.trim())
})

crosses('the conversation list shows the last message under its author’s name', async ({ a, b }) => {
	await b.other.post('lo último')
	await arrives(a, 'lo último')
	const { lastMessage } = await a.other.room()
	assert.equal('actorDisplayName' in lastMessage ? lastMessage.actorDisplayName : '', (await b.owner.people()).find(({ actorId }) => actorId === b.other.user)?.displayName)
})
