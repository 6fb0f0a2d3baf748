import type { Connection } from '../support/ocs.ts'

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { notified } from '../support/notifications.ts'
import { readPrivacyOf } from '../support/privacy.ts'
import { talk } from '../support/seat.ts'
import { servers } from '../support/talk.ts'

const lab = await servers()
after(() => lab.close())
const { a } = lab

function setPrivacy(connection: Connection, value = 0): Promise<unknown> {
	return connection
		.get('POST', `${talk}/v1/settings/user`, { key: 'read_status_privacy', value })
}

test('read privacy is set by a key of the user’s, seen in the capabilities', async () => {
	const bot = a.as(a.bot.user)
	const before = await readPrivacyOf(bot)
	await setPrivacy(bot, 1)
	assert.equal(await readPrivacyOf(bot), 1)
	await setPrivacy(bot, 0)
	assert.equal(await readPrivacyOf(bot), 0)
	await setPrivacy(bot, before)
})

test('who has it private does not hold back what all have read, nor is told', async () => {
	const room = await a.newRoom({ people: [a.other, a.bot.user] })
	const [bot, other] = [a.as(a.bot.user), a.as(a.other)]
	const [botBefore, otherBefore] = [await readPrivacyOf(bot), await readPrivacyOf(other)]
	await Promise.all([setPrivacy(bot, 0), setPrivacy(other, 0)])
	const { id } = await room.owner.post('read by all?')
	await room.other.read(id)
	const commonly = async (): Promise<number | undefined> => (await room.owner.page({ limit: 1 })).lastCommonRead
	assert.ok((await commonly() ?? 0) < id, 'the bot holds it back')
	await setPrivacy(bot, 1)
	assert.equal(await commonly(), id)
	assert.equal((await room.bot.page({ limit: 1 })).lastCommonRead, undefined)
	await setPrivacy(bot, botBefore)
	await setPrivacy(other, otherBefore)
})

test('an unknown setting, or a wrong value, is refused', async () => {
	const { status } = await a.as(a.bot.user).ask('POST', `${talk}/v1/settings/user`, { body: { key: 'no_such_setting', value: 1 } })
	const wrong = await a.as(a.bot.user).ask('POST', `${talk}/v1/settings/user`, { body: { key: 'read_status_privacy', value: 7 } })
	assert.deepEqual([status, wrong.status], [400, 400])
})

test('the notification level of a room is one’s own: 1 always, 2 when mentioned, 3 never', async () => {
	const room = await a.newRoom()
	for (const level of [3, 1, 2]) {
		assert.equal((await room.bot.trySet('notify', { level }, 'POST')).status, 200)
		assert.equal((await room.bot.room()).notificationLevel, level)
	}
	assert.equal((await room.bot.trySet('notify', { level: 7 }, 'POST')).status, 400)
	assert.notEqual((await room.other.room()).notificationLevel, 2)
})

test('a mention and an answer notify, once each; a silent one notifies nobody', async () => {
	const room = await a.newRoom()
	await room.other.set('notify', { level: 2 }, 'POST')
	const before = await notified(room.other)
	const { id } = await room.other.post('¿Quién viene?')
	await room.owner.post('nobody in particular')
	assert.equal(await notified(room.other), before)
	await room.owner.post(`@${a.other} yo`)
	assert.equal(await notified(room.other), before + 1)
	await room.owner.post('yo', { replyTo: id })
	assert.equal(await notified(room.other), before + 2)
	await room.owner.post(`@${a.other} psst`, { silent: true })
	await room.owner.post('psst', { replyTo: id, silent: true })
	assert.equal(await notified(room.other), before + 2)
})

test('reading the feed leaves notifications alone only with markNotificationsAsRead=0', async () => {
	const room = await a.newRoom()
	const start = await room.other.newest()
	await room.owner.post(`@${a.other} mira`)
	const before = await notified(room.other)
	assert.ok(before > 0)
	await room.other.page({ after: start })
	assert.equal(await notified(room.other), before)
	await room.other.page({ after: start, markNotificationsAsRead: 1 })
	assert.ok(await notified(room.other) < before)
})

test('with the level at never, nothing notifies: no mention, no answer, no call to everybody', async () => {
	const room = await a.newRoom()
	await room.bot.set('notify', { level: 3 }, 'POST')
	const { id } = await room.bot.post('from the bot')
	await room.owner.post(`@${a.bot.user} ¿?`)
	await room.owner.post('¿?', { replyTo: id })
	await room.owner.post('@all ¿?')
	assert.equal(await notified(room.bot), await notified(room.bot, 'room'))
})
