import type { ChatEvent } from '../../core/event.ts'
import type { Trial } from './trial.test-help.ts'

import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { isKept } from '../../core/network.ts'
import { plain } from '../../core/richtext.ts'
import { openMailbox } from '../../door/mailbox.ts'
import { localNetwork } from './index.ts'
import { otherToken, settings, token, trial } from './trial.test-help.ts'

type Act = (made: Trial) => Promise<void>

/** On a fresh app, in whose conversation the session has joined and reads. */
function hears(what: string, act: Act, more: Parameters<typeof trial>[0] = {}): void {
	test(`local hears: ${what}`, async () => {
		const made = await trial(more)
		try {
			made.session.join(token)
			await made.host.until('the first look', () => made.app.requests.includes('GET /door/outbox?limit=200'))
			await act(made)
		} finally {
			await made.close()
		}
	})
}

const shown = (event: ChatEvent): string => `${event.kind} ${'text' in event ? plain(event.text) : 'emoji' in event ? `${event.emoji}${event.removed ? ' away' : ''}` : ''}`.trim()
const all = ({ host }: Trial): readonly string[] => host.events.map(shown)
const soon = async (made: Trial, count: number): Promise<void> => made.host.until(`${count} events`, () => made.host.events.length >= count)

hears('what happens in a room, each in its kind', async (made) => {
	const { world, host } = made
	const said = world.say(token, 'marcos', 'hello')
	world.edit(said.id, 'hello there')
	world.react(token, said.id, 'ana', '👍')
	world.react(token, said.id, 'ana', '👍', true)
	world.system(token, 'marcos', 'call_started')
	const poll = { type: 'talk-poll', id: '3', name: 'When?' }
	const votes = { id: 3, question: 'When?', options: ['now', 'later'], status: 1, votes: { 'option-0': 2 }, numVoters: 2 }
	world.system(token, 'marcos', 'poll_closed', undefined, { messageParameters: { actor: { type: 'user', id: 'marcos', name: 'Marcos' }, poll }, poll: votes })
	world.remove(said.id)
	await soon(made, 7)
	assert.deepEqual(all(made), [
		'message hello',
		'edit hello there',
		'reaction 👍',
		'reaction 👍 away',
		'notice Marcos started a call: join (https://nube.example/call/abcd1234)',
		'notice Marcos ended the poll “When?”: now: 2, later: 0 (2 people voted)',
		'deletion',
	])
	assert.deepEqual(host.events[0]?.author, {
		id: 'marcos@nube.example',
		name: 'Marcos',
		login: 'marcos',
		avatar: 'https://nube.example/index.php/avatar/marcos/128',
	})
	await host.until('all acknowledged', () => world.outbox.size === 0)
})

hears('a file, kept before anybody is told of it', async (made) => {
	const { world, host } = made
	const body = Buffer.from('picture')
	world.share(token, 'marcos', 'a.png', body, 'look')
	world.say(token, 'marcos', 'after it')
	await soon(made, 2)
	const [event] = host.events
	assert.ok(event?.kind === 'message')
	assert.deepEqual(all(made), ['message look', 'message after it'])
	assert.deepEqual(event.files.map(({ name, size, mime }) => [name, size, mime]), [['a.png', 7, 'image/png']])
	assert.ok(event.files.every((file) => isKept(file) && body.equals(host.files.get(file.spooled) ?? Buffer.alloc(0))))
})

hears('a file that is gone is told as gone, and one whose message is gone not at all', async (made) => {
	const { world } = made
	world.files.delete(world.share(token, 'marcos', 'a.png', Buffer.from('x'), 'gone file').id)
	world.messages.delete(world.share(token, 'marcos', 'b.png', Buffer.from('x')).id)
	world.say(token, 'marcos', 'after both')
	await soon(made, 2)
	assert.deepEqual(all(made), ['message gone file', 'message after both'])
	const [event] = made.host.events
	assert.ok(event?.kind === 'message' && event.files.every((file) => 'refused' in file && file.refused === 'gone'))
})

hears('a file that can’t be had for long, as one that is gone, while all else is heard', async (made) => {
	made.app.fault = (path) => path.includes('/files/') ? 'broken' : undefined
	made.world.share(token, 'marcos', 'a.png', Buffer.from('x'), 'broken file')
	made.world.say(token, 'marcos', 'after it')
	await soon(made, 2)
	assert.deepEqual(all(made), ['message broken file', 'message after it'])
	assert.ok(made.app.requests.filter((path) => path.includes('/files/')).length > 10)
})

hears('who is named and who is not', async (made) => {
	made.world.say(token, 'marcos', 'hi @ana and @laura')
	await soon(made, 1)
	const [event] = made.host.events
	assert.ok(event?.kind === 'message')
	assert.deepEqual(event.text, [{ as: 'text', text: 'hi @ana and ' }, { as: 'mention', of: 'nobodyHere', name: 'laura' }])
})

hears('pokes out of order, in the order of the messages', async (made) => {
	const { world, mailbox } = made
	const rows: Parameters<typeof mailbox.put>[0][] = []
	world.poke = (row) => void rows.push(row)
	for (let n = 0; n < 6; n += 1) {
		world.say(token, 'marcos', `said ${n}`)
	}
	for (const n of [3, 0, 5, 1, 4, 2]) {
		mailbox.put(rows[n] ?? [])
	}
	await soon(made, 6)
	assert.deepEqual(all(made), [0, 1, 2, 3, 4, 5].map((n) => `message said ${n}`))
})

hears('two who wrote at the same time, whose rows are the other way round', async (made) => {
	const { world } = made
	const first = world.store(token, { actorType: 'users', actorId: 'marcos', actorDisplayName: 'Marcos' }, 'first')
	world.say(token, 'ana', 'second')
	world.row(token, 'message', first)
	await soon(made, 2)
	assert.deepEqual(all(made), ['message first', 'message second'])
})

hears('what a lost poke left, before what came after it', async (made) => {
	const { world } = made
	world.say(token, 'marcos', 'before')
	await soon(made, 1)
	const { poke } = world
	world.poke = () => undefined
	const lost = world.say(token, 'marcos', 'lost')
	world.poke = poke
	world.edit(lost.id, 'lost, and edited')
	await soon(made, 3)
	assert.deepEqual(all(made), ['message before', 'message lost', 'edit lost, and edited'])
})

hears('holes in the numbers hold nothing up for long', async (made) => {
	const { world } = made
	world.say(token, 'marcos', 'one')
	await soon(made, 1)
	world.skip(3)
	world.say(token, 'marcos', 'two')
	await soon(made, 2)
	assert.deepEqual(all(made), ['message one', 'message two'])
})

hears('what nobody poked, when the outbox is looked into', async (made) => {
	made.world.poke = () => undefined
	made.world.say(token, 'marcos', 'unheard')
	made.mailbox.put([])
	await soon(made, 1)
}, {})

hears('the same without any poke at all, now and then', async (made) => {
	made.world.poke = () => undefined
	made.world.say(token, 'marcos', 'unheard')
	await soon(made, 1)
}, { outboxEvery: 50 })

hears('more than a page of what piled up, in order', async (made) => {
	const { world, host, mailbox } = made
	world.poke = () => undefined
	for (let n = 0; n < 450; n += 1) {
		world.say(token, 'marcos', `said ${n}`)
	}
	mailbox.put([])
	await soon(made, 450)
	assert.deepEqual(all(made), Array.from({ length: 450 }, (_, n) => `message said ${n}`))
	await host.until('all acknowledged', () => world.outbox.size === 0)
})

hears('nothing is acknowledged that could not be written down', async (made) => {
	const { world, host } = made
	host.broken = new Error('disk full')
	world.say(token, 'marcos', 'hello')
	await sleep(150)
	assert.equal(world.outbox.size, 1)
	assert.equal(made.app.requests.includes('POST /door/outbox/ack'), false)
	host.broken = undefined
	await soon(made, 1)
	await host.until('acknowledged', () => world.outbox.size === 0)
	assert.deepEqual(all(made), ['message hello'])
})

hears('rows of rooms that are not read go away, but not before they may have become ours', async (made) => {
	const { world, host, session } = made
	world.say(otherToken, 'ana', 'just before')
	await sleep(40)
	assert.equal(world.outbox.size, 1)
	session.join(otherToken)
	await soon(made, 1)
	session.leave(otherToken)
	world.say(otherToken, 'ana', 'nobody’s')
	await host.until('acknowledged', () => world.outbox.size === 0, 3000)
	assert.deepEqual(all(made), ['message just before'])
}, { retryAtMost: 200, outboxEvery: 100 })

hears('a room that is locked, and opened again', async (made) => {
	const { world, host } = made
	world.change(token, { readOnly: true }, 'readOnly')
	await host.until('closed', () => host.told.some((line) => line.includes('closed: the conversation “Room abcd1234” is locked')))
	world.change(token, { readOnly: false }, 'readOnly')
	await host.until('open', () => host.told.at(-1) === `local/${token} open`)
	world.change(token, { mayPost: false }, 'permissions')
	await host.until('moderators only', () => host.told.at(-1)?.includes('closed: in the conversation “Room abcd1234” only moderators may write') === true)
	world.say(token, 'marcos', 'an announcement')
	await soon(made, 1)
	assert.deepEqual(all(made), ['message an announcement'])
	world.change(token, { mayPost: true }, 'permissions')
	await host.until('open to all', () => host.told.at(-1) === `local/${token} open`)
	world.change(token, { type: 1 }, 'type')
	await host.until('no group', () => host.told.at(-1)?.includes('is no group conversation any more') === true)
	world.change(token, { exists: false }, 'deleted')
	await host.until('gone', () => host.told.at(-1)?.includes('does not exist any more') === true)
})

for (const fault of ['unavailable', 'maintenance', 'page', 'hang', 'lost', 'broken'] as const) {
	hears(`everything, once, over a time in which the app is ${fault}`, async (made) => {
		const { world, app, host } = made
		app.fault = () => fault
		const said = world.say(token, 'marcos', 'one')
		world.share(token, 'marcos', 'a.png', Buffer.from('picture'), 'two')
		world.edit(said.id, 'one, edited')
		await sleep(200)
		app.fault = () => undefined
		await soon(made, 3)
		await host.until('all acknowledged', () => world.outbox.size === 0)
		assert.deepEqual(all(made), ['message one', 'message two', 'edit one, edited'])
		await host.until('told that it works', () => host.told.includes('online'))
	})
}

test('local hears: after a restart, what was not acknowledged, in order', async () => {
	const made = await trial()
	const { world, app, host, door, session } = made
	app.fault = (path) => path === '/door/outbox/ack' ? 'unavailable' : undefined
	session.join(token)
	world.say(token, 'marcos', 'one')
	await soon(made, 1)
	await session.close()
	world.say(token, 'marcos', 'two')
	app.fault = () => undefined
	const again = localNetwork({ door, mailbox: openMailbox() }).open(settings, host)
	again.join(token)
	await soon(made, 2)
	await host.until('all acknowledged', () => world.outbox.size === 0)
	assert.deepEqual(all(made), ['message one', 'message two'])
	host.stop()
	await again.close()
	await made.close()
})

hears('nothing of what is said behind a lobby, until that ends', async (made) => {
	const { world, host } = made
	world.say(token, 'marcos', 'before')
	await soon(made, 1)
	world.change(token, { lobby: true }, 'lobby', 1)
	world.say(token, 'marcos', 'among ourselves')
	world.say(token, 'marcos', 'still')
	await sleep(150)
	assert.deepEqual(all(made), ['message before'])
	world.change(token, { lobby: false }, 'lobby', 0)
	world.say(token, 'marcos', 'after')
	await soon(made, 4)
	assert.deepEqual(all(made), ['message before', 'message among ourselves', 'message still', 'message after'])
	await host.until('all acknowledged', () => world.outbox.size === 0)
})
