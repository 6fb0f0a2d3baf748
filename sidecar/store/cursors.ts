import type { Cursor, RoomId } from '../core/ids.ts'
import type { Database } from './database.ts'

/** How far each room has been read. */
export interface Cursors {
	get(room: RoomId): Cursor | undefined
	set(room: RoomId, cursor: Cursor): void
	/** A room that is no longer a member: added again, it begins anew. */
	drop(room: RoomId): void
	rooms(): readonly RoomId[]
}

export function cursorsTable(database: Database): Cursors {
	const get = database.prepare('SELECT cursor FROM cursors WHERE room = ?')
	const set = database.prepare('INSERT INTO cursors (room, cursor) VALUES (?, ?) ON CONFLICT DO UPDATE SET cursor = excluded.cursor')
	const drop = database.prepare('DELETE FROM cursors WHERE room = ?')
	const rooms = database.prepare('SELECT room FROM cursors')
	return {
		get: (room) => get.get(room)?.cursor as Cursor | undefined,
		set: (room, cursor) => void set.run(room, cursor),
		drop: (room) => void drop.run(room),
		rooms: () => rooms.all().map((row) => String(row.room) as RoomId),
	}
}
