import type { Author } from '../core/event.ts'
import type { MessageId, Origin, PersonId, RoomId } from '../core/ids.ts'
import type { Database } from './database.ts'

/** Who reacted with what, as heard, and what the relay itself put where. */
export interface Reactions {
	/** True if that changed anything. */
	add(origin: Origin, emoji: string, room: RoomId, by: Author): boolean
	/** True if that changed anything. */
	remove(origin: Origin, emoji: string, room: RoomId, by: PersonId): boolean
	/** The people of other rooms than `room` who reacted with this emoji. */
	elsewhere(origin: Origin, emoji: string, room: RoomId): readonly { readonly room: RoomId, readonly author: Author }[]
	/** The people of this room who reacted. */
	here(origin: Origin, room: RoomId): readonly { readonly emoji: string, readonly by: PersonId }[]
	/** Written before the relay's own reaction is made, and taken back after it was removed: so it is never taken for a person's. */
	place(room: RoomId, message: MessageId, emoji: string): void
	unplace(room: RoomId, message: MessageId, emoji: string): void
	isPlaced(room: RoomId, message: MessageId, emoji: string): boolean
	/** Messages on which the relay's own reaction with one of these emojis stands. */
	placedWith(emojis: readonly string[]): readonly { readonly room: RoomId, readonly message: MessageId, readonly emoji: string }[]
	/** Everything about a room that is no longer a member. */
	drop(room: RoomId): void
	rename(origin: Origin, to: Origin): void
	forgetPlaced(room: RoomId, gone: (id: MessageId) => boolean): void
}

export function reactionsTable(database: Database): Reactions {
	const add = database.prepare('INSERT INTO reactions (origin, emoji, room, person, author) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
	const remove = database.prepare('DELETE FROM reactions WHERE origin = ? AND emoji = ? AND room = ? AND person = ?')
	const elsewhere = database.prepare('SELECT room, author FROM reactions WHERE origin = ? AND emoji = ? AND room <> ?')
	const here = database.prepare('SELECT emoji, person FROM reactions WHERE origin = ? AND room = ?')
	const place = database.prepare('INSERT INTO placed (room, message, emoji) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
	const unplace = database.prepare('DELETE FROM placed WHERE room = ? AND message = ? AND emoji = ?')
	const isPlaced = database.prepare('SELECT 1 FROM placed WHERE room = ? AND message = ? AND emoji = ?')
	const placedWith = database.prepare('SELECT room, message FROM placed WHERE emoji = ?')
	const placedIn = database.prepare('SELECT DISTINCT message FROM placed WHERE room = ?')
	const unplaceAll = database.prepare('DELETE FROM placed WHERE room = ? AND message = ?')
	const drop = database.prepare('DELETE FROM reactions WHERE room = ?')
	const rename = database.prepare('UPDATE reactions SET origin = ? WHERE origin = ?')
	const dropPlaced = database.prepare('DELETE FROM placed WHERE room = ?')
	return {
		add: (origin, emoji, room, by) => add.run(origin, emoji, room, by.id, JSON.stringify(by)).changes > 0,
		remove: (origin, emoji, room, by) => remove.run(origin, emoji, room, by).changes > 0,
		elsewhere: (origin, emoji, room) => elsewhere.all(origin, emoji, room)
			.map((row) => ({ room: String(row.room) as RoomId, author: JSON.parse(String(row.author)) as Author })),
		here: (origin, room) => here.all(origin, room)
			.map((row) => ({ emoji: String(row.emoji), by: String(row.person) as PersonId })),
		place: (room, message, emoji) => void place.run(room, message, emoji),
		unplace: (room, message, emoji) => void unplace.run(room, message, emoji),
		isPlaced: (room, message, emoji) => isPlaced.get(room, message, emoji) !== undefined,
		placedWith: (emojis) => emojis.flatMap((emoji) => placedWith.all(emoji)
			.map((row) => ({ room: String(row.room) as RoomId, message: String(row.message) as MessageId, emoji }))),
		drop(room) {
			drop.run(room)
			dropPlaced.run(room)
		},
		rename: (origin, to) => void rename.run(to, origin),
		forgetPlaced(room, gone) {
			for (const row of placedIn.all(room)) {
				if (gone(String(row.message) as MessageId)) {
					unplaceAll.run(room, String(row.message))
				}
			}
		},
	}
}
