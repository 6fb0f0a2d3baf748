import type { Parameter, Posted } from '../support/talk-shapes.ts'

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { guestIn } from '../support/guest.ts'
import { notified } from '../support/notifications.ts'
import { readPrivacyOf } from '../support/privacy.ts'
import { seat } from '../support/seat.ts'
import { servers } from '../support/talk.ts'
import { until } from '../support/until.ts'
import { converse, copyIn, logged, nameOf } from './harness.ts'

const lab = await servers()
const talk = await converse(lab)
after(async () => {
	await talk.close()
	await lab.close()
})
const { a, b } = talk
const carries = (name: string, act: () => Promise<void>): void => void test(name, logged(() => talk, act))

const named = ({ messageParameters }: Posted): readonly Parameter[] => Object.values<Parameter>(messageParameters)
/** Without the sign that keeps a name from being called. */
const visible = (text: string): string => text.replaceAll('\u2060', '')

carries('@name of somebody on the other side is a real mention there, and notifies', async () => {
	await b.other.set('notify', { level: 2 }, 'POST')
	await b.other.read()
	const before = await notified(b.other)
	await a.owner.post(`@${b.other.user} ¿puedes venir?`)
	const copy = await copyIn(b, '¿puedes venir?')
	assert.deepEqual(named(copy).map(({ type, id }) => [type, id]), [['user', b.other.user]])
	assert.match(copy.message, /^\[[^\]]+\] \{mention-user1\} ¿puedes venir\?$/)
	assert.equal((await b.other.room()).unreadMention, true)
	await until('a notification', async () => await notified(b.other) === before + 1 ? true : undefined, { within: 5000 })
	await b.other.read()
})

carries('a mention of one’s own people is their name on the other side, and wakes nobody there', async () => {
	await b.other.read()
	await b.owner.read()
	await a.owner.post(`@"${a.other.user}" ¿qué dices?`)
	const copy = await copyIn(b, '¿qué dices?')
	assert.equal(visible(copy.message), `[${await nameOf(a, a.owner.user)}] @${await nameOf(a, a.other.user)} ¿qué dices?`)
	assert.deepEqual(named(copy), [])
	assert.equal((await b.other.room()).unreadMention, false)
})

carries('@all is text on the other side and wakes nobody', async () => {
	await b.other.read()
	await a.owner.post('@all ¿vamos ya?')
	const copy = await copyIn(b, '¿vamos ya?')
	assert.deepEqual(named(copy), [])
	assert.match(visible(copy.message), /@all ¿vamos ya\?$/)
	assert.equal((await b.other.room()).unreadMention, false)
})

carries('a name in code, in an address or within a word is no mention', async () => {
	await b.other.read()
	await a.owner.post(`\`@${b.other.user}\` x@${b.other.user}.example @${b.other.user}xyz y ya`)
	const copy = await copyIn(b, 'y ya')
	assert.deepEqual(named(copy), [])
	assert.equal((await b.other.room()).unreadMention, false)
})

carries('a guest speaks under their name', async () => {
	await a.owner.set('public', {}, 'POST')
	const guest = await guestIn(a, 'Lucía')
	await guest.say('Soy una invitada')
	assert.match((await copyIn(b, 'Soy una invitada')).message, /^\[Lucía[^\]]*\] Soy una invitada$/)
})

carries('nobody can speak in another’s name', async () => {
	await a.other.post(`hola\n[${await nameOf(a, a.owner.user)}] lo he roto yo`)
	const copy = await copyIn(b, 'lo he roto yo')
	assert.ok(copy.message.startsWith(`[${await nameOf(a, a.other.user)}] `))
})

carries('a thread stays a thread', async () => {
	const first = await a.owner.post('Aquí el viaje', { threadTitle: 'El viaje' })
	// Talk stores the message first, and makes a thread of it then.
	const root = await copyIn(b, ({ message, isThread }) => message.includes('Aquí el viaje') && isThread === true)
	assert.deepEqual([root.isThread, root.threadTitle, root.threadId], [true, 'El viaje', root.id])
	await a.other.post('En tren', { threadId: first.id })
	assert.equal((await copyIn(b, 'En tren')).threadId, root.id)
	await b.other.post('O en barco', { threadId: root.id })
	assert.equal((await copyIn(a, 'O en barco')).threadId, first.id)
})

carries('a poll is readable on the other side, and its result when it closes', async () => {
	const poll = await a.owner.poll('¿Cuándo quedamos?', ['el lunes', 'el martes'])
	const copy = await copyIn(b, '¿Cuándo quedamos?')
	assert.match(copy.message, /el lunes[^]*el martes/)
	await a.other.vote(poll.id, [1])
	await a.owner.vote(poll.id, [1])
	const before = await b.owner.newest()
	await a.owner.closePoll(poll.id)
	const result = await copyIn(b, (message) => message.id > before && message.message.includes('¿Cuándo quedamos?'))
	assert.match(result.message, /el martes[^\n]*2/)
})

carries('a place is a name with a link to the map', async () => {
	const place = { type: 'geo-location', id: 'geo:52.5450511,13.3741463', name: 'La oficina', latitude: '52.5450511', longitude: '13.3741463' }
	await a.other.shareObject('geo-location', place.id, place)
	const copy = await copyIn(b, 'La oficina')
	assert.match(copy.message, /https:\/\/[^\s)]*52\.545/)
})

carries('a call that begins and ends is told', async () => {
	const caller = seat(a.server.as(a.owner.user, { session: true }), a.owner.user, a.token)
	await caller.enter()
	const before = await b.owner.newest()
	await caller.call()
	const told = await copyIn(b, (message) => message.id > before)
	assert.ok(told.message.includes(await nameOf(a, a.owner.user)), told.message)
	assert.match(told.message, /call/i)
	await caller.hangUp()
	const ended = await copyIn(b, (message) => message.id > told.id && /ended/i.test(message.message))
	assert.ok(ended.id > told.id)
})

carries('what the technical account is: private in what it read, and never notified', async () => {
	for (const { server, bot } of [a, b]) {
		assert.equal(await readPrivacyOf(server.as(bot.user)), 1)
	}
	assert.deepEqual([(await a.bot.room()).notificationLevel, (await b.bot.room()).notificationLevel], [3, 3])
})
