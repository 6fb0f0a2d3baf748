import type { Trial } from './trial.test-help.ts'

import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { failureOf } from '../../core/failure.ts'
import { messageId, personId } from '../../core/ids.ts'
import { isMark } from '../../core/mark.ts'
import { Superseded } from '../../door/judge.ts'
import { letter, otherToken, token, trial } from './trial.test-help.ts'

function writes(what: string, act: (made: Trial) => Promise<void>): void {
	test(`local writes: ${what}`, async () => {
		const made = await trial()
		try {
			made.session.join(token)
			made.session.join(otherToken)
			await act(made)
		} finally {
			await made.close()
		}
	})
}

async function why(attempt: Promise<unknown>): Promise<string> {
	return attempt.then(() => 'it went through', (error: unknown) => {
		const { verdict, left } = failureOf(error)
		return `${verdict.then}, ${left} left`
	})
}

const textIn = ({ world }: Trial, id: string | undefined): string | undefined => world.messages.get(Number(id))?.message

writes('what a person says, in that person’s name', async (made) => {
	const [id] = await made.session.send(letter('hello'))
	const message = made.world.messages.get(Number(id))
	assert.deepEqual([message?.actorType, message?.actorId, message?.actorDisplayName, message?.message], ['federated_users', 'laura@nube2.example', 'Laura', 'hello'])
	const [item] = made.app.batches.flat()
	assert.ok(item?.do === 'send' && item.actor.avatar === 'https://nube2.example/index.php/avatar/laura/128' && isMark(item.key))
})

writes('notices in nobody’s name, without a nick', async (made) => {
	const [id] = await made.session.send(letter('The call ended', { notice: true, nick: '[Laura] ' }))
	assert.equal(made.world.messages.get(Number(id))?.actorId, 'talk-relay')
	assert.equal(textIn(made, id), 'The call ended')
})

writes('mentions of people here, of people elsewhere, and of nobody by chance', async (made) => {
	const [id] = await made.session.send(letter('', { text: [
		{ as: 'mention', of: personId('marcos@nube.example'), name: 'Marcos' },
		{ as: 'text', text: ' and ' },
		{ as: 'mention', of: personId('pedro@nube2.example'), name: 'Pedro' },
		{ as: 'text', text: ', not @ana, not @all, but ' },
		{ as: 'mention', of: 'nobodyHere', name: 'Ana' },
	] }))
	assert.equal(textIn(made, id), '@"marcos" and @"federated_user/pedro@nube2.example", not @\u2060ana, not @\u2060all, but @"ana"')
})

writes('a file with its caption, whole', async (made) => {
	const body = Buffer.from('picture')
	made.spool.read = () => Readable.from([body])
	const file = { name: 'a/b.png', mime: 'image/png', size: body.length, voice: false, spooled: 'x' }
	const [id] = await made.session.send(letter('look', { files: [file] }))
	assert.equal(textIn(made, id), 'look')
	assert.ok(made.world.files.get(Number(id))?.equals(body))
	assert.equal(made.app.requests.filter((one) => one.includes('/door/files?')).every((one) => one.includes('name=a_b.png')), true)
})

writes('many rooms in one request while others are under way', async (made) => {
	const { app, session } = made
	await Promise.all(Array.from({ length: 60 }, (_, n) => session.send(letter(`said ${n}`, { address: n % 2 === 0 ? token : otherToken }))))
	const sizes = app.batches.map((batch) => batch.length)
	assert.equal(sizes.reduce((sum, size) => sum + size, 0), 60)
	assert.ok(sizes.length <= 5, `requests of ${sizes.join(', ')} items`)
	assert.ok(Math.max(...sizes) <= 50)
})

writes('no more than a megabyte at once', async (made) => {
	const { app, session } = made
	await Promise.all(Array.from({ length: 80 }, () => session.send(letter('x'.repeat(30_000)))))
	assert.ok(app.batches.every((batch) => JSON.stringify(batch).length < 1_050_000))
})

writes('an answer longer than a message can be, in several, each once', async (made) => {
	const long = letter(Array.from({ length: 9000 }, (_, n) => `word${n}`).join(' '))
	const ids = await made.session.send(long)
	assert.equal(ids.length, 3)
	assert.deepEqual(await made.session.repeat?.(long), ids)
})

for (const [verdict, expected] of [['retry', 'retry, nothing left'], ['drop', 'drop, nothing left'], ['closeRoom', 'closeRoom, nothing left'], ['cannot', 'drop, nothing left']] as const) {
	writes(`what the app answers with ${verdict}`, async (made) => {
		made.world.refuse = () => verdict
		assert.equal(await why(made.session.send(letter('hello'))), expected)
		assert.equal(made.host.told.some((line) => line.includes('closed')), verdict === 'closeRoom')
	})
}

for (const fault of ['unavailable', 'maintenance', 'page', 'hang', 'lost', 'broken'] as const) {
	writes(`once, though the app was ${fault}`, async (made) => {
		const { app, world, session } = made
		app.fault = (path) => path === '/door/deliver' ? fault : undefined
		const sent = letter('hello')
		assert.match(await why(session.send(sent)), /^retry/)
		app.fault = () => undefined
		const ids = await session.repeat?.(sent)
		assert.equal(ids?.length, 1)
		assert.equal(world.performed.get(sent.key), 1)
		assert.equal([...world.messages.values()].filter(({ message }) => message === 'hello').length, 1)
		assert.deepEqual(await session.find?.(token, sent.key, 0), ids)
	})
}

writes('a file whose text is too long for a caption, though the app was away between the two', async (made) => {
	const { app, session, world } = made
	made.spool.read = () => Readable.from([Buffer.from('picture')])
	const sent = letter('ж'.repeat(5500), { files: [{ name: 'b.png', mime: 'image/png', size: 7, voice: false, spooled: 'x' }] })
	let deliveries = 0
	app.fault = (path) => path === '/door/deliver' && (deliveries += 1) === 2 ? 'broken' : undefined
	assert.equal(await why(session.send(sent)), 'retry, unknown left')
	const ids = await session.repeat?.(sent) ?? []
	assert.equal(ids.length, 2)
	assert.ok(world.files.has(Number(ids[1])))
	const uploads = () => app.requests.filter((one) => one.includes('/door/files?')).length
	const before = uploads()
	assert.deepEqual(await session.repeat?.(sent), ids)
	assert.equal(uploads(), before, 'what has arrived is not uploaded again')
})

writes('nothing any more once another relay has taken over', async (made) => {
	made.app.generation += 1
	await assert.rejects(made.session.send(letter('hello')), Superseded)
	assert.equal(made.door.over.aborted, true)
	assert.equal(made.world.performed.size, 0)
})

writes('reactions of all who gave them, and the relay’s own sign beside them', async (made) => {
	const { world, session } = made
	const { id } = world.say(token, 'marcos', 'hello')
	const by = ['laura', 'pedro'].map((login) => ({ id: personId(`${login}@nube2.example`), name: login, login }))
	assert.equal(await session.react?.(token, messageId(id), '👍', by), 'done')
	assert.equal(await session.sign?.(token, messageId(id), '⏳', true), 'done')
	assert.deepEqual([...world.reactions.get(id) ?? []], ['👍 laura@nube2.example', '👍 pedro@nube2.example', '⏳ talk-relay'])
	assert.equal(await session.react?.(token, messageId(id), '👍', []), 'done')
	assert.equal(await session.sign?.(token, messageId(id), '⏳', false), 'done')
	assert.deepEqual([...world.reactions.get(id) ?? []], [])
	assert.equal(await session.react?.(token, messageId(99), '👍', by), 'cannot')
})

writes('an edit that can’t be made, and then the message that is sent instead, under the same key', async (made) => {
	const { session } = made
	const again = letter('after')
	assert.equal(await session.edit?.(again, messageId(99)), 'cannot')
	assert.equal((await session.send(again)).length, 1)
})

writes('who is there on the other side, without those who are at home here', async (made) => {
	const people = ['laura@nube2.example', 'marcos@nube.example'].map((id) => ({ id: personId(id), name: id, login: id }))
	await made.session.roster?.(token, 17, people)
	assert.deepEqual(made.world.rosters, [{ rooms: [{ token, member: 17, people: [{ id: 'laura@nube2.example', name: 'laura@nube2.example' }] }] }])
})
