import type { Author } from '../../sidecar/core/event.ts'
import type { Gateway } from '../../sidecar/core/gateway.ts'
import type { RoomId } from '../../sidecar/core/ids.ts'
import type { Session } from '../../sidecar/core/network.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { Failure } from '../../sidecar/core/failure.ts'
import { accountId, personId, roomId } from '../../sidecar/core/ids.ts'
import { usualPace } from '../../sidecar/core/pace.ts'
import { systemClock } from '../../sidecar/relay/clock.ts'
import { openRests } from '../../sidecar/relay/rests.ts'
import { watchRosters } from '../../sidecar/relay/roster.ts'
import { gatewayOf, hurriedPace, keptLog, until } from '../support/relay.ts'

const home = roomId(accountId('local'), 'abcd')
const there = roomId(accountId('nctalk.17'), 'efgh')
const ada: Author = { id: personId('ada@b.example'), name: 'Ada', login: 'ada' }
const laura: Author = { id: personId('laura@b.example'), name: 'Laura', login: 'laura' }
const gateway: Gateway = gatewayOf('g1', [
	{ number: 1, room: home, direction: 'inout', nickFormat: '' },
	{ number: 2, room: there, direction: 'inout', nickFormat: '' },
])

/** `rosterEvery` is so long that only what is sooner is seen. */
function trial(rosterEvery = 6000) {
	const world = { people: [laura] as readonly Author[], asked: 0, broken: false }
	const told: string[] = []
	const none = {} as Session
	const sessions = new Map<RoomId, Session>([
		[home, {
			...none,
			async roster(address, member, people) {
				if (world.broken) {
					throw new Error('away')
				}
				told.push(`${address} ${member}: ${people.map(({ name }) => name).join(', ')}`)
			},
		}],
		[there, {
			...none,
			async people() {
				world.asked += 1
				return world.people
			},
		}],
	])
	const pace = { ...hurriedPace, rosterEvery }
	const rests = openRests(systemClock, pace.probes)
	const watch = watchRosters({ clock: systemClock, pace, log: keptLog(), rests, sessionOf: (room) => sessions.get(room) })
	return { world, told, watch }
}

test('roster: who is there is told at once, and again when somebody came', async () => {
	const { world, told, watch } = trial()
	watch.take([gateway])
	await until(() => told.length === 1)
	world.people = [laura, ada]
	watch.changed(there)
	await until(() => told.length === 2)
	assert.deepEqual(told, ['abcd 2: Laura', 'abcd 2: Laura, Ada'])
	watch.stop()
})

test('roster: what has not changed is not told again, however often it is looked at', async () => {
	const { world, told, watch } = trial(60)
	watch.take([gateway])
	await until(() => world.asked >= 4)
	assert.deepEqual(told, ['abcd 2: Laura'])
	watch.stop()
})

test('roster: what could not be told is told later', async () => {
	const { world, told, watch } = trial(600)
	world.broken = true
	watch.take([gateway])
	await until(() => world.asked >= 1)
	await wait(20)
	world.broken = false
	await until(() => told.length === 1)
	watch.stop()
})

test('roster: a member that is added again is told anew', async () => {
	const { told, watch } = trial()
	watch.take([gateway])
	await until(() => told.length === 1)
	watch.take([])
	watch.take([gateway])
	await until(() => told.length === 2)
	watch.stop()
})

test('roster: of a room that has not agreed yet nothing is asked and nothing is told', async () => {
	const { world, told, watch } = trial()
	const [first, second] = gateway.members
	watch.take([{ ...gateway, members: [first!, { ...second!, direction: 'none' }] }])
	await wait(100)
	assert.deepEqual([told, world.asked], [[], 0])
	watch.take([gateway])
	await until(() => told.length === 1)
	watch.stop()
})

/** Time that passes as fast as it is slept away. */
function fastClock() {
	let at = 0
	return {
		now: () => at,
		ticks: () => at,
		random: () => 0.5,
		async sleep(ms: number, signal?: AbortSignal) {
			await new Promise((resolve) => {
				setImmediate(resolve)
			})
			at += signal?.aborted ? 0 : Math.max(0, ms)
		},
	}
}

test('roster: a login that is refused is not tried in each round and for each room, and at once when it is taken again', async () => {
	const clock = fastClock()
	const account = accountId('nctalk.17')
	const rooms = ['r1', 'r2', 'r3'].map((token) => roomId(account, token))
	const world = { refused: 0, refuses: true, told: 0 }
	const none = {} as Session
	const sessions = new Map<RoomId, Session>([
		[home, {
			...none,
			async roster() {
				world.told += 1
			},
		}],
		...rooms.map((room): [RoomId, Session] => [room, {
			...none,
			async people() {
				if (world.refuses) {
					world.refused += 1
					throw new Failure({ then: 'closeAccount' }, 'refuses the login')
				}
				return [ada]
			},
		}]),
	])
	const gateways = rooms.map((room, n) => gatewayOf(`g${n}`, [
		{ number: 2 * n + 1, room: home, direction: 'inout', nickFormat: '' },
		{ number: 2 * n + 2, room, direction: 'inout', nickFormat: '' },
	]))
	const rests = openRests(clock, usualPace.probes)
	const watch = watchRosters({ clock, pace: usualPace, log: keptLog(), rests, sessionOf: (room) => sessions.get(room) })
	const passes = async (minutes: number): Promise<void> => {
		for (const until = clock.ticks() + minutes * 60_000; clock.ticks() < until;) {
			await new Promise((resolve) => {
				setImmediate(resolve)
			})
		}
	}
	watch.take(gateways)
	await passes(30)
	assert.ok(world.refused > 1 && world.refused <= 10, `${world.refused} refused logins in half an hour`)
	world.refuses = false
	rests.hurry(account)
	await passes(6)
	assert.equal(world.told, 3)
	watch.stop()
})
