import type { Copies } from '../../store/copies.ts'
import type { Cursors } from '../../store/cursors.ts'
import type { Outbox } from '../../store/outbox.ts'
import type { Side } from './api.ts'
import type { Sides } from './sides.ts'

import { existsSync } from 'node:fs'
import { databaseFile } from '../../compose.ts'
import { roomId } from '../../core/ids.ts'
import { copiesTable } from '../../store/copies.ts'
import { cursorsTable } from '../../store/cursors.ts'
import { openDatabase } from '../../store/database.ts'
import { outboxTable } from '../../store/outbox.ts'
import { openArrivals } from './arrivals.ts'

/** What the relay has on its disk, read beside it: also while it is stopped. */
export interface RelayState {
	/** True if anything changed. */
	look(): boolean
	/** Whether it reads both rooms: what is written from here on is carried. */
	reads(): boolean
	waiting(): Readonly<Record<Side, number>>
	setAside(): number
	/** Milliseconds that a message, or what it is a copy of, took from being stored at one server to being stored at the other. */
	took(side: Side, message: number): number | undefined
	/** The times of all messages carried so far. */
	times(): readonly number[]
	close(): void
}

interface Tables { readonly copies: Copies, readonly cursors: Cursors, readonly outbox: Outbox, close(): void }

/** `isMade`: whether the relay has made its database. */
export function openRelayState(stateFolder: string, sides: Sides, isMade: () => boolean): RelayState {
	const file = databaseFile(stateFolder)
	const rooms = { left: roomId(sides.left.account, sides.left.token), right: roomId(sides.right.account, sides.right.token) }
	const arrivals = openArrivals(sides, rooms)
	let tables: Tables | undefined
	let numbers = { left: 0, right: 0, setAside: 0 }
	const open = (): Tables | undefined => {
		if (tables === undefined && isMade() && existsSync(file)) {
			tables = openTables(file)
		}
		return tables
	}
	return {
		look() {
			const found = open()
			if (found === undefined) {
				return false
			}
			const { outbox, copies } = found
			const now = { left: outbox.waiting(rooms.left), right: outbox.waiting(rooms.right), setAside: outbox.asides().length }
			const moved = now.left !== numbers.left || now.right !== numbers.right || now.setAside !== numbers.setAside
			numbers = now
			return arrivals.look(copies) || moved
		},
		reads: () => {
			const read = open()?.cursors.rooms() ?? []
			return read.includes(rooms.left) && read.includes(rooms.right)
		},
		waiting: () => numbers,
		setAside: () => numbers.setAside,
		took: arrivals.took,
		times: arrivals.times,
		close: () => tables?.close(),
	}
}

function openTables(file: string): Tables {
	const database = openDatabase(file, { readOnly: true })
	return {
		copies: copiesTable(database),
		cursors: cursorsTable(database),
		outbox: outboxTable(database),
		close: () => database.close(),
	}
}
