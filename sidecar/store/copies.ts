import type { MessageId, Origin, RoomId } from '../core/ids.ts'
import type { Database } from './database.ts'

/** Which messages in which rooms are one and the same. */
export interface Copies {
	link(origin: Origin, room: RoomId, part: number, message: MessageId, home: boolean): void
	unlink(origin: Origin, room: RoomId, part: number): void
	/** The parts of an origin in a room, first the one that stands for the whole; empty where there is none. */
	copiesIn(origin: Origin, room: RoomId): readonly { readonly part: number, readonly message: MessageId }[]
	/** What this message is a copy of; `home` if it is the very one that people wrote. */
	originOf(room: RoomId, message: MessageId): { readonly origin: Origin, readonly home: boolean } | undefined
	/** Whether the origin is known at all. */
	knows(origin: Origin): boolean
	/** Forgets the messages of a room for which `gone` holds. Returns the origins of which people had written them there. */
	forget(room: RoomId, gone: (id: MessageId) => boolean): readonly Origin[]
	rename(origin: Origin, to: Origin): void
	/** All links of a room that is no longer a member. */
	drop(room: RoomId): void
	/** Rooms that have links. */
	rooms(): readonly RoomId[]
}

export function copiesTable(database: Database): Copies {
	// An id given anew (after a backup was restored) stands for the new message.
	const link = database.prepare('INSERT OR REPLACE INTO copies (origin, room, part, message, home) VALUES (?, ?, ?, ?, ?)')
	const unlink = database.prepare('DELETE FROM copies WHERE origin = ? AND room = ? AND part = ?')
	const copiesIn = database.prepare('SELECT part, message FROM copies WHERE origin = ? AND room = ? ORDER BY part')
	const originOf = database.prepare('SELECT origin, home FROM copies WHERE room = ? AND message = ?')
	const knows = database.prepare('SELECT 1 FROM copies WHERE origin = ? LIMIT 1')
	const ofRoom = database.prepare('SELECT message, origin, home FROM copies WHERE room = ?')
	const rename = database.prepare('UPDATE copies SET origin = ? WHERE origin = ?')
	const forget = database.prepare('DELETE FROM copies WHERE room = ? AND message = ?')
	const drop = database.prepare('DELETE FROM copies WHERE room = ?')
	const rooms = database.prepare('SELECT DISTINCT room FROM copies')
	return {
		link: (origin, room, part, message, home) => void link.run(origin, room, part, message, home ? 1 : 0),
		unlink: (origin, room, part) => void unlink.run(origin, room, part),
		copiesIn: (origin, room) => copiesIn.all(origin, room)
			.map((row) => ({ part: Number(row.part), message: String(row.message) as MessageId })),
		originOf(room, message) {
			const row = originOf.get(room, message)
			return row && { origin: String(row.origin) as Origin, home: row.home === 1 }
		},
		knows: (origin) => knows.get(origin) !== undefined,
		forget(room, gone) {
			const rows = ofRoom.all(room).filter((row) => gone(String(row.message) as MessageId))
			rows.forEach((row) => forget.run(room, String(row.message)))
			return rows.filter((row) => row.home === 1).map((row) => String(row.origin) as Origin)
		},
		rename: (origin, to) => void rename.run(to, origin),
		drop: (room) => void drop.run(room),
		rooms: () => rooms.all().map((row) => String(row.room) as RoomId),
	}
}
