import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { reactionsOf } from '../support/seat.ts'
import { arrives, becomes, cloudId, stage } from './harness.ts'
import { cannotInstall } from './nextcloud.ts'

const skip = cannotInstall()
const scene = skip === false ? await stage() : undefined
const talk = await scene?.federate()
after(() => scene?.close())

test('reactions of two remote people and one here count three, with names, and go one by one', { skip }, async () => {
	const { a, b } = talk ?? assert.fail()
	const posted = await a.owner.post('¿os gusta?')
	const copy = await arrives(b, '¿os gusta?')
	await b.owner.react(copy.id, '👍')
	await becomes(a, posted.id, 'liked once', (message) => reactionsOf(message)['👍'] === 1)
	await b.other.react(copy.id, '👍')
	await a.other.react(posted.id, '👍')
	await becomes(a, posted.id, 'liked three times', (message) => reactionsOf(message)['👍'] === 3)
	const by = (await a.owner.reactions(posted.id) as Record<string, readonly { readonly actorId: string, readonly actorDisplayName: string }[]>)['👍'] ?? []
	assert.deepEqual(by.map(({ actorId }) => actorId).sort(), [a.other.user, cloudId(b, b.owner.user), cloudId(b, b.other.user)].sort())
	assert.ok(by.every(({ actorDisplayName }) => actorDisplayName !== '' && !actorDisplayName.includes('@')), JSON.stringify(by))
	await b.owner.unreact(copy.id, '👍')
	await becomes(a, posted.id, 'liked twice', (message) => reactionsOf(message)['👍'] === 2)
	await b.other.unreact(copy.id, '👍')
	await becomes(a, posted.id, 'liked once again', (message) => reactionsOf(message)['👍'] === 1)
	await a.other.unreact(posted.id, '👍')
	await becomes(b, copy.id, 'not liked', (message) => Object.keys(reactionsOf(message)).length === 0)
})

test('reactions to a remote person’s message stand on the original, and do not come back', { skip }, async () => {
	const { a, b } = talk ?? assert.fail()
	const posted = await b.owner.post('¿y a vosotros?')
	const copy = await arrives(a, '¿y a vosotros?')
	await a.owner.react(copy.id, '🎉')
	await becomes(b, posted.id, 'celebrated', (message) => reactionsOf(message)['🎉'] === 1)
	await sleep(3000)
	assert.deepEqual(reactionsOf(await a.owner.message(copy.id) ?? assert.fail()), { '🎉': 1 })
})

test('a reaction arrives within seconds also at who waits in a long poll', { skip }, async () => {
	const { a, b } = talk ?? assert.fail()
	const posted = await a.owner.post('esperando')
	const copy = await arrives(b, 'esperando')
	await sleep(2000)
	const after = await a.other.newest()
	const polled = a.other.page({ after, timeout: 15 })
	await sleep(500)
	const from = performance.now()
	await b.owner.react(copy.id, '❤️')
	const { messages } = await polled
	assert.ok(messages.some(({ systemMessage, parent }) => systemMessage === 'reaction' && parent?.id === posted.id), JSON.stringify(messages.map(({ systemMessage }) => systemMessage)))
	assert.ok(performance.now() - from < 10_000)
})
