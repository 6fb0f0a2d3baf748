import type { Parameter, Posted } from '../support/talk-shapes.ts'
import type { Room } from '../support/talk.ts'

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { guestIn } from '../support/guest.ts'
import { servers } from '../support/talk.ts'

const lab = await servers()
after(() => lab.close())
const { a } = lab

/** The text as the bot reads it, and what is named in it. */
async function read(room: Room, text: string): Promise<{ readonly text: string, readonly named: Readonly<Record<string, Parameter>> }> {
	const { id } = await room.owner.post(text)
	const { message, messageParameters } = await room.bot.message(id) as Posted
	return { text: message, named: Array.isArray(messageParameters) ? {} : messageParameters as Readonly<Record<string, Parameter>> }
}

test('a person: with or without quotes, once for all places', async () => {
	const room = await a.newRoom()
	const { other } = a
	const { text, named } = await read(room, `@${other} and @"${other}", (@${other})!`)
	assert.equal(text, '{mention-user1} and {mention-user1}, ({mention-user1})!')
	assert.deepEqual(Object.keys(named), ['mention-user1', 'mention-user2'], 'each way of writing counts, and the second is nowhere in the text')
	assert.deepEqual(named['mention-user1'], named['mention-user2'])
	const { type, id, name, 'mention-id': mentionId } = named['mention-user1'] as Parameter
	assert.deepEqual([type, id, mentionId], ['user', other, other])
	assert.equal(name, (await room.owner.people()).find(({ actorId }) => actorId === other)?.displayName)
})

test('several people are numbered; who is no user of this server stays as it was written', async () => {
	const room = await a.newRoom()
	const { text, named } = await read(room, `@${a.other} @nobody-by-this-name @"no such person" @"${a.owner}"`)
	assert.deepEqual(Object.keys(named).sort(), ['mention-user1', 'mention-user2'])
	assert.match(text, /^\{mention-user\d\} @nobody-by-this-name @"no such person" \{mention-user\d\}$/)
})

test('a user who is not in the room is shown as mentioned all the same', async () => {
	const room = await a.newRoom({ people: [a.bot.user] })
	assert.deepEqual(Object.keys((await read(room, `@${a.other}`)).named), ['mention-user1'])
})

test('within words, addresses and longer names there is no mention', async () => {
	const room = await a.newRoom()
	for (const text of [`x@${a.other}`, `mail ${a.owner}@${a.other}.example`, `@${a.other}x`, `@${a.other}.example`, `@${a.other}_y`]) {
		assert.deepEqual(await read(room, text), { text, named: {} }, text)
	}
})

test('ids are found whatever their case, and given as they were written', async () => {
	const room = await a.newRoom()
	const { text, named } = await read(room, `@${a.other.toUpperCase()}`)
	assert.equal(text, '{mention-user1}')
	assert.equal(named['mention-user1']?.id, a.other.toUpperCase())
})

test('a full stop after the name belongs to it', async () => {
	const room = await a.newRoom()
	assert.deepEqual((await read(room, `ask @${a.other}.`)).named, {})
	assert.equal((await read(room, `ask @"${a.other}".`)).text, 'ask {mention-user1}.')
})

test('code holds no mentions: neither blocks nor inline', async () => {
	const room = await a.newRoom()
	const block = `\`\`\`\n@${a.other} @all\n\`\`\``
	assert.deepEqual(await read(room, block), { text: block, named: {} })
	assert.deepEqual(await read(room, `\`@${a.other}\``), { text: `\`@${a.other}\``, named: {} })
	const mixed = await read(room, `\`@${a.other}\` but @${a.other}`)
	assert.equal(mixed.text, `\`@${a.other}\` but {mention-user1}`)
	const quoted = await read(room, `> @${a.other} said`)
	assert.equal(quoted.text, '> {mention-user1} said')
})

test('everybody is the conversation itself', async () => {
	const room = await a.newRoom({ name: 'A room to call' })
	const { text, named } = await read(room, '@all look')
	assert.equal(text, '{mention-call1} look')
	const { type, id, name, 'call-type': callType, 'mention-id': mentionId } = named['mention-call1'] as Parameter
	assert.deepEqual([type, id, name, callType, mentionId], ['call', room.token, 'A room to call', 'group', 'all'])
})

test('where only moderators may call everybody, others’ @all is text', async () => {
	const room = await a.newRoom()
	await room.owner.set('mention-permissions', { mentionPermissions: 1 })
	assert.equal((await room.bot.room()).mentionPermissions, 1)
	const posted = await room.other.post('@all ¿vamos?')
	assert.equal((await room.bot.message(posted.id))?.message, '@all ¿vamos?')
	assert.equal((await read(room, '@all vamos')).text, '{mention-call1} vamos')
})

test('guests by their id, people of other servers by their cloud id', async () => {
	const room = await a.newRoom({ type: 3 })
	const guest = await guestIn(room, 'Lucía')
	const ofGuest = await read(room, `@"guest/${guest.id}" hola`)
	assert.equal(ofGuest.text, '{mention-guest1} hola')
	const { type, id, name, 'mention-id': mentionId } = ofGuest.named['mention-guest1'] as Parameter
	assert.deepEqual([type, id, name, mentionId], ['guest', `guest/${guest.id}`, 'Lucía', `guest/${guest.id}`])
	const ofFederated = await read(room, '@"federated_user/ada@cloud.example" hola')
	assert.equal(ofFederated.text, '{mention-federated-user1} hola')
	const ada = ofFederated.named['mention-federated-user1'] as Parameter
	assert.deepEqual([ada.type, ada.id, ada['mention-id']], ['user', 'ada', 'federated_user/ada@cloud.example'])
	assert.match(ada.server ?? '', /^https?:\/\/cloud\.example$/)
	assert.equal((await read(room, '@"group/nosuchgroup" hola')).text, '{mention-group1} hola')
})

test('a guest’s message bears their name and no user id', async () => {
	const room = await a.newRoom({ type: 3 })
	const guest = await guestIn(room, 'Lucía')
	const seen = await room.bot.message(await guest.say('Soy nueva'))
	assert.deepEqual([seen?.actorType, seen?.actorId, seen?.actorDisplayName, seen?.message], ['guests', guest.id, 'Lucía', 'Soy nueva'])
})

test('who is mentioned finds it: the room counts it as unread mention, not so for others', async () => {
	const room = await a.newRoom()
	const { id } = await room.owner.post(`@${a.other} look`)
	assert.equal((await room.other.room()).unreadMention, true)
	assert.equal((await room.bot.room()).unreadMention, false)
	await room.other.read(id)
	assert.equal((await room.other.room()).unreadMention, false)
	await room.owner.post('@all look')
	assert.equal((await room.bot.room()).unreadMention, true)
})

test('an invisible sign after the @ keeps a name from being called', async () => {
	const room = await a.newRoom()
	const text = `@\u2060${a.other} @\u2060all @\u200B${a.other}`
	assert.deepEqual(await read(room, text), { text, named: {} })
	assert.equal((await room.other.room()).unreadMention, false)
})
