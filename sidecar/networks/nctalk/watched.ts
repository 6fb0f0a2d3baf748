import type { Failure } from '../../core/failure.ts'
import type { Host } from '../../core/network.ts'
import type { TalkRoom } from '../../talk/types.ts'
import type { ReadRoom } from './reader.ts'

import { sentence } from '../../core/sentence.ts'
import { writingForbidden } from './capabilities.ts'

/** A room of ours, with what is wrong with it. */
export interface WatchedRoom extends ReadRoom {
	/** Failed reads in a row. */
	attempts: number
	/** Why it can't be read until somebody changes something. */
	shut: string | undefined
	/** Why nothing can be written there. */
	forbidden: string | undefined
	/** Why it can't be read for now, as it was logged. */
	trouble: string | undefined
	/** What the relay was told last: `open`, or why it is closed. */
	told: string | undefined
	/** As the list showed it last. */
	name: string | undefined
	/** Everything that is done once for a room is done. */
	prepared: boolean
}

type Teller = Pick<Host, 'roomStatus' | 'log'>

export function watchedRoom(room: Pick<ReadRoom, 'token' | 'id'>): WatchedRoom {
	return {
		...room,
		place: undefined,
		attempts: 0,
		shut: undefined,
		forbidden: undefined,
		trouble: undefined,
		told: undefined,
		name: undefined,
		prepared: false,
	}
}

/** Only what is new is told. */
function tell(room: WatchedRoom, host: Teller): void {
	const why = room.shut ?? room.forbidden
	if (room.told !== (why ?? 'open')) {
		room.told = why ?? 'open'
		host.roomStatus(room.id, why === undefined ? 'open' : 'closed', why)
	}
}

/** A write was refused: the list, which is asked only now and then, need not have shown why yet. The next one that shows the room tells. */
export function refused(room: WatchedRoom, why: string, host: Teller): void {
	room.forbidden = why
	tell(room, host)
}

/** It was read. */
export function well(room: WatchedRoom, host: Teller): void {
	if (room.trouble !== undefined) {
		host.log.info(`${room.token} is read again`)
	}
	Object.assign(room, { attempts: 0, shut: undefined, trouble: undefined })
	tell(room, host)
}

/** It is closed to us. */
export function shut(room: WatchedRoom, why: string, host: Teller): void {
	room.attempts += 1
	room.shut = why
	tell(room, host)
}

/** It could not be read now. Logged from the second time on, when it is known that the rest of the account works. */
export function troubled(room: WatchedRoom, { message }: Failure, host: Teller): void {
	room.attempts += 1
	if (room.attempts > 1 && room.trouble !== message) {
		room.trouble = message
		host.log.warn(`${room.token} can’t be read now and waits: ${message}`)
	}
}

/** The room list shows it. True if it was closed, and may be tried again. `server`: how people call it. */
export function shown(room: WatchedRoom, seen: TalkRoom, server: string, host: Teller): boolean {
	room.name = seen.displayName
	const why = writingForbidden(seen)
	room.forbidden = why && sentence`nothing can be written in “${seen.displayName}” (${seen.token}) on ${server}: ${why}`
	// A lobby shuts us out from reading, too.
	const again = room.shut !== undefined && !(seen.lobbyState === 1 && why !== undefined)
	if (again) {
		room.shut = undefined
	}
	tell(room, host)
	return again
}
