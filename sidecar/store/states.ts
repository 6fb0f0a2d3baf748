import type { RoomId } from '../core/ids.ts'
import type { Database } from './database.ts'

/** How an account or a room is; what `status` shows. */
export interface State { readonly subject: string, readonly state: string, readonly why: string, readonly since: number }

export interface States {
	/**
	 * True if that changed anything. `since` stays while the state does, whatever the reason: what fails now so, now so, fails since the
	 * first time.
	 */
	set(subject: string, state: string, why: string, now: number): boolean
	all(): readonly State[]
	drop(subject: string): void
	/** The newest delivery that a room was told is late. */
	lateUpto(room: RoomId): number
	setLateUpto(room: RoomId, upto: number): void
}

export function statesTable(database: Database): States {
	const set = database.prepare(`INSERT INTO states (subject, state, why, since) VALUES (?1, ?2, ?3, ?4)
		ON CONFLICT DO UPDATE SET state = ?2, why = ?3, since = CASE WHEN state = ?2 THEN since ELSE ?4 END WHERE state <> ?2 OR why <> ?3`)
	const all = database.prepare('SELECT subject, state, why, since FROM states ORDER BY subject')
	const drop = database.prepare('DELETE FROM states WHERE subject = ?')
	const late = database.prepare('SELECT upto FROM late WHERE room = ?')
	const setLate = database.prepare('INSERT INTO late (room, upto) VALUES (?, ?) ON CONFLICT DO UPDATE SET upto = excluded.upto')
	return {
		set: (subject, state, why, now) => set.run(subject, state, why, now).changes > 0,
		all: () => all.all().map((row) => ({
			subject: String(row.subject),
			state: String(row.state),
			why: String(row.why),
			since: Number(row.since),
		})),
		drop: (subject) => void drop.run(subject),
		lateUpto: (room) => Number(late.get(room)?.upto ?? 0),
		setLateUpto: (room, upto) => void setLate.run(room, upto),
	}
}
