import type { Pace } from '../../core/pace.ts'
import type { Action, Schedule } from './schedule.ts'

import assert from 'node:assert/strict'
import { usualPace } from '../../core/pace.ts'
import { openLane } from './lanes.ts'
import { openSchedule } from './schedule.ts'

export interface Said { readonly at: number, readonly token: string }

export interface Played {
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

export interface Play {
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
	/** Accounts on the server, which have the rooms in turn. */
	readonly accounts?: number
}

export const name = (i: number): string => `room${i}`

/** What one of the accounts began, and when it will be answered. */
interface Flying { readonly at: number, readonly began: number, readonly action: Action, readonly schedule: Schedule }

/** The accounts' life against a server that answers after `takes` ms, in simulated time. */
export function play({ rooms, until, said = [], age = 1e6, takes = 40, pace = usualPace, down, broken, accounts = 1 }: Play): Played {
	let now = 0
	const lane = openLane(pace)
	/** When each account looks again, as its timer would have it. */
	const alarms = Array.from({ length: accounts }, () => 0)
	const schedules = alarms.map((_, i) => openSchedule({
		pace,
		lane,
		limit: 4,
		wake() {
			alarms[i] = now
		},
	}))
	const ownerOf = (i: number): Schedule => schedules[i % accounts] as Schedule
	const names = new Map<Schedule, string[]>(schedules.map((schedule) => [schedule, []]))
	const flying: Flying[] = []
	const waiting = new Map<string, number[]>()
	const latencies: number[] = []
	const byToken = new Map<string, number>()
	const starts: number[] = []
	const hows: string[] = []
	const count = { lists: 0, reads: 0, atOnce: 0 }
	const unsettled = new Set<string>()
	let next = 0
	for (let i = 0; i < rooms; i += 1) {
		ownerOf(i).join(name(i), now)
		names.get(ownerOf(i))?.push(name(i))
		waiting.set(name(i), [])
	}
	const hear = (): void => {
		for (let one = said[next]; one !== undefined && one.at <= now; one = said[next]) {
			waiting.get(one.token)?.push(one.at)
			next += 1
		}
	}
	const activity = (token: string): number => said.filter((one) => one.token === token && one.at <= now).length
	const finish = ({ action, began, schedule }: Flying): void => {
		const fails = down !== undefined && began >= down[0] && began < down[1]
		if (action.do === 'list') {
			if (fails) {
				schedule.down(now, 1000)
				return
			}
			const all = (names.get(schedule) ?? []).map((token) => {
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
		const begun = schedules.flatMap((schedule, i) => {
			if ((alarms[i] ?? 0) > now) {
				return []
			}
			const { actions, at } = schedule.next(now)
			alarms[i] = Math.max(at, now + 1)
			return actions.map((action) => ({ action, schedule }))
		})
		for (const { action, schedule } of begun) {
			flying.push({ at: now + takes, began: now, action, schedule })
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
		const soonest = Math.min(...flying.map((one) => one.at), ...alarms, said[next]?.at ?? Infinity, until)
		now = Math.max(soonest, now)
		for (const done of flying.filter((one) => one.at <= now)) {
			flying.splice(flying.indexOf(done), 1)
			finish(done)
			alarms[schedules.indexOf(done.schedule)] = now
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

export const second = 1000
export const minute = 60 * second

export const open = (): Schedule => openSchedule({ pace: usualPace, lane: openLane(usualPace), limit: 4, wake: () => undefined })

export function late(latencies: readonly number[], share: number): number {
	return [...latencies].sort((one, other) => one - other)[Math.floor((latencies.length - 1) * share)] ?? Infinity
}
