import type { ChatEvent, Message } from '../core/event.ts'
import type { MessageId, Origin, RoomId } from '../core/ids.ts'
import type { Database } from './database.ts'

/** Stays when the body goes: an edit tells the new text alone. */
export type About = Partial<Pick<Message, 'replyTo' | 'files'>>

/** What was heard, each once. */
export interface Events {
	/** The row's number, or undefined when this event of this room was heard before. */
	add(event: ChatEvent, origin: Origin | undefined, now: number): number | undefined
	body(id: number): { readonly event: ChatEvent, readonly origin: Origin | undefined, readonly accepted: number } | undefined
	/** The body goes as soon as nobody waits for it any more; true if it went. */
	release(id: number): boolean
	/** Forgets the ids for which `gone` holds. */
	forget(room: RoomId, gone: (id: MessageId) => boolean): void
	/** What still waits of this origin goes on under another name. */
	rename(origin: Origin, to: Origin): void
	/** What a message has beside its text; empty where it is not known any more, or there is nothing. */
	about(origin: Origin): About
	/** How long after they happened the messages of this event's room were accepted, the last ones up to it: the least of that, ms. */
	delay(id: number): number
	/** Forgets what was accepted before `then` and is delivered. */
	prune(then: number): number
}

function aboutOf(event: ChatEvent): string | null {
	if (event.kind !== 'message' || (event.replyTo === undefined && event.files.length === 0)) {
		return null
	}
	const { replyTo, files } = event
	return JSON.stringify({ ...(replyTo && { replyTo }), files } satisfies About)
}

export function eventsTable(database: Database): Events {
	const insert = database.prepare(`INSERT INTO events (room, event, kind, origin, body, at, accepted, about)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`)
	const about = database.prepare('SELECT about FROM events WHERE origin = ? AND about IS NOT NULL LIMIT 1')
	const select = database.prepare('SELECT body, origin, accepted FROM events WHERE id = ? AND body IS NOT NULL')
	const release = database.prepare(`UPDATE events SET body = NULL WHERE id = ?1
		AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.event = ?1)`)
	const ofRoom = database.prepare('SELECT id, event FROM events WHERE room = ? AND event IS NOT NULL')
	const renameEvent = database.prepare('UPDATE events SET event = ? WHERE id = ?')
	const rename = database.prepare('UPDATE events SET origin = ? WHERE origin = ?')
	const delay = database.prepare(`SELECT min(accepted - at) AS least FROM (SELECT accepted, at FROM events
		WHERE room = (SELECT room FROM events WHERE id = ?1) AND kind = 'message' AND id <= ?1 ORDER BY id DESC LIMIT 5)`)
	const prune = database.prepare('DELETE FROM events WHERE accepted < ? AND body IS NULL AND id NOT IN (SELECT event FROM deliveries)')
	return {
		add(event, origin, now) {
			const done = insert.run(event.room, event.kind === 'reaction' ? null : event.id, event.kind, origin ?? null, JSON.stringify(event), event.at, now, aboutOf(event))
			return done.changes === 0 ? undefined : done.lastId
		},
		body(id) {
			const row = select.get(id)
			return row && {
				event: JSON.parse(String(row.body)) as ChatEvent,
				origin: (row.origin ?? undefined) as Origin | undefined,
				accepted: Number(row.accepted),
			}
		},
		release: (id) => release.run(id).changes > 0,
		forget(room, gone) {
			for (const row of ofRoom.all(room)) {
				if (gone(String(row.event) as MessageId)) {
					// Renamed rather than deleted: a delivery may still wait for its body.
					renameEvent.run(`gone:${String(row.id)}:${String(row.event)}`, Number(row.id))
				}
			}
		},
		rename: (origin, to) => void rename.run(to, origin),
		about(origin) {
			const row = about.get(origin)
			return row ? JSON.parse(String(row.about)) as About : {}
		},
		delay: (id) => Number(delay.get(id)?.least ?? 0),
		prune: (then) => prune.run(then).changes,
	}
}
