import type { Origin, RoomId } from '../core/ids.ts'
import type { Database } from './database.ts'

/** An event on its way to one room. */
export interface Delivery {
	readonly id: number
	readonly event: number
	readonly room: RoomId
	readonly gateway: string
	/** How many of its letters have arrived. */
	readonly parts: number
	readonly attempts: number
	/** When the attempt began whose outcome nobody has written down (ms since 1970); undefined: there is none. */
	readonly begun: number | undefined
	readonly cancelled: boolean
}

export interface AsideDelivery extends Delivery { readonly aside: number, readonly why: string }

export interface Front { readonly accepted: number, readonly attempts: number, readonly why: string }

export interface Outbox {
	add(event: number, room: RoomId, gateway: string): void
	/** Rooms for which something waits. */
	rooms(): readonly RoomId[]
	/** The oldest that waits for this room. */
	head(room: RoomId): Delivery | undefined
	/** The oldest of the relay's own notices that waits for this room. */
	headNotice(room: RoomId): Delivery | undefined
	/** Before an attempt: from here on a crash leaves it of unknown outcome. False if it was taken back meanwhile. */
	begin(id: number, now: number): boolean
	/** One letter more has arrived; the next one is begun. */
	advance(id: number, parts: number, now: number): void
	/** The attempt failed. `begun` stays where it may have left something. */
	failed(id: number, why: string, begun: number | undefined): void
	done(id: number): void
	setAside(id: number, why: string, now: number): void
	asides(): readonly AsideDelivery[]
	/** The newest ones first, of these rooms. */
	asidesOf(rooms: readonly RoomId[], most: number): readonly AsideDelivery[]
	/** Undefined if this one is not set aside (any more). */
	aside(id: number): AsideDelivery | undefined
	/** How many there are in all. */
	asideCount(): number
	/** Puts a set-aside delivery back in its place. */
	tryAgain(id: number): void
	/** What waits first for a room: when it was accepted, how often it was tried, and why the last attempt failed. */
	front(room: RoomId): Front | undefined
	/** Takes back what of this origin has not been begun; what has, is marked. Deletions stay. Returns the events concerned. */
	cancel(origin: Origin): readonly number[]
	/** Whether anything of this origin was begun for this room. */
	begunFor(origin: Origin, room: RoomId): boolean
	/** Whether something of this origin waits, or was set aside, for this room. */
	isFor(origin: Origin, room: RoomId): boolean
	/** Whether an attempt at this room began before `then` of which nobody knows yet what it left. */
	begunBefore(room: RoomId, then: number): boolean
	/** Deliveries waiting: in all, or for a room. */
	waiting(room?: RoomId): number
	/** The messages for a room that happened before `then`: how many, the newest of them, from when to when. */
	late(room: RoomId, then: number): { readonly count: number, readonly upto: number, readonly from: number, readonly to: number }
	/** Messages accepted before `then` for which something still waits, oldest first: their events. */
	overdue(then: number, most: number): readonly number[]
	pruneAsides(then: number): readonly number[]
	/** Where something waits or is set aside, and in which gateway it was accepted. */
	places(): readonly { readonly room: RoomId, readonly gateway: string }[]
	/** Takes away all that waits or is set aside for a room as a member of a gateway. Returns the events concerned. */
	drop(room: RoomId, gateway: string): readonly number[]
}

const columns = 'id, event, room, gateway, parts, attempts, begun, cancelled'

function delivery(row: Record<string, unknown>): Delivery {
	return {
		id: Number(row.id),
		event: Number(row.event),
		room: String(row.room) as RoomId,
		gateway: String(row.gateway),
		parts: Number(row.parts),
		attempts: Number(row.attempts),
		begun: row.begun === null ? undefined : Number(row.begun),
		cancelled: row.cancelled === 1,
	}
}

function asideDelivery(row: Record<string, unknown>): AsideDelivery {
	return { ...delivery(row), aside: Number(row.aside), why: String(row.why) }
}

const events = (rows: readonly Record<string, unknown>[]): readonly number[] => rows.map((row) => Number(row.event))

export function outboxTable(database: Database): Outbox {
	const add = database.prepare('INSERT INTO deliveries (event, room, gateway) VALUES (?, ?, ?)')
	const rooms = database.prepare('SELECT DISTINCT room FROM deliveries WHERE aside IS NULL')
	const head = database.prepare(`SELECT ${columns} FROM deliveries WHERE room = ? AND aside IS NULL ORDER BY id LIMIT 1`)
	const headNotice = database.prepare(`SELECT ${columns} FROM deliveries WHERE room = ? AND aside IS NULL
		AND event IN (SELECT id FROM events WHERE origin GLOB 'relay:*') ORDER BY id LIMIT 1`)
	const begin = database.prepare('UPDATE deliveries SET begun = coalesce(begun, ?) WHERE id = ?')
	const advance = database.prepare('UPDATE deliveries SET parts = ?, begun = ?, attempts = 0 WHERE id = ?')
	const failed = database.prepare('UPDATE deliveries SET attempts = attempts + 1, why = ?, begun = ? WHERE id = ?')
	const done = database.prepare('DELETE FROM deliveries WHERE id = ?')
	const aside = database.prepare('UPDATE deliveries SET aside = ?, why = ?, begun = NULL WHERE id = ?')
	const asides = database.prepare(`SELECT ${columns}, aside, why FROM deliveries WHERE aside IS NOT NULL ORDER BY id`)
	const asidesOf = database.prepare(`SELECT ${columns}, aside, why FROM deliveries
		WHERE aside IS NOT NULL AND room IN (SELECT value FROM json_each(?)) ORDER BY aside DESC, id DESC LIMIT ?`)
	const oneAside = database.prepare(`SELECT ${columns}, aside, why FROM deliveries WHERE id = ? AND aside IS NOT NULL`)
	const asideCount = database.prepare('SELECT count(*) AS n FROM deliveries WHERE aside IS NOT NULL')
	const front = database.prepare(`SELECT accepted, attempts, why FROM deliveries JOIN events ON events.id = deliveries.event
		WHERE deliveries.room = ? AND aside IS NULL ORDER BY deliveries.id LIMIT 1`)
	const again = database.prepare('UPDATE deliveries SET aside = NULL, why = NULL, attempts = 0 WHERE id = ?')
	const cancel = database.prepare(`DELETE FROM deliveries WHERE begun IS NULL AND parts = 0
		AND event IN (SELECT id FROM events WHERE origin = ? AND body IS NOT NULL AND kind <> 'deletion') RETURNING event`)
	const mark = database.prepare(`UPDATE deliveries SET cancelled = 1
		WHERE event IN (SELECT id FROM events WHERE origin = ? AND kind <> 'deletion')`)
	const begunFor = database.prepare(`SELECT 1 FROM deliveries WHERE room = ? AND aside IS NULL AND (begun IS NOT NULL OR parts > 0)
		AND event IN (SELECT id FROM events WHERE origin = ?)`)
	const isFor = database.prepare('SELECT 1 FROM deliveries WHERE room = ? AND event IN (SELECT id FROM events WHERE origin = ?) LIMIT 1')
	const begunBefore = database.prepare('SELECT 1 FROM deliveries WHERE room = ? AND aside IS NULL AND begun <= ? LIMIT 1')
	const waiting = database.prepare('SELECT count(*) AS n FROM deliveries WHERE aside IS NULL')
	const waitingFor = database.prepare('SELECT count(*) AS n FROM deliveries WHERE room = ? AND aside IS NULL')
	const late = database.prepare(`SELECT count(*) AS count, max(deliveries.id) AS upto, min(at) AS "from", max(at) AS "to"
		FROM deliveries JOIN events ON events.id = deliveries.event
		WHERE deliveries.room = ? AND aside IS NULL AND cancelled = 0 AND kind = 'message' AND at < ?`)
	const pruneAsides = database.prepare('DELETE FROM deliveries WHERE aside < ? RETURNING event')
	const overdue = database.prepare(`SELECT DISTINCT events.id AS event FROM deliveries JOIN events ON events.id = deliveries.event
		WHERE aside IS NULL AND kind = 'message' AND accepted < ? ORDER BY events.id LIMIT ?`)
	const places = database.prepare('SELECT DISTINCT room, gateway FROM deliveries')
	const drop = database.prepare('DELETE FROM deliveries WHERE room = ? AND gateway = ? RETURNING event')
	return {
		add: (event, room, gateway) => void add.run(event, room, gateway),
		rooms: () => rooms.all().map((row) => String(row.room) as RoomId),
		head(room) {
			const row = head.get(room)
			return row && delivery(row)
		},
		headNotice(room) {
			const row = headNotice.get(room)
			return row && delivery(row)
		},
		begin: (id, now) => begin.run(now, id).changes > 0,
		advance: (id, parts, now) => void advance.run(parts, now, id),
		failed: (id, why, begun) => void failed.run(why, begun ?? null, id),
		done: (id) => void done.run(id),
		setAside: (id, why, now) => void aside.run(now, why, id),
		asides: () => asides.all().map(asideDelivery),
		asidesOf: (rooms, most) => asidesOf.all(JSON.stringify(rooms), most).map(asideDelivery),
		aside(id) {
			const row = oneAside.get(id)
			return row && asideDelivery(row)
		},
		asideCount: () => Number(asideCount.get()?.n),
		front(room) {
			const row = front.get(room)
			return row && { accepted: Number(row.accepted), attempts: Number(row.attempts), why: String(row.why ?? '') }
		},
		tryAgain: (id) => void again.run(id),
		cancel(origin) {
			const taken = events(cancel.all(origin))
			mark.run(origin)
			return taken
		},
		begunFor: (origin, room) => begunFor.get(room, origin) !== undefined,
		isFor: (origin, room) => isFor.get(room, origin) !== undefined,
		begunBefore: (room, then) => begunBefore.get(room, then) !== undefined,
		waiting: (room) => Number((room === undefined ? waiting.get() : waitingFor.get(room))?.n),
		late(room, then) {
			const row = late.get(room, then)
			return { count: Number(row?.count), upto: Number(row?.upto), from: Number(row?.from), to: Number(row?.to) }
		},
		overdue: (then, most) => events(overdue.all(then, most)),
		pruneAsides: (then) => events(pruneAsides.all(then)),
		places: () => places.all().map((row) => ({ room: String(row.room) as RoomId, gateway: String(row.gateway) })),
		drop: (room, gateway) => events(drop.all(room, gateway)),
	}
}
