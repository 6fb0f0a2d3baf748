import type { Copies } from '../../store/copies.ts'
import type { Outbox } from '../../store/outbox.ts'
import type { Side } from './api.ts'
import type { Sides, TalkSide } from './sides.ts'

import { existsSync } from 'node:fs'
import { databaseFile } from '../../compose.ts'
import { messageId, roomId } from '../../core/ids.ts'
import { isMark } from '../../core/mark.ts'
import { copiesTable } from '../../store/copies.ts'
import { openDatabase } from '../../store/database.ts'
import { outboxTable } from '../../store/outbox.ts'
import { otherSide } from './sides.ts'

/** What the relay has on its disk, read beside it: also while it is stopped. */
export interface RelayState {
	/** True if anything changed. */
	look(): boolean
	waiting(): Readonly<Record<Side, number>>
	setAside(): number
	/** Milliseconds that a message, or what it is a copy of, took from being stored at one server to being stored at the other. */
	took(side: Side, message: number): number | undefined
	/** The times of all messages carried so far. */
	times(): readonly number[]
	close(): void
}

interface Tables { readonly copies: Copies, readonly outbox: Outbox, close(): void }

/** `isReady`: whether the relay has made its database. */
export function openRelayState(stateFolder: string, sides: Sides, isReady: () => boolean): RelayState {
	const file = databaseFile(stateFolder)
	const took: Readonly<Record<Side, Map<number, number>>> = { left: new Map(), right: new Map() }
	const times: number[] = []
	let tables: Tables | undefined
	let numbers = { left: 0, right: 0, setAside: 0 }

	/** Pairs what the relay posted on this side with what it stands for on the other. */
	const pair = ({ side, account, token, server }: TalkSide, { copies }: Tables): boolean => {
		let found = false
		for (const row of server.messages(token)) {
			if (!isMark(row.referenceId) || took[side].has(row.id)) {
				continue
			}
			const known = copies.originOf(roomId(account, token), messageId(row.id))
			const from = Number(known?.origin.slice(known.origin.lastIndexOf('/') + 1))
			const written = sides[otherSide(side)].server.store.rows.get(from)
			if (written !== undefined) {
				const ms = row.storedAt - written.storedAt
				took[side].set(row.id, ms)
				if (!took[otherSide(side)].has(from)) {
					took[otherSide(side)].set(from, ms)
					times.push(ms)
				}
				found = true
			}
		}
		return found
	}

	return {
		look() {
			if (tables === undefined && isReady() && existsSync(file)) {
				const database = openDatabase(file, { readOnly: true })
				tables = { copies: copiesTable(database), outbox: outboxTable(database), close: () => database.close() }
			}
			if (tables === undefined) {
				return false
			}
			const waits = (side: Side): number => tables?.outbox.waiting(roomId(sides[side].account, sides[side].token)) ?? 0
			const now = { left: waits('left'), right: waits('right'), setAside: tables.outbox.asides().length }
			const moved = now.left !== numbers.left || now.right !== numbers.right || now.setAside !== numbers.setAside
			numbers = now
			const paired = [pair(sides.left, tables), pair(sides.right, tables)]
			return moved || paired.includes(true)
		},
		waiting: () => ({ left: numbers.left, right: numbers.right }),
		setAside: () => numbers.setAside,
		took: (side, message) => took[side].get(message),
		times: () => times,
		close: () => tables?.close(),
	}
}
