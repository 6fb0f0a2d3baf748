import type { Host } from '../../core/network.ts'
import type { Door } from '../../door/client.ts'
import type { OutboxRow } from '../../door/types.ts'
import type { Reading, ReadingTold } from './room.ts'

import { waitAfter } from '../../core/backoff.ts'
import { failureOf } from '../../core/failure.ts'
import { openAcks } from './acks.ts'
import { openArrivals } from './order.ts'
import { pause } from './pause.ts'
import { openStrangers } from './strangers.ts'

export interface IntakeParts {
	readonly door: Pick<Door, 'outbox' | 'ack'>
	readonly host: Pick<Host, 'pace' | 'signal' | 'log'>
	readonly now: () => number
	readonly random: () => number
	/** Starts reading a room. */
	readonly read: (token: string, tell: ReadingTold) => Reading
	readonly well: () => void
	readonly failed: (error: unknown) => void
}

/** What the app tells: rows that are poked in, and those that only the outbox still has. */
export interface Intake {
	/** Rows that were told; none: something is in the outbox. */
	told(rows: readonly OutboxRow[]): void
	join(token: string): void
	leave(token: string): void
	settled(): Promise<void>
}

const fewRows = 200
/** Rows that wait in a room which can't be turned now must not hide the others. Those behind a lobby are not asked for. */
const mostRows = 2000

export function openIntake(parts: IntakeParts): Intake {
	const { door, host } = parts
	const arrivals = openArrivals()
	const rooms = new Map<string, Reading>()
	const strangers = openStrangers()
	let running: Promise<void> | undefined
	let gathering: NodeJS.Timeout | undefined
	/** Asked to look, and not looked yet. */
	let wanted = false
	let waking = new AbortController()
	/** The outbox holds more than what is under way. */
	let stalled = false

	const look = (): void => {
		wanted = true
		waking.abort()
	}
	const acks = openAcks({
		...parts,
		gone(ids) {
			arrivals.gone(ids)
			if (stalled) {
				look()
			}
		},
	})

	/** Gives every room what is its own. */
	const deal = (): void => {
		const byRoom = Map.groupBy(arrivals.ready(), ({ token }) => token)
		for (const [token, rows] of byRoom) {
			const room = rooms.get(token)
			if (room === undefined) {
				strangers.add(rows, parts.now())
			} else {
				room.put(rows)
			}
		}
		const old = strangers.takeOlder(parts.now() - host.pace.retryAtMost)
		if (old.length > 0) {
			acks.done(old)
		}
	}
	const gathered = (): void => {
		gathering = undefined
		deal()
		if (arrivals.hasHole()) {
			look()
		}
	}

	const isHeld = (row: OutboxRow): boolean => rooms.get(row.token)?.holds(row) ?? false

	/** True if there is more to be had at once. */
	const fetch = async (): Promise<boolean> => {
		const asking = arrivals.asking()
		const held = [...rooms].filter(([, room]) => room.hasLobby()).map(([token]) => token)
		const { rows, more } = await door.outbox(Math.min(mostRows, fewRows + arrivals.underWay()), held)
		parts.well()
		const added = arrivals.fetched(asking, rows.filter((row) => !isHeld(row)), more)
		deal()
		// Where there was nothing but what is under way, some of that has to go first.
		stalled = more && added === 0
		return more && added > 0
	}

	/** Looks into the outbox at the start, when told to, and now and then. */
	const run = async (): Promise<void> => {
		let failures = 0
		let wait = 0
		while (!host.signal.aborted) {
			if (!wanted) {
				await pause(wait, waking.signal, host.signal)
			}
			waking = new AbortController()
			wanted = false
			try {
				const more = !host.signal.aborted && await fetch()
				failures = 0
				wanted ||= more
				wait = host.pace.outboxEvery
			} catch (error) {
				parts.failed(error)
				wait = waitAfter(failureOf(error).verdict, failures, host.pace, parts.random())
				failures += 1
				// Whoever is told again and again while the app can't be asked must not ask without end.
				await pause(wait, host.signal)
				wait = 0
			}
		}
		clearTimeout(gathering)
	}

	return {
		told(rows) {
			if (host.signal.aborted) {
				return
			}
			arrivals.gone(rows.filter(isHeld).map(({ id }) => id))
			arrivals.told(rows)
			if (rows.length === 0) {
				look()
			} else {
				gathering ??= setTimeout(gathered, host.pace.gatherFor)
			}
		},
		join(token) {
			if (!rooms.has(token)) {
				rooms.set(token, parts.read(token, {
					done: acks.done,
					left: arrivals.gone,
					reopened() {
						arrivals.afresh()
						look()
					},
				}))
				rooms.get(token)?.put(strangers.take(token))
			}
			running ??= run()
		},
		leave(token) {
			const unread = rooms.get(token)?.stop() ?? []
			rooms.delete(token)
			acks.done(unread)
		},
		async settled() {
			clearTimeout(gathering)
			await Promise.all([running, acks.settled(), ...[...rooms.values()].map((room) => room.settled())])
		},
	}
}
