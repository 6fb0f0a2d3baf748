import type { Failure } from '../../core/failure.ts'
import type { Host } from '../../core/network.ts'
import type { TalkRoom } from '../../talk/types.ts'
import type { RoomList, TalkApi } from './api.ts'
import type { Knowledge } from './capabilities.ts'
import type { Lane } from './lanes.ts'
import type { ReaderParts } from './reader.ts'
import type { Action, Seen } from './schedule.ts'
import type { Setup } from './setup.ts'
import type { How } from './turns.ts'
import type { WatchedRoom } from './watched.ts'

import { waitAfter } from '../../core/backoff.ts'
import { failureOf } from '../../core/failure.ts'
import { roomId } from '../../core/ids.ts'
import { beginAt, readRoom, recalled } from './reader.ts'
import { roomRefusal } from './refusals.ts'
import { openSchedule } from './schedule.ts'
import { refused, shown, shut, troubled, watchedRoom, well } from './watched.ts'

/** Reads the rooms of one account, through any failure. */
export interface Watch {
	join(token: string): void
	leave(token: string): void
	/** Something happened in the room: it is read at once. For whoever is told from outside. */
	wake(token: string): void
	/** We wrote there: an answer is likely. */
	wrote(token: string): void
	/** What the room is called, as the list showed it last. */
	name(token: string): string | undefined
	/** We could not write there. As soon as the list shows the room writable, it is told as open. */
	refused(token: string, why: string): void
	/** Nothing is handed over after it has resolved. */
	close(): Promise<void>
}

export interface WatchParts {
	readonly api: TalkApi
	readonly people: ReaderParts['people']
	readonly knowledge: Pick<Knowledge, 'saw'>
	readonly setup: Setup
	readonly login: string
	readonly host: Host
	/** To the account's server, shared with the relay's other accounts there. */
	readonly lane: Lane
	/** Rooms read fast at a time. */
	readonly liveRooms: number
	/** From [0, 1). */
	readonly random?: () => number
}

/** Seconds by which lists overlap: what a slow request stores shows an activity that lies back. */
const overlap = 5

/** Begins with the first room that is joined. */
export function openWatch(given: WatchParts): Watch {
	const { api, host, setup } = given
	const now = (): number => performance.now()
	const random = given.random ?? Math.random
	const rooms = new Map<string, WatchedRoom>()
	const schedule = openSchedule({ pace: host.pace, lane: given.lane, limit: given.liveRooms, wake: () => again(0) })
	const running = new Set<Promise<void>>()
	/** The server's clock (seconds), and when it was told; where to go on with the list. */
	const server = { time: 0, at: 0, since: undefined as number | undefined }
	/** `down`: why nothing but the list is tried; undefined while all is well. `refused`: the login, since it was well last. */
	const account = { prepared: false, failures: 0, refused: false, down: 'start' as 'start' | 'retry' | 'closeAccount' | undefined }
	let stopped = false
	let timer: NodeJS.Timeout | undefined
	let preparing: Promise<void> = Promise.resolve()

	const parts: ReaderParts = {
		api,
		people: given.people,
		host,
		troubled: new Map(),
		now,
		serverTime: () => server.time === 0 ? 0 : server.time + (now() - server.at) / 1000,
	}
	const over = (): boolean => stopped || host.signal.aborted
	const isOurs = (room: WatchedRoom): boolean => !over() && rooms.get(room.token) === room

	/** Looks again after so many ms, and not at the time that was meant before. */
	function again(wait: number): void {
		clearTimeout(timer)
		if (!over()) {
			timer = setTimeout(tick, wait)
		}
	}

	/** Begins what is due, and comes back when something else will be. */
	function tick(): void {
		clearTimeout(timer)
		if (over()) {
			return
		}
		const { actions, at } = schedule.next(now())
		for (const action of actions) {
			const work = run(action).finally(() => {
				running.delete(work)
				tick()
			})
			running.add(work)
		}
		if (at < Infinity) {
			again(Math.max(1, at - now()))
		}
	}

	function run(action: Action): Promise<void> {
		return action.do === 'list' ? list(action.whole) : read(action.token, action.how)
	}

	async function list(whole: boolean): Promise<void> {
		try {
			if (!account.prepared) {
				await setup.account()
				account.prepared = true
			}
			const began = now()
			const since = whole ? undefined : server.since
			const answer = await api.rooms(since)
			if (!over()) {
				await listed(answer, since === undefined, began)
				accountWell()
			}
		} catch (error) {
			accountFailed(failureOf(error))
		}
	}

	async function listed(answer: RoomList, whole: boolean, began: number): Promise<void> {
		Object.assign(server, {
			at: now(),
			time: answer.modifiedBefore ?? Date.now() / 1000,
			since: answer.modifiedBefore === undefined ? undefined : answer.modifiedBefore - overlap,
		})
		given.knowledge.saw(answer.hash)
		const ours = answer.rooms.flatMap((seen) => {
			const room = rooms.get(seen.token)
			return room === undefined ? [] : [{ room, seen }]
		})
		await Promise.all(ours.map(({ room, seen }) => place(room, seen)))
		schedule.listed(now(), began, whole, ours.map(({ room, seen }) => sight(room, seen)))
		for (const { room, seen } of ours) {
			if (shown(room, seen, api.client.host, host)) {
				schedule.reopened(room.token, now())
			}
			prepare(room, seen)
		}
		const listedTokens = new Set(answer.rooms.map(({ token }) => token))
		for (const room of whole ? rooms.values() : []) {
			if (!listedTokens.has(room.token) && room.shut === undefined) {
				roomFailed(room, roomRefusal(404, { token: room.token, login: given.login, host: api.client.host }))
			}
		}
	}

	/** Where reading goes on or, in a room never read, begins: behind the newest message that the list shows. */
	async function place(room: WatchedRoom, { lastMessage }: TalkRoom): Promise<void> {
		if (recalled(parts, room) !== undefined || lastMessage === undefined || 'length' in lastMessage) {
			return
		}
		try {
			await beginAt(parts, room, lastMessage.id, server.time)
		} catch (error) {
			host.log.warn(`reading of ${room.token} can’t begin yet: ${failureOf(error).message}`)
		}
	}

	function sight(room: WatchedRoom, { token, lastActivity = 0, lastMessage }: TalkRoom): Seen {
		const newest = lastMessage === undefined || 'length' in lastMessage ? Infinity : lastMessage.id
		return { token, activity: lastActivity, age: Math.max(0, server.time - lastActivity), behind: newest > (room.place?.given ?? -1) }
	}

	/** What is done once for a room, one room after another: reading does not wait for it. */
	function prepare(room: WatchedRoom, seen: TalkRoom): void {
		if (room.prepared) {
			return
		}
		room.prepared = true
		preparing = preparing.then(async () => {
			try {
				if (isOurs(room)) {
					await setup.room(room.token, seen)
				}
			} catch (error) {
				room.prepared = false
				host.log.debug(`${room.token} is not prepared yet: ${failureOf(error).message}`)
			}
		})
	}

	async function read(token: string, how: How): Promise<void> {
		const room = rooms.get(token)
		if (room === undefined) {
			return
		}
		try {
			const result = await readRoom(parts, room, how, () => {
				schedule.answered(token, now())
				tick()
			})
			if (isOurs(room)) {
				schedule.read(token, now(), result)
				well(room, host)
			}
		} catch (error) {
			if (isOurs(room)) {
				roomFailed(room, failureOf(error))
			}
		}
	}

	function roomFailed(room: WatchedRoom, failure: Failure): void {
		const { verdict, message } = failure
		const wait = waitAfter(verdict, room.attempts, host.pace, random())
		switch (verdict.then) {
			case 'closeAccount':
				schedule.failed(room.token, now(), 0, false)
				if (account.down === undefined) {
					accountFailed(failure)
				}
				break
			case 'closeRoom':
				shut(room, message, host)
				schedule.failed(room.token, now(), wait, true)
				break
			case 'retry':
			case 'drop':
				troubled(room, failure, host)
				schedule.failed(room.token, now(), wait, false)
				schedule.doubt(now())
				break
			default: verdict satisfies never
		}
	}

	function accountWell(): void {
		account.failures = 0
		account.refused = false
		if (account.down !== undefined) {
			account.down = undefined
			host.status('online')
		}
	}

	function accountFailed({ verdict, message }: Failure): void {
		if (over()) {
			return
		}
		const down = verdict.then === 'closeAccount' ? 'closeAccount' : 'retry'
		account.failures = account.down === down ? account.failures + 1 : 0
		account.down = down
		account.refused ||= down === 'closeAccount'
		const wait = waitAfter(verdict, account.failures, host.pace, random())
		// Nextcloud answers to a wrong password, tried often, with 429 for everybody at our address.
		schedule.down(now(), account.refused ? Math.max(wait, host.pace.probes[0] ?? 0) : wait)
		host.status(down === 'closeAccount' ? 'offline' : 'connecting', message)
	}

	return {
		join(token) {
			if (!rooms.has(token)) {
				rooms.set(token, watchedRoom({ token, id: roomId(host.account, token) }))
				schedule.join(token, now())
				tick()
			}
		},
		leave(token) {
			rooms.delete(token)
			schedule.leave(token)
			tick()
		},
		wake(token) {
			schedule.wake(token, now())
			tick()
		},
		refused(token, why) {
			const room = rooms.get(token)
			if (room !== undefined) {
				refused(room, why, host)
			}
		},
		name: (token) => rooms.get(token)?.name,
		wrote(token) {
			schedule.wrote(token, now())
			tick()
		},
		async close() {
			stopped = true
			clearTimeout(timer)
			schedule.close()
			await Promise.allSettled([...running, preparing])
		},
	}
}
