import type { Reaction } from '../core/event.ts'
import type { MessageId, RoomId } from '../core/ids.ts'
import type { Database } from './database.ts'

/** What was heard of messages that are not known yet: copies whose links are not written, and what its server shows late. */
export interface Early {
	add(event: Reaction, now: number): void
	/** What was heard of this message, oldest first. */
	of(room: RoomId, target: MessageId): readonly Reaction[]
	drop(room: RoomId, target: MessageId): void
	/** Forgets what was heard before `then`: it was about something else. */
	prune(then: number): void
}

export function earlyTable(database: Database): Early {
	const add = database.prepare('INSERT INTO early (room, target, body, heard) VALUES (?, ?, ?, ?)')
	const of = database.prepare('SELECT body FROM early WHERE room = ? AND target = ? ORDER BY id')
	const drop = database.prepare('DELETE FROM early WHERE room = ? AND target = ?')
	const prune = database.prepare('DELETE FROM early WHERE heard < ?')
	return {
		add: (event, now) => void add.run(event.room, event.target, JSON.stringify(event), now),
		of: (room, target) => of.all(room, target).map((row) => JSON.parse(String(row.body)) as Reaction),
		drop: (room, target) => void drop.run(room, target),
		prune: (then) => void prune.run(then),
	}
}
