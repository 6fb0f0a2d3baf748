import type { Trial } from './trial.test-help.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { plain } from '../../core/richtext.ts'
import { otherToken, token, trial } from './trial.test-help.ts'

/** On a fresh app, whose conversation nobody has joined yet. */
function behind(what: string, act: (made: Trial) => Promise<void>): void {
	test(`local, behind a lobby: ${what}`, async () => {
		const made = await trial({ outboxEvery: 100 })
		try {
			await act(made)
		} finally {
			await made.close()
		}
	})
}

/** What is there as the relay starts. */
function lobbyOf({ world }: Trial, on: boolean): void {
	const facts = world.rooms.get(token)
	assert.ok(facts)
	world.rooms.set(token, { ...facts, lobby: on })
}
const heard = ({ host }: Trial): readonly string[] => host.events.map((event) => 'text' in event ? plain(event.text) : event.kind)
const ends = async ({ world }: Trial): Promise<void> => void world.change(token, { lobby: false }, 'lobby', 0)

behind('nothing is told while the app does not say that there is one', async (made) => {
	const { world, app, host, session } = made
	lobbyOf(made, true)
	let refusals = 0
	app.fault = (path) => path.startsWith('/door/rooms/') && refusals < 3 ? (refusals += 1, 'unavailable') : undefined
	session.join(token)
	world.say(token, 'marcos', 'among ourselves')
	await host.until('it was asked again', () => app.requests.filter((request) => request.startsWith('GET /door/rooms/')).length > 3)
	await sleep(200)
	assert.deepEqual(heard(made), [])
	await ends(made)
	await host.until('it is told', () => heard(made).length === 1)
	assert.deepEqual(heard(made), ['among ourselves'])
})

behind('however much is said, it holds up no other conversation, and is told in its order', async (made) => {
	const { world, host, session } = made
	lobbyOf(made, true)
	const many = Array.from({ length: 2300 }, (_, index) => `among ourselves ${index}`)
	// What nobody told of, and what is told of while it is read.
	const { poke } = world
	world.poke = () => undefined
	many.slice(0, 2200).forEach((text) => world.say(token, 'marcos', text))
	world.poke = poke
	session.join(token)
	session.join(otherToken)
	await sleep(100)
	many.slice(2200).forEach((text) => world.say(token, 'marcos', text))
	world.skip(1)
	world.say(otherToken, 'ana', 'hello')
	await host.until('the other one is heard', () => heard(made).length === 1)
	assert.deepEqual(heard(made), ['hello'])
	await ends(made)
	world.say(token, 'marcos', 'welcome')
	await host.until('all is told', () => heard(made).length >= many.length + 2)
	assert.deepEqual(heard(made), ['hello', ...many, 'welcome'])
	await host.until('all acknowledged', () => world.outbox.size === 0)
})

behind('a lobby that ended and began again while nobody read keeps what is behind the second', async (made) => {
	const { world, host, session } = made
	lobbyOf(made, true)
	world.poke = () => undefined
	world.say(token, 'marcos', 'first')
	world.change(token, { lobby: false }, 'lobby', 0)
	world.say(token, 'ana', 'for all')
	world.change(token, { lobby: true }, 'lobby', 1)
	world.say(token, 'marcos', 'second')
	session.join(token)
	await host.until('what was said before the second is told', () => heard(made).length === 2)
	await sleep(200)
	assert.deepEqual(heard(made), ['first', 'for all'])
	await ends(made)
	await host.until('that, too', () => heard(made).length === 3)
	assert.deepEqual(heard(made), ['first', 'for all', 'second'])
})

behind('a conversation that was left and joined again is asked about anew', async (made) => {
	const { world, app, host, session } = made
	session.join(token)
	world.say(token, 'marcos', 'open')
	await host.until('it is read', () => heard(made).length === 1)
	session.leave(token)
	lobbyOf(made, true)
	const asked = app.requests.length
	session.join(token)
	world.say(token, 'marcos', 'among ourselves')
	await host.until('it was asked', () => app.requests.slice(asked).some((request) => request.startsWith('GET /door/rooms/')))
	await sleep(200)
	assert.deepEqual(heard(made), ['open'])
})
