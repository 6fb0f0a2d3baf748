import type { AsideDelivery } from '../store/outbox.ts'
import type { State } from '../store/states.ts'

import { existsSync } from 'node:fs'
import { databaseFile } from '../compose.ts'
import { readStore } from '../store/store.ts'

export interface Status {
	readonly states: readonly State[]
	readonly waiting: readonly { readonly room: string, readonly deliveries: number }[]
	readonly setAside: readonly Pick<AsideDelivery, 'id' | 'room' | 'why' | 'aside'>[]
	readonly spoolBytes: number
}

/** Reads a relay's state, whether it runs or not; undefined where there is none yet. */
export function readStatus(stateFolder: string): Status | undefined {
	const file = databaseFile(stateFolder)
	if (!existsSync(file)) {
		return undefined
	}
	const store = readStore(file)
	try {
		return {
			states: store.states.all(),
			waiting: store.outbox.rooms().map((room) => ({ room, deliveries: store.outbox.waiting(room) })),
			setAside: store.outbox.asides().map(({ id, room, why, aside }) => ({ id, room, why, aside })),
			spoolBytes: store.spool.bytes(),
		}
	} finally {
		store.close()
	}
}

const when = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ')

/** The same for people, a line each. */
export function statusLines(status: Status): readonly string[] {
	return [
		...status.states.map(({ subject, state, why, since }) => `${subject}: ${state} since ${when(since)} UTC${why === '' ? '' : ` (${why})`}`),
		...status.waiting.map(({ room, deliveries }) => `${room}: ${deliveries} waiting`),
		...status.setAside.map(({ room, why, aside }) => `${room}: set aside ${when(aside)} UTC: ${why}`),
		`files kept: ${status.spoolBytes} bytes`,
	]
}
