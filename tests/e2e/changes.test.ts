import type { Posted } from '../support/talk-shapes.ts'
import type { Room } from '../support/talk.ts'

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { reactionsOf } from '../support/seat.ts'
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
const carries = (name: string, act: () => Promise<void>, options = {}): void => void test(name, options, logged(() => talk, act))

/** Waits until a message is as wanted; a change is not told by the room list, so it may take a while. */
function becomes(room: Room, id: number, what: string, fits: (message: Posted) => boolean): Promise<Posted> {
	return until(`${id} in ${room.url} becomes ${what}`, async () => {
		const message = await room.owner.message(id)
		return message !== undefined && fits(message) ? message : undefined
	}, { within: 60_000, every: 250 })
}

carries('an edit changes the copy, again and again', async () => {
	const posted = await a.owner.post('a las cinco')
	const copy = await copyIn(b, 'a las cinco')
	await a.owner.edit(posted.id, 'a las **seis**')
	const nick = `[${await nameOf(a, a.owner.user)}] `
	await becomes(b, copy.id, 'edited', ({ message }) => message === `${nick}a las **seis**`)
	await a.owner.edit(posted.id, 'a las siete')
	const last = await becomes(b, copy.id, 'edited again', ({ message }) => message === `${nick}a las siete`)
	assert.equal(last.lastEditActorId, b.bot.user)
})

carries('an edit that comes at once after the message is not lost', async () => {
	const posted = await b.other.post('borrador')
	await b.other.edit(posted.id, 'versión final')
	await copyIn(a, 'versión final')
	await sleep(3000)
	assert.equal((await a.owner.said()).filter(({ message }) => /borrador|versión final/.test(message)).length, 1)
})

carries('an edited caption', async () => {
	const posted = await a.owner.send(`caption ${a.token}.txt`, Buffer.from('x'), 'text/plain', { caption: 'pie viejo' })
	const copy = await copyIn(b, 'pie viejo')
	await a.owner.edit(posted.id, 'pie nuevo')
	const seen = await becomes(b, copy.id, 'edited', ({ message }) => message.endsWith('pie nuevo'))
	assert.ok('file' in seen.messageParameters)
})

carries('a deletion deletes the copy', async () => {
	const posted = await a.other.post('esto no')
	const copy = await copyIn(b, 'esto no')
	await a.other.remove(posted.id)
	await becomes(b, copy.id, 'deleted', ({ messageType }) => messageType === 'comment_deleted')
})

carries('what a moderator deletes of a copy stays in that room', async () => {
	const posted = await a.owner.post('discutible')
	const copy = await copyIn(b, 'discutible')
	await b.owner.remove(copy.id)
	await sleep(5000)
	assert.equal((await a.owner.message(posted.id))?.message, 'discutible')
})

carries('reactions of two people are one of the bot, which goes with the last of them', async () => {
	const posted = await a.owner.post('¿os gusta?')
	const copy = await copyIn(b, '¿os gusta?')
	await b.owner.react(copy.id, '👍')
	await becomes(a, posted.id, 'liked', (message) => reactionsOf(message)['👍'] === 1)
	await b.other.react(copy.id, '👍')
	await b.other.react(copy.id, '❤️')
	const liked = await becomes(a, posted.id, 'loved', (message) => reactionsOf(message)['❤️'] === 1)
	assert.deepEqual(reactionsOf(liked), { '👍': 1, '❤️': 1 })
	assert.deepEqual((await a.owner.reactions(posted.id) as Record<string, { actorId: string }[]>)['👍']?.map(({ actorId }) => actorId), [a.bot.user])
	await b.owner.unreact(copy.id, '👍')
	await b.other.unreact(copy.id, '❤️')
	const less = await becomes(a, posted.id, 'no longer loved', (message) => reactionsOf(message)['❤️'] === undefined)
	assert.deepEqual(reactionsOf(less), { '👍': 1 })
	await b.other.unreact(copy.id, '👍')
	await becomes(a, posted.id, 'no longer liked', (message) => Object.keys(reactionsOf(message)).length === 0)
})

carries('reactions to the original stand on the copy', async () => {
	const posted = await a.owner.post('¿y a vosotros?')
	const copy = await copyIn(b, '¿y a vosotros?')
	await a.other.react(posted.id, '🎉')
	const seen = await becomes(b, copy.id, 'celebrated', (message) => reactionsOf(message)['🎉'] === 1)
	assert.deepEqual(reactionsOf(seen), { '🎉': 1 })
	await sleep(3000)
	assert.deepEqual(reactionsOf(await a.owner.message(posted.id) ?? posted), { '🎉': 1 }, 'and do not come back')
})

carries('edited while nobody reads: what is old is edited and deleted too', async () => {
	const posted = await b.owner.post('del principio')
	const copy = await copyIn(a, 'del principio')
	// The room falls quiet, so that it is no longer read all the time.
	await sleep(35_000)
	await b.owner.edit(posted.id, 'del final')
	await becomes(a, copy.id, 'edited', ({ message }) => message.endsWith('del final'))
})

carries('a copy that is too old to be edited gets an answer that says what changed', async () => {
	const posted = await a.owner.post('nos vemos el lunes por la tarde')
	const copy = await copyIn(b, 'nos vemos el lunes')
	await b.server.age(copy.id, 25 * 3600)
	await a.owner.edit(posted.id, 'nos vemos el martes por la tarde')
	const told = await copyIn(b, (message) => message.parent?.id === copy.id, 60_000)
	assert.match(told.message, /nos vemos el martes por la tarde/)
	assert.match(told.message, /Before: ~~nos vemos el lunes por la tarde~~$/)
	assert.match(told.parent?.message ?? '', /lunes/)
	assert.match((await b.owner.message(copy.id))?.message ?? '', /nos vemos el lunes por la tarde$/)
}, { skip: lab.b.cannotAge })
