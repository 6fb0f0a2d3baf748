import assert from 'node:assert/strict'
import { test } from 'node:test'
import { late, minute, name, open, play, second } from './schedule.fake.ts'

test('1,000 idle rooms cost the list and one look at each at the start', () => {
	const { lists, reads } = play({ rooms: 1000, until: 20 * minute })
	assert.equal(reads, 1000)
	assert.ok(lists > 700 && lists <= 810, `${lists} lists in 20 minutes`)
})

test('the list is asked the more rarely the longer it takes, within bounds', () => {
	assert.ok(Math.abs(play({ rooms: 1, until: 10 * minute, takes: 200 }).lists - 300) <= 2)
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
	assert.ok(late(rest, 0.5) <= 120 && late(rest, 1) <= 200, `${late(rest, 0.5)} and ${late(rest, 1)} ms`)
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
	assert.ok(reads <= 2 * 50 + 8 * 30 + 20, `${reads} reads`)
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
	const schedule = open()
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
		const schedule = open()
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
	const schedule = open()
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
	const schedule = open()
	assert.deepEqual(schedule.next(0), { actions: [], at: Infinity })
	schedule.join('a', 0)
	schedule.next(0)
	schedule.listed(40, 0, true, [{ token: 'a', activity: 1, age: 0, behind: true }])
	schedule.leave('a')
	assert.deepEqual(schedule.next(2000).actions, [])
})
