import type { Schedule } from './schedule.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { accountId, roomId } from '../../core/ids.ts'
import { usualPace } from '../../core/pace.ts'
import { fakeHost, hurried } from './host.fake.ts'
import { usual, withLab } from './lab.fake.ts'
import { openLane } from './lanes.ts'
import { late, minute, name, play, second } from './schedule.fake.ts'
import { openSchedule } from './schedule.ts'

test('a lively room is read the more rarely the longer the server takes, and at least every 250 ms', () => {
	const readsPerSecond = (takes: number): number => {
		const said = Array.from({ length: 200 }, (_, i) => ({ at: 2 * minute + i * second, token: name(0) }))
		return play({ rooms: 1, until: 5 * minute, said, takes }).reads / 180
	}
	const [quick, usual, slow, slower] = [readsPerSecond(5), readsPerSecond(80), readsPerSecond(120), readsPerSecond(200)]
	assert.ok(quick >= 7.5 && quick <= 8.1, `${quick} a second`)
	assert.ok(usual >= 5.8 && usual <= 6.5, `${usual} a second`)
	assert.ok(slow >= 3.8 && slow <= 4.3, `${slow} a second`)
	assert.ok(slower >= 3.8 && slower <= 4.1, `${slower} a second`)
})

test('four lively rooms are read every 250 ms each, however fast the server is', () => {
	const said = Array.from({ length: 4 * 120 }, (_, i) => ({ at: 2 * minute + i * 125, token: name(i % 4) }))
	const { byToken, burst } = play({ rooms: 4, until: 3 * minute, said, takes: 5 })
	assert.ok(burst <= 5, `${burst} begun within 250 ms`)
	for (const [token, reads] of byToken) {
		assert.ok(reads >= 200 && reads <= 250, `${token}: ${reads} in a minute`)
	}
})

test('a burst in 30 rooms: never more than the limit at a time, and none starves', () => {
	const said = Array.from({ length: 30 * 60 }, (_, i) => ({ at: 2 * minute + i * 33, token: name(i % 30) }))
	const { latencies, atOnce, burst, byToken } = play({ rooms: 30, until: 4 * minute, said })
	assert.equal(latencies.length, said.length)
	assert.ok(atOnce <= 5, `${atOnce} at once`)
	assert.ok(burst <= 5, `${burst} begun within 250 ms`)
	assert.ok(late(latencies, 1) <= 4000 && late(latencies, 0.5) <= 1500, `${late(latencies, 0.5)} and ${late(latencies, 1)} ms`)
	const counts = [...byToken.values()]
	assert.ok(Math.max(...counts) <= 1.5 * Math.min(...counts), `${Math.min(...counts)} to ${Math.max(...counts)} reads`)
})

test('with more lively rooms than can be read fast, those that changed come first', () => {
	const murmur = Array.from({ length: 400 * 4 }, (_, i) => ({ at: 2 * minute + i * 80, token: name(i % 400) }))
	const chat = Array.from({ length: 60 }, (_, i) => ({ at: 3 * minute + i * second, token: name(400) }))
	const said = [...murmur, ...chat].sort((one, other) => one.at - other.at)
	const { latencies } = play({ rooms: 401, until: 6 * minute, said })
	assert.equal(latencies.length, said.length)
	assert.ok(late(latencies, 1) <= 5000, `${late(latencies, 1)} ms`)
})

test('two accounts on one server are read no faster together than one, and neither waits for the other', () => {
	const said = Array.from({ length: 30 * 60 }, (_, i) => ({ at: 2 * minute + i * 33, token: name(i % 30) }))
	const { latencies, atOnce, burst, byToken } = play({ rooms: 30, until: 4 * minute, said, accounts: 2 })
	assert.equal(latencies.length, said.length)
	// Four read fast, and one in the background for each account.
	assert.ok(atOnce <= 6, `${atOnce} at once`)
	assert.ok(burst <= 6, `${burst} begun within 250 ms`)
	assert.ok(late(latencies, 1) <= 4000 && late(latencies, 0.5) <= 1500, `${late(latencies, 0.5)} and ${late(latencies, 1)} ms`)
	const counts = [...byToken.values()]
	assert.ok(Math.max(...counts) <= 1.5 * Math.min(...counts), `${Math.min(...counts)} to ${Math.max(...counts)} reads`)
})

test('a lively room of one account is read at once while another account has more than can be read', () => {
	const murmur = Array.from({ length: 30 * 120 }, (_, i) => ({ at: 2 * minute + i * 16, token: name(2 * (i % 30)) }))
	const chat = Array.from({ length: 20 }, (_, i) => ({ at: 2 * minute + 5 * second + i * 2 * second, token: name(1) }))
	const said = [...murmur, ...chat].sort((one, other) => one.at - other.at)
	const { latencies, byToken } = play({ rooms: 60, until: 4 * minute, said, accounts: 2 })
	assert.equal(latencies.length, said.length)
	const busiest = Math.max(...Array.from({ length: 30 }, (_, i) => byToken.get(name(2 * i)) ?? 0))
	assert.ok((byToken.get(name(1)) ?? 0) >= busiest / 2, `${byToken.get(name(1))} reads, the busiest has ${busiest}`)
})

test('an account that is closed in the midst of its reads leaves its places to the others', () => {
	const lane = openLane(usualPace)
	let woken = 0
	const [one, other] = [0, 1].map(() => openSchedule({ pace: usualPace, lane, limit: 4, wake: () => {
		woken += 1
	} })) as [Schedule, Schedule]
	const rooms = (of: string) => Array.from({ length: 4 }, (_, i) => ({ token: `${of}${i}`, activity: 1, age: 0, behind: true }))
	for (const [schedule, of] of [[one, 'a'], [other, 'b']] as const) {
		rooms(of).forEach(({ token }) => schedule.join(token, 0))
		schedule.next(0)
		schedule.listed(40, 0, true, rooms(of))
	}
	assert.equal(one.next(40).actions.length, 4)
	assert.deepEqual(other.next(300).actions, [], 'four are under way')
	woken = 0
	one.close()
	assert.equal(woken, 1)
	assert.equal(other.next(301).actions.length, 4)
})

test('of two settings for one server the smaller one holds', () => {
	const lane = openLane(usualPace)
	openSchedule({ pace: usualPace, lane, limit: 2, wake: () => undefined })
	const schedule = openSchedule({ pace: usualPace, lane, limit: 8, wake: () => undefined })
	const rooms = Array.from({ length: 8 }, (_, i) => ({ token: `a${i}`, activity: 1, age: 0, behind: true }))
	rooms.forEach(({ token }) => schedule.join(token, 0))
	schedule.next(0)
	schedule.listed(40, 0, true, rooms)
	assert.equal(schedule.next(40).actions.length, 2)
})

const crowd = ['puente', 'pasarela'] as const
const crowdRooms = crowd.flatMap((login) => Array.from({ length: 6 }, (_, i) => ({ token: `${login}${i}`, members: ['ana', login] })))

test('on a server: two accounts with six lively rooms each are read four at a time, both alike', () => withLab(async (lab) => {
	const pace = { ...hurried, readEvery: 100, livelyFor: 60_000 }
	const hosts = crowd.map((login) => {
		const host = fakeHost(pace, accountId(`nctalk.${login}`))
		const session = lab.open(host, { login, password: `${login}-app-password` })
		crowdRooms.filter(({ members }) => members.includes(login)).forEach(({ token }) => session.join(token))
		return host
	})
	for (const [i, host] of hosts.entries()) {
		await host.until('all rooms read', () => Array.from({ length: 6 }, (_, n) => roomId(host.account, `${crowd[i]}${n}`)).every((room) => host.cursors.has(room)))
	}
	crowdRooms.forEach(({ token }) => lab.server.say(token, { type: 'users', id: 'ana' }, 'so that it is lively'))
	for (const host of hosts) {
		await host.until('all are lively', () => host.texts().length === 6)
	}
	lab.server.faults.add({ match: { method: 'GET', path: '/chat/' }, then: { do: 'slow', ms: 10 } })
	const began = performance.now()
	await sleep(3000)
	const windows = (performance.now() - began) / pace.readEvery
	const reads = crowd.map((login) => lab.server.faults.log.filter(({ user }) => user === login).length)
	const all = reads.reduce((sum, one) => sum + one)
	assert.ok(all <= 4 * (windows + 1), `${all} reads in ${windows.toFixed(1)} times readEvery`)
	assert.ok(all >= 2 * windows, `${all} reads in ${windows.toFixed(1)} times readEvery`)
	assert.ok(Math.min(...reads) >= 0.8 * Math.max(...reads), `${reads.join(' and ')} reads`)
}, { ...usual, people: [{ uid: 'ana' }, ...crowd.map((uid) => ({ uid }))], rooms: crowdRooms }))
