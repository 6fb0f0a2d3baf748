import type { Pace } from '../../core/pace.ts'
import type { Action } from './schedule.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usualPace } from '../../core/pace.ts'
import { openSchedule } from './schedule.ts'

interface Said { readonly at: number, readonly token: string }

interface Played {
	readonly lists: number
	readonly reads: number
	/** ms from a message to the end of the read that found it, in the order of the messages. */
	readonly latencies: readonly number[]
	/** The most reads that were under way at a time. */
	readonly atOnce: number
	readonly byToken: ReadonlyMap<string, number>
	/** The most reads begun within any `readEvery`, the background's one beside them. */
	readonly burst: number
	readonly hows: readonly string[]
}

interface Play {
	readonly rooms: number
	readonly until: number
	readonly said?: readonly Said[]
	/** Seconds since the rooms' last activity at the beginning. */
	readonly age?: number
	readonly takes?: number
	readonly pace?: Pace
	/** The server fails between these times. */
	readonly down?: readonly [number, number]
	/** Reads of this room fail. */
	readonly broken?: string
}

const name = (i: number): string => `room${i}`

/** An account's life against a server that answers after `takes` ms, in simulated time. */
function play({ rooms, until, said = [], age = 1e6, takes = 40, pace = usualPace, down, broken }: Play): Played {
	const schedule = openSchedule(pace, 4)
	const flying: { readonly at: number, readonly began: number, readonly action: Action }[] = []
	const waiting = new Map<string, number[]>()
	const latencies: number[] = []
	const byToken = new Map<string, number>()
	const starts: number[] = []
	const hows: string[] = []
	const count = { lists: 0, reads: 0, atOnce: 0 }
	const unsettled = new Set<string>()
	let now = 0
	let next = 0
	for (let i = 0; i < rooms; i += 1) {
		schedule.join(name(i), now)
		waiting.set(name(i), [])
	}
	const hear = (): void => {
		for (let one = said[next]; one !== undefined && one.at <= now; one = said[next]) {
			waiting.get(one.token)?.push(one.at)
			next += 1
		}
	}
	const activity = (token: string): number => said.filter((one) => one.token === token && one.at <= now).length
	const finish = ({ action, began }: typeof flying[number]): void => {
		const fails = down !== undefined && began >= down[0] && began < down[1]
		if (action.do === 'list') {
			if (fails) {
				schedule.down(now, 1000)
				return
			}
			const all = [...waiting.keys()].map((token) => {
				const seen = activity(token)
				return { token, activity: seen, age: seen > 0 ? 0 : age, behind: false }
			})
			schedule.listed(now, began, action.whole, all)
			return
		}
		if (fails || action.token === broken) {
			schedule.failed(action.token, now, 500, false)
			schedule.doubt(now)
			return
		}
		schedule.answered(action.token, now)
		const found = (waiting.get(action.token) ?? []).filter((at) => at <= now - takes / 2)
		latencies.push(...found.map((at) => now - at))
		waiting.set(action.token, (waiting.get(action.token) ?? []).filter((at) => !found.includes(at)))
		if (found.length > 0) {
			unsettled.add(action.token)
		} else if (action.how === 'settle') {
			unsettled.delete(action.token)
		}
		schedule.read(action.token, now, { how: action.how, news: found.length > 0, more: false, unsettled: unsettled.has(action.token) })
	}
	for (let turns = 0; now < until; turns += 1) {
		assert.ok(turns < 2_000_000, 'it spins')
		hear()
		const { actions, at } = schedule.next(now)
		for (const action of actions) {
			flying.push({ at: now + takes, began: now, action })
			if (action.do === 'list') {
				count.lists += 1
			} else {
				count.reads += 1
				starts.push(now)
				hows.push(action.how)
				byToken.set(action.token, (byToken.get(action.token) ?? 0) + 1)
			}
		}
		count.atOnce = Math.max(count.atOnce, flying.filter(({ action }) => action.do === 'read').length)
		const soonest = Math.min(...flying.map((one) => one.at), Math.max(at, now + 1), said[next]?.at ?? Infinity, until)
		now = Math.max(soonest, now)
		for (const done of flying.filter((one) => one.at <= now)) {
			flying.splice(flying.indexOf(done), 1)
			finish(done)
		}
	}
	let burst = 0
	for (let first = 0, last = 0; last < starts.length; last += 1) {
		while ((starts[last] ?? 0) - (starts[first] ?? 0) >= pace.readEvery) {
			first += 1
		}
		burst = Math.max(burst, last - first + 1)
	}
	return { ...count, latencies, byToken, burst, hows }
}

const second = 1000
const minute = 60 * second

function late(latencies: readonly number[], share: number): number {
	return [...latencies].sort((one, other) => one - other)[Math.floor((latencies.length - 1) * share)] ?? Infinity
}

test('1,000 idle rooms cost the list and one look at each at the start', () => {
	const { lists, reads } = play({ rooms: 1000, until: 20 * minute })
	assert.equal(reads, 1000)
	assert.ok(lists > 700 && lists <= 810, `${lists} lists in 20 minutes`)
})

test('the list is asked the more rarely the longer it takes, within bounds', () => {
	assert.ok(Math.abs(play({ rooms: 1, until: 10 * minute, takes: 200 }).lists - 150) <= 2)
	assert.ok(Math.abs(play({ rooms: 1, until: 10 * minute, takes: 5000 }).lists - 40) <= 2)
	assert.ok(Math.abs(play({ rooms: 1, until: 10 * minute, takes: 5 }).lists - 400) <= 2)
})

test('a message in a quiet room is read within two seconds', () => {
	const said = Array.from({ length: 60 }, (_, i) => ({ at: 2 * minute + i * (minute + 137), token: name(i) }))
	const { latencies } = play({ rooms: 100, until: 80 * minute, said })
	assert.equal(latencies.length, 60)
	assert.ok(late(latencies, 1) <= 2000, `${late(latencies, 1)} ms`)
})

test('in a lively room messages are read within a read’s distance', () => {
	const said = Array.from({ length: 200 }, (_, i) => ({ at: 2 * minute + i * 610, token: name(3) }))
	const { latencies } = play({ rooms: 10, until: 6 * minute, said })
	const [first = Infinity, ...rest] = latencies
	assert.ok(first <= 2000)
	assert.ok(late(rest, 0.5) <= 200 && late(rest, 1) <= 350, `${late(rest, 0.5)} and ${late(rest, 1)} ms`)
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

test('rooms lively within the day are looked at one at a time, each as often as it may be', () => {
	const looks = (age: number): number => {
		const few = play({ rooms: 10, until: 12 * minute, age })
		assert.equal(few.atOnce, 1)
		return few.reads / 10
	}
	const [fresh, old] = [looks(60), looks(3600)]
	assert.ok(fresh >= 30 && fresh <= 38, `${fresh} looks in 12 minutes at a room that was lively a minute ago`)
	assert.ok(old >= 5 && old <= 8, `${old} looks in 12 minutes at a room that was lively an hour ago`)
	const many = play({ rooms: 1000, until: 12 * minute, age: 3600 })
	assert.ok(many.reads <= 12 * 60 * 4 + 1, `${many.reads} reads are more than four a second`)
	assert.equal(many.atOnce, 1)
	const counts = [...many.byToken.values()]
	assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, 'in turn')
})

test('what was read is read once more when the room has gone quiet, and now and then while it does not', () => {
	const once = play({ rooms: 1, until: 2 * minute, said: [{ at: minute, token: name(0) }] })
	assert.equal(once.hows.filter((how) => how === 'settle').length, 1)
	const talk = Array.from({ length: 120 }, (_, i) => ({ at: minute + i * 500, token: name(0) }))
	const busy = play({ rooms: 1, until: 3 * minute, said: talk })
	const settled = busy.hows.filter((how) => how === 'settle').length
	assert.ok(settled >= 4 && settled <= 8, `${settled} times in a minute of talk`)
})

test('a lively room is read past the server’s cache once a second', () => {
	const { hows } = play({ rooms: 1, until: minute + 30 * second, said: [{ at: minute, token: name(0) }] })
	const anew = hows.filter((how) => how === 'anew').length
	assert.ok(anew >= 26 && anew <= 34, `${anew} in 30 s`)
})

test('while the account is down nothing but the list is asked, and all is looked at afterwards', () => {
	const said = [{ at: 3 * minute, token: name(7) }]
	const { lists, reads, latencies } = play({ rooms: 50, until: 10 * minute, down: [minute, 5 * minute], said })
	assert.ok(reads <= 2 * 50 + 200, `${reads} reads`)
	assert.ok(lists >= 440 && lists <= 480, `${lists} lists`)
	assert.equal(latencies.length, 1)
	assert.ok(late(latencies, 1) <= 2 * minute + 2 * second)
})

test('a room that fails holds up no other', () => {
	const said = Array.from({ length: 40 }, (_, i) => ({ at: minute + i * second, token: name(i % 4) }))
	const { latencies } = play({ rooms: 4, until: 3 * minute, said, broken: name(1) })
	assert.equal(latencies.length, 30)
	assert.ok(late(latencies, 1) <= 2000, `${late(latencies, 1)} ms`)
})

test('a closed room is probed, and read at once when it is there again', () => {
	const schedule = openSchedule(usualPace, 4)
	schedule.join('a', 0)
	const room = { token: 'a', activity: 1, age: 10, behind: true }
	assert.deepEqual(schedule.next(0).actions, [{ do: 'list', whole: true }])
	schedule.listed(40, 0, true, [room])
	assert.deepEqual(schedule.next(40).actions, [{ do: 'read', token: 'a', how: 'anew' }])
	schedule.failed('a', 80, minute, true)
	assert.deepEqual(schedule.next(90).actions, [])
	assert.deepEqual(schedule.next(minute + 80).actions.filter((action) => action.do === 'read'), [{ do: 'read', token: 'a', how: 'anew' }])
	schedule.failed('a', minute + 120, 5 * minute, true)
	schedule.reopened('a', minute + 500)
	assert.deepEqual(schedule.next(minute + 500).actions.filter((action) => action.do === 'read').length, 1)
})

test('woken from outside, a room is read at once; written to, it is read as a lively one', () => {
	const begin = () => {
		const schedule = openSchedule(usualPace, 4)
		schedule.join('a', 0)
		schedule.next(0)
		schedule.listed(40, 0, true, [{ token: 'a', activity: 1, age: 1e6, behind: false }])
		schedule.next(40)
		schedule.read('a', 80, { how: 'anew', news: false, more: false, unsettled: false })
		return schedule
	}
	const woken = begin()
	assert.deepEqual(woken.next(1000).actions, [])
	woken.wake('a', 1000)
	assert.equal(woken.next(1000).actions.length, 1)
	const wrote = begin()
	wrote.wrote('a', 1000)
	assert.equal(wrote.next(1000).actions.length, 1)
})

test('when a room’s request fails, the list is asked before any other room is', () => {
	const schedule = openSchedule(usualPace, 4)
	const rooms = ['a', 'b', 'c'].map((token) => ({ token, activity: 1, age: 0, behind: true }))
	rooms.forEach(({ token }) => schedule.join(token, 0))
	schedule.next(0)
	schedule.listed(40, 0, true, rooms)
	assert.equal(schedule.next(40).actions.length, 3)
	schedule.failed('a', 80, 500, false)
	schedule.doubt(80)
	schedule.read('b', 90, { how: 'anew', news: true, more: true, unsettled: true })
	assert.deepEqual(schedule.next(400).actions, [{ do: 'list', whole: true }])
	schedule.listed(440, 400, true, rooms)
	assert.deepEqual(schedule.next(440).actions.map((action) => action.do === 'read' && action.token), ['b'], 'c is still being read, a waits')
})

test('without rooms there is nothing to do, and a room that is left is not read', () => {
	const schedule = openSchedule(usualPace, 4)
	assert.deepEqual(schedule.next(0), { actions: [], at: Infinity })
	schedule.join('a', 0)
	schedule.next(0)
	schedule.listed(40, 0, true, [{ token: 'a', activity: 1, age: 0, behind: true }])
	schedule.leave('a')
	assert.deepEqual(schedule.next(2000).actions, [])
})
