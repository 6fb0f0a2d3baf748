import type { RoomId } from '../core/ids.ts'
import type { Database } from './database.ts'

/** What the app was told, and rooms were told, about members: each once. */
export interface Notices {
	/** False if the room was told of this member before. */
	add(member: number, room: RoomId): boolean
	/** The member that a room was told of under this number; undefined if it was not, or is no member any more. */
	roomOf(member: number): RoomId | undefined
	/** Forgets all members but these. */
	keepOnly(members: ReadonlySet<number>): void
	/** Members of which the app was told that they are stuck, and since when. */
	stuck(): ReadonlyMap<number, number>
	setStuck(member: number, since: number | undefined): void
}

export function noticesTable(database: Database): Notices {
	const add = database.prepare('INSERT INTO notices (member, room) VALUES (?, ?) ON CONFLICT DO NOTHING')
	const roomOf = database.prepare('SELECT room FROM notices WHERE member = ?')
	const all = database.prepare('SELECT member FROM notices UNION SELECT member FROM stuck')
	const drop = database.prepare('DELETE FROM notices WHERE member = ?')
	const stuck = database.prepare('SELECT member, since FROM stuck')
	const setStuck = database.prepare('INSERT INTO stuck (member, since) VALUES (?, ?) ON CONFLICT DO NOTHING')
	const unstick = database.prepare('DELETE FROM stuck WHERE member = ?')
	return {
		add: (member, room) => add.run(member, room).changes > 0,
		roomOf(member) {
			const row = roomOf.get(member)
			return row && String(row.room) as RoomId
		},
		keepOnly(members) {
			for (const member of all.all().map((row) => Number(row.member)).filter((one) => !members.has(one))) {
				drop.run(member)
				unstick.run(member)
			}
		},
		stuck: () => new Map(stuck.all().map((row) => [Number(row.member), Number(row.since)])),
		setStuck: (member, since) => void (since === undefined ? unstick.run(member) : setStuck.run(member, since)),
	}
}
