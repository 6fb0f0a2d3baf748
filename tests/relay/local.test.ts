import type { Gateway } from '../../sidecar/core/gateway.ts'

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { Failure } from '../../sidecar/core/failure.ts'
import { accountId, personId, roomId } from '../../sidecar/core/ids.ts'
import { phrase } from '../../sidecar/core/phrase.ts'
import { plain, textOf } from '../../sidecar/core/richtext.ts'
import { fakeApp } from '../../sidecar/door/app.fake.ts'
import { openDoor } from '../../sidecar/door/client.ts'
import { openMailbox } from '../../sidecar/door/mailbox.ts'
import { fakeWorld } from '../../sidecar/door/world.fake.ts'
import { localNetwork } from '../../sidecar/networks/local/index.ts'
import { memoryNetwork } from '../../sidecar/networks/memory/index.ts'
import { memoryServer } from '../../sidecar/networks/memory/server.ts'
import { systemClock } from '../../sidecar/relay/clock.ts'
import { zeroCounters } from '../../sidecar/relay/counters.ts'
import { openRelay } from '../../sidecar/relay/relay.ts'
import { openSpool } from '../../sidecar/relay/spool.ts'
import { openStore } from '../../sidecar/store/store.ts'
import { gatewayOf, hurriedPace, keptLog, memoryAccount, memoryRoom, newFolder, plainRules, texts, until } from '../support/relay.ts'

const token = 'abcd1234'
const home = roomId(accountId('local'), token)
const there = memoryRoom('b', 'one')

/** A relay between the app's conversation and a room of an in-memory server. */
async function trial(gateway: Partial<Gateway> = {}) {
	const world = fakeWorld('nube.example', [token])
	const app = await fakeApp(world)
	const b = memoryServer('b.example')
	const stopping = new AbortController()
	const { answerWithin } = hurriedPace
	const door = openDoor({ address: { base: app.base }, secret: app.secret, answerWithin, signal: stopping.signal })
	await door.lease({ relay: 'r', version: '1', node: '24', pid: 1, host: 'h', control: '/nowhere.sock' })
	const mailbox = openMailbox()
	world.poke = mailbox.put
	const store = openStore(join(newFolder(), 'relay.db'))
	const parts = { store, log: keptLog(), counters: zeroCounters(), pace: { ...hurriedPace, waitingAfter: 80 }, clock: systemClock }
	const spool = openSpool(parts, newFolder(), 10_000_000)
	const relay = openRelay({ ...parts, spool, networks: [memoryNetwork([b]), localNetwork({ door, mailbox })] })
	await relay.apply({
		accounts: [memoryAccount('b', 'b.example'), {
			id: accountId('local'),
			network: 'local',
			settings: { host: 'nube.example', base: 'https://nube.example', service: 'talk-relay' },
			rules: plainRules,
			ignoreFailureOnStart: false,
		}],
		gateways: [gatewayOf('g1', [
			{ number: 1, room: home, direction: 'inout', nickFormat: '' },
			{ number: 2, room: there, direction: 'inout', nickFormat: '[{NICK}] ' },
		], gateway)],
	})
	await until(() => store.cursors.get(home) !== undefined && store.cursors.get(there) !== undefined)
	return {
		world,
		app,
		b,
		async close() {
			await relay.stop()
			stopping.abort()
			store.close()
			await door.close()
			await app.close()
		},
	}
}

function shown({ world }: Awaited<ReturnType<typeof trial>>): readonly string[] {
	return [...world.messages.values()]
		.filter(({ systemMessage, deleted }) => systemMessage === '' && deleted !== true)
		.map(({ actorId, message }) => `${actorId}: ${message}`)
}

test('local in a relay: what is said on either side stands on both, and follows its edits and deletions', async () => {
	const made = await trial()
	const { world, b } = made
	const hello = world.say(token, 'marcos', 'hello')
	await until(() => texts(b, 'one', plain).length === 1)
	const answer = b.post('one', 'laura', textOf('hello marcos'), { replyTo: b.room('one').messages[0]!.id })
	await until(() => shown(made).length === 2)
	assert.deepEqual(shown(made), ['marcos: hello', 'laura@b.example: hello marcos'])
	assert.equal([...world.messages.values()].at(-1)?.parent?.id, hello.id)
	world.edit(hello.id, 'hello all')
	b.edit('one', answer.id, 'laura', textOf('hello all of you'))
	await until(() => shown(made).includes('laura@b.example: hello all of you') && texts(b, 'one', plain).includes('[Marcos] hello all'))
	world.remove(hello.id)
	b.remove('one', answer.id, 'laura')
	await until(() => shown(made).length === 0 && texts(b, 'one', plain).length === 0)
	await made.close()
})

test('local in a relay: notices of either side are said on the other in the gateway’s language', async () => {
	const made = await trial({ language: 'es' })
	const { world, b } = made
	world.system(token, 'marcos', 'call_started')
	await until(() => texts(b, 'one', plain).length === 1)
	assert.deepEqual(texts(b, 'one', plain), [`Marcos empezó una llamada: unirse (https://nube.example/call/${token})`])
	b.notice('one', 'people', [phrase('{actor} left the conversation', { actor: 'Laura' })])
	await until(() => shown(made).length === 1)
	assert.deepEqual(shown(made), ['talk-relay: Laura salió de la conversación'])
	await made.close()
})

test('local in a relay: what has not arrived gets a sign from the app’s own user, which goes when it has', async () => {
	const made = await trial()
	const { world, b } = made
	b.before = () => {
		throw new Failure({ then: 'retry' }, 'away')
	}
	const { id } = world.say(token, 'marcos', 'hello')
	await until(() => world.reactions.get(id)?.has('⏳ talk-relay') === true)
	b.before = () => undefined
	await until(() => world.reactions.get(id)?.size === 0)
	assert.equal(texts(b, 'one', plain).length, 1)
	await made.close()
})

test('local in a relay: an answer that was lost brings nothing twice, and no wait', async () => {
	const made = await trial()
	let lost = 0
	made.app.fault = (path) => path === '/door/deliver' && (lost += 1) <= 2 ? 'lost' : undefined
	made.b.post('one', 'laura', textOf('once'))
	await until(() => lost >= 3)
	await until(() => shown(made).length > 0)
	made.b.post('one', 'laura', textOf('next'))
	await until(() => shown(made).length === 2)
	assert.deepEqual(shown(made), ['laura@b.example: once', 'laura@b.example: next'])
	assert.equal(made.app.requests.some((one) => one.includes('/door/find')), false)
	await made.close()
})

test('local in a relay: reactions stand in the names of those who gave them, but of nobody who is blocked', async () => {
	const made = await trial({ members: [
		{ number: 1, room: home, direction: 'inout', nickFormat: '' },
		{ number: 2, room: there, direction: 'inout', nickFormat: '', blocked: [personId('eve@b.example')] },
	] })
	const { world, b } = made
	const { id } = world.say(token, 'marcos', 'vote')
	await until(() => b.room('one').messages.length === 1)
	const copy = b.room('one').messages[0]!.id
	b.react('one', copy, 'eve', '👍', true)
	b.post('one', 'eve', textOf('not heard'))
	b.react('one', copy, 'laura', '👍', true)
	b.react('one', copy, 'pedro', '👍', true)
	await until(() => world.reactions.get(id)?.size === 2)
	assert.deepEqual([...world.reactions.get(id) ?? []].toSorted(), ['👍 laura@b.example', '👍 pedro@b.example'])
	assert.deepEqual(shown(made), ['marcos: vote'])
	await made.close()
})

test('local in a relay: a notice is said by the app’s own user', async () => {
	const made = await trial()
	const { world, b } = made
	b.notice('one', 'call', textOf('Laura started a call'))
	await until(() => shown(made).length === 1)
	assert.deepEqual(shown(made), ['talk-relay: Laura started a call'])
	assert.equal(world.performed.size, 1)
	await made.close()
})
