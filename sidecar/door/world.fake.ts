import type { Buffer } from 'node:buffer'
import type { TalkMessage } from '../talk/types.ts'
import type { DeliverAnswer, DeliverItem, OutboxKind, OutboxRow, RoomFacts, RoomPerson, RosterUpdate } from './types.ts'

/** What the app and Talk hold, as far as the door shows it. For tests. */
export interface FakeWorld {
	readonly host: string
	readonly messages: Map<number, TalkMessage>
	readonly files: Map<number, Buffer>
	readonly rooms: Map<string, RoomFacts>
	readonly outbox: Map<number, OutboxRow>
	readonly rosters: RosterUpdate[]
	/** By message: `👍 laura@nube2.example`. */
	readonly reactions: Map<number, Set<string>>
	/** Which keys were performed how often. */
	readonly performed: Map<string, number>
	/** What becomes of an item instead of its being performed. */
	refuse: (item: DeliverItem) => Extract<DeliverAnswer, { verdict: string }>['verdict'] | undefined
	/** Gets each new row: what the app pokes the relay with. */
	poke: (rows: readonly OutboxRow[]) => void
	say(token: string, by: string, text: string, more?: Partial<TalkMessage>): TalkMessage
	system(token: string, by: string, systemMessage: string, parent?: TalkMessage, more?: Partial<TalkMessage>): TalkMessage
	edit(id: number, text: string): void
	remove(id: number): void
	react(token: string, target: number, by: string, emoji: string, removed?: boolean): void
	share(token: string, by: string, name: string, body: Buffer, caption?: string): TalkMessage
	change(token: string, change: Partial<RoomFacts>, what: string, value?: number | null): void
	row(token: string, kind: OutboxKind, body: unknown): OutboxRow
	/** Numbers are given, and nothing comes of them: a transaction that was rolled back. */
	skip(rows: number): void
	/** As Talk stores it, without a row. */
	store(token: string, actor: Actor, text: string, more?: Partial<TalkMessage>): TalkMessage
}

export interface Actor { readonly actorType: string, readonly actorId: string, readonly actorDisplayName: string }

const person = (id: string): RoomPerson => ({ actorType: 'users', actorId: id, displayName: id.charAt(0).toUpperCase() + id.slice(1), participantType: 3 })
const local = (id: string): Actor => ({ actorType: 'users', actorId: id, actorDisplayName: person(id).displayName })

/** A server with conversations of these tokens, marcos and ana in each. */
export function fakeWorld(host: string, tokens: readonly string[]): FakeWorld {
	const rooms = new Map(tokens.map((token): [string, RoomFacts] => [token, {
		token,
		exists: true,
		name: `Room ${token}`,
		readOnly: false,
		lobby: false,
		mayPost: true,
		type: 2,
		messageExpiration: 0,
		archived: false,
		mentionEveryone: true,
		people: [person('marcos'), person('ana')],
	}]))
	let lastMessage = 1000
	let lastRow = 0

	const world: FakeWorld = {
		host,
		messages: new Map(),
		files: new Map(),
		rooms,
		outbox: new Map(),
		rosters: [],
		reactions: new Map(),
		performed: new Map(),
		refuse: () => undefined,
		poke: () => undefined,
		store(token, actor, text, more = {}) {
			const message: TalkMessage = {
				id: lastMessage += 1,
				token,
				...actor,
				timestamp: Math.floor(Date.now() / 1000),
				message: text,
				messageParameters: [],
				systemMessage: '',
				messageType: 'comment',
				isReplyable: true,
				referenceId: '',
				markdown: true,
				...more,
			}
			world.messages.set(message.id, message)
			return message
		},
		row(token, kind, body) {
			const row = { id: lastRow += 1, token, kind, body }
			world.outbox.set(row.id, row)
			world.poke([row])
			return row
		},
		skip(rows) {
			lastRow += rows
		},
		say(token, by, text, more) {
			const message = world.store(token, local(by), text, more)
			world.row(token, 'message', message)
			return message
		},
		system(token, by, systemMessage, parent, more = {}) {
			const said = world.store(token, local(by), '', { systemMessage, messageType: 'system', ...(parent && { parent }), ...more })
			world.row(token, 'system', said)
			return said
		},
		edit(id, text) {
			const message = world.messages.get(id)
			if (message !== undefined) {
				const changed = { ...message, message: text }
				world.messages.set(id, changed)
				world.system(message.token, message.actorId, 'message_edited', changed)
			}
		},
		remove(id) {
			const message = world.messages.get(id)
			if (message !== undefined) {
				const gone = { ...message, message: 'Message deleted', messageType: 'comment_deleted', deleted: true }
				world.messages.set(id, gone)
				world.system(message.token, message.actorId, 'message_deleted', gone)
			}
		},
		react(token, target, by, emoji, removed = false) {
			world.row(token, 'reaction', { id: lastMessage += 1, target, ...local(by), emoji, removed, timestamp: Math.floor(Date.now() / 1000) })
		},
		share(token, by, name, body, caption = '{file}') {
			const file = { type: 'file', id: '7', name, size: String(body.length), mimetype: 'image/png' }
			const message = world.store(token, local(by), caption, { messageParameters: { actor: { type: 'user', id: by, name: by }, file } })
			world.files.set(message.id, body)
			world.row(token, 'object', { id: message.id })
			return message
		},
		change(token, change, what, value = null) {
			const room = rooms.get(token)
			if (room !== undefined) {
				rooms.set(token, { ...room, ...change })
				world.row(token, 'room', { what, value })
			}
		},
	}
	return world
}
