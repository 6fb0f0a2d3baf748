import type { ChatEvent } from '../../core/event.ts'
import type { Cursor } from '../../core/ids.ts'
import type { Host } from '../../core/network.ts'
import type { OutboxRow } from '../../door/types.ts'
import type { Asked, Place, TurningParts } from './turning.ts'

import { waitAfter } from '../../core/backoff.ts'
import { failureOf } from '../../core/failure.ts'
import { cursor } from '../../core/ids.ts'
import { meant, placeOf } from './incoming.ts'
import { pause } from './pause.ts'
import { ask, turned } from './turning.ts'

/** One room's rows, one after the other. */
export interface Reading {
	put(rows: readonly OutboxRow[]): void
	/** Moderators are among themselves: what they say stays in the outbox until the lobby ends, as it does for the room's own people. */
	hasLobby(): boolean
	/** Whether the row is to stay there. That a lobby ended is told by a row, so those of the room itself are not. */
	holds(row: OutboxRow): boolean
	/** Ends; the ids of what was not handed over. */
	stop(): readonly number[]
	settled(): Promise<void>
}

/** What becomes of rows. */
export interface ReadingTold {
	/** They are on our disk. */
	readonly done: (ids: readonly number[]) => void
	/** They stay in the outbox, and are not known here any more. */
	readonly left: (ids: readonly number[]) => void
	/** What was left is to be told anew, in its order. */
	readonly reopened: () => void
}

export interface ReadingParts extends TurningParts, ReadingTold {
	readonly host: TurningParts['host'] & Pick<Host, 'heard' | 'pace' | 'signal' | 'cursor'>
	readonly random: () => number
	readonly failed: (error: unknown) => void
}

/** The outbox itself keeps what was not read: so there is but one place. */
const place: Cursor = cursor('outbox')

/** Rows in one transaction. */
const most = 100

/** Times that a file is asked for, with growing waits: some ten minutes. */
const patience = 16

/** In the order in which people see the messages; what has no place among them, and what shares one, in the order of rows. */
function sorted(rows: readonly OutboxRow[]): OutboxRow[] {
	const key = (row: OutboxRow, before: number): number => placeOf(row) ?? before
	let before = 0
	const keyed = rows.toSorted((one, other) => one.id - other.id).map((row) => {
		before = key(row, before)
		return { row, at: before }
	})
	return keyed.sort((one, other) => one.at - other.at || one.row.id - other.row.id).map(({ row }) => row)
}

export function openReading(parts: ReadingParts, where: Place): Reading {
	const { host } = parts
	const stopping = new AbortController()
	let waiting: OutboxRow[] = []
	let lobby = false
	let running = false
	let last: Promise<void> | undefined
	const isOver = (): boolean => stopping.signal.aborted || host.signal.aborted

	const holds = (row: OutboxRow): boolean => lobby && meant(row).as !== 'room'
	/** Rows that were told before it was known that the room has its lobby on; and as it ended, all: what was left comes before them. */
	const leave = (rows: readonly OutboxRow[]): void => {
		const ids = new Set(rows.map(({ id }) => id))
		waiting = waiting.filter(({ id }) => !ids.has(id))
		parts.left([...ids])
	}
	const turnLobby = (on: boolean): void => {
		if (on === lobby) {
			return
		}
		lobby = on
		leave(on ? waiting.filter(holds) : waiting)
		if (!on) {
			parts.reopened()
		}
	}

	/** Hands over; nothing is acknowledged that nobody took. */
	const handOver = async (events: readonly ChatEvent[], rows: readonly OutboxRow[]): Promise<void> => {
		if (isOver() || rows.length === 0) {
			return
		}
		if (events.length > 0) {
			await host.heard(where.room, events, place)
		}
		const ids = new Set(rows.map(({ id }) => id))
		waiting = waiting.filter(({ id }) => !ids.has(id))
		parts.done([...ids])
	}

	/** How often in a row a message could not be turned though the app answered. */
	let stuck = 0

	const turnedHere = async (row: OutboxRow, asked: Asked): Promise<readonly ChatEvent[]> => {
		try {
			const events = await turned(parts, { ...where, impatient: stuck >= patience }, row, asked)
			stuck = 0
			return events
		} catch (error) {
			stuck += 1
			throw error
		}
	}

	/**
	 * As many as can be had. What stands before a row that takes its time, or can't be turned now, does not wait with it. Ends with a row
	 * that tells whether the lobby is on, and with what it tells.
	 */
	const batch = async (): Promise<boolean | undefined> => {
		const rows = waiting.slice(0, most)
		const asked = await ask(parts, where, rows)
		let events: ChatEvent[] = []
		let ready: OutboxRow[] = []
		const flush = async (): Promise<void> => {
			const [said, done] = [events, ready]
			events = []
			ready = []
			await handOver(said, done)
		}
		try {
			for (const row of rows) {
				const means = meant(row)
				if (means.as === 'asked') {
					await flush()
				}
				events.push(...await turnedHere(row, asked))
				ready.push(row)
				if (means.as === 'room' && means.lobby !== undefined) {
					return means.lobby
				}
			}
			return undefined
		} finally {
			await flush()
		}
	}

	/** Whether it has a lobby now; later rows tell. Nothing is read before that is known: it might be what nobody else is to hear. */
	let isKnown = false
	const know = async (): Promise<void> => {
		for (let failures = 0; !isKnown && !isOver(); failures += 1) {
			const facts = await parts.knowledge.of(where.token)
			if (facts === undefined) {
				await pause(waitAfter({ then: 'retry' }, failures, host.pace, parts.random()), host.signal, stopping.signal)
				parts.knowledge.changed(where.token)
			} else {
				isKnown = true
				turnLobby(facts.lobby)
			}
		}
	}

	const run = async (): Promise<void> => {
		let failures = 0
		if (host.cursor(where.room) === undefined) {
			await host.heard(where.room, [], place).catch(parts.failed)
		}
		await know()
		while (waiting.length > 0 && !isOver()) {
			try {
				const told = await batch()
				if (told !== undefined) {
					turnLobby(told)
				}
				failures = 0
			} catch (error) {
				parts.failed(error)
				await pause(waitAfter(failureOf(error).verdict, failures, host.pace, parts.random()), host.signal, stopping.signal)
				failures += 1
			}
		}
		running = false
	}
	/** `run` may end before it first waits. */
	const start = (): void => {
		if (!running) {
			running = true
			last = run()
		}
	}
	start()

	return {
		put(rows) {
			waiting = sorted([...waiting, ...rows])
			leave(waiting.filter(holds))
			start()
		},
		hasLobby: () => lobby,
		holds,
		stop() {
			stopping.abort()
			return waiting.map(({ id }) => id)
		},
		settled: async () => last,
	}
}
