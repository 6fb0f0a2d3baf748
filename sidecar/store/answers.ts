import type { Author } from '../core/event.ts'
import type { MessageId, RoomId } from '../core/ids.ts'
import type { Decision } from '../core/words.ts'
import type { Database } from './database.ts'

/** What somebody answered to the relay's notice, until the app knows what it decides. */
export interface Answer {
	readonly id: number
	readonly member: number
	readonly room: RoomId
	readonly message: MessageId
	readonly author: Author
	readonly word: string
	/** Set once it is known that a moderator said it, and that it fits. */
	readonly decision: Decision | undefined
	/** Whether the room was told what became of it. */
	readonly told: boolean
}

export interface Answers {
	add(answer: Pick<Answer, 'member' | 'room' | 'message' | 'author' | 'word'>, now: number): void
	/** Oldest first. */
	all(): readonly Answer[]
	decide(id: number, decision: Decision): void
	setTold(id: number, told: boolean): void
	done(id: number): void
}

export function answersTable(database: Database): Answers {
	const add = database.prepare('INSERT INTO answers (member, room, message, author, word, at) VALUES (?, ?, ?, ?, ?, ?)')
	const all = database.prepare('SELECT * FROM answers ORDER BY id')
	const decide = database.prepare('UPDATE answers SET decision = ? WHERE id = ?')
	const setTold = database.prepare('UPDATE answers SET told = ? WHERE id = ?')
	const done = database.prepare('DELETE FROM answers WHERE id = ?')
	return {
		add: ({ member, room, message, author, word }, now) => void add.run(member, room, message, JSON.stringify(author), word, now),
		all: () => all.all().map((row) => ({
			id: Number(row.id),
			member: Number(row.member),
			room: String(row.room) as RoomId,
			message: String(row.message) as MessageId,
			author: JSON.parse(String(row.author)) as Author,
			word: String(row.word),
			decision: (row.decision ?? undefined) as Decision | undefined,
			told: row.told === 1,
		})),
		decide: (id, decision) => void decide.run(decision, id),
		setTold: (id, told) => void setTold.run(told ? 1 : 0, id),
		done: (id) => void done.run(id),
	}
}
