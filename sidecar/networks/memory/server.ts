import type { Author, KeptFile, NoticeSort, RichText } from '../../core/event.ts'
import type { MessageId } from '../../core/ids.ts'

import { messageId, personId } from '../../core/ids.ts'

/** One message as the in-memory server keeps it. */
export interface MemoryMessage {
	readonly id: MessageId
	readonly author: string
	readonly key: string | undefined
	readonly replyTo: MessageId | undefined
	readonly files: readonly string[]
	text: RichText
	nick: string
	edits: number
	deleted: boolean
	/** Emoji → who. */
	readonly reactions: Map<string, Set<string>>
}

/** A line of a room's feed: what happened, in order; a session's cursor is its place in it. */
export type MemoryLine
	= | { readonly did: 'post' | 'edit' | 'delete', readonly message: MemoryMessage, readonly by: string, readonly text: RichText }
		| { readonly did: 'notice', readonly sort: NoticeSort, readonly text: RichText }
		| { readonly did: 'react' | 'unreact', readonly message: MemoryMessage, readonly by: string, readonly emoji: string }

export interface MemoryRoom {
	readonly messages: MemoryMessage[]
	readonly feed: MemoryLine[]
	readonly watchers: Set<() => void>
}

/** What the next call at the server comes to; a test's way to break things. */
export type Trouble = (operation: string, room: string) => void | Promise<void>

/** A chat server that lives in this process: what the relay's own tests, the contract and the engine's benchmark talk to. */
export interface MemoryServer {
	readonly host: string
	/** Logins that may decide for every room. */
	readonly moderators: Set<string>
	room(address: string): MemoryRoom
	/** `files` are names; `key` is the mark of a relay. */
	post(address: string, by: string, text: RichText, more?: {
		readonly key?: string
		readonly replyTo?: MessageId
		readonly files?: readonly KeptFile[]
		readonly nick?: string
	}): MemoryMessage
	/** Something that nobody said. */
	notice(address: string, sort: NoticeSort, text: RichText): void
	edit(address: string, id: MessageId, by: string, text: RichText, nick?: string): boolean
	remove(address: string, id: MessageId, by: string): boolean
	react(address: string, id: MessageId, by: string, emoji: string, on: boolean): boolean
	/** Asked before and after each operation of a session: throws a Failure to break it. */
	before: Trouble
	after: Trouble
}

export const memoryAuthor = (login: string, host: string): Author => ({ id: personId(`${login}@${host}`), name: login, login })

export function memoryServer(host: string): MemoryServer {
	const rooms = new Map<string, MemoryRoom>()
	let lastId = 0

	const room = (address: string): MemoryRoom => {
		const known = rooms.get(address) ?? { messages: [], feed: [], watchers: new Set() }
		rooms.set(address, known)
		return known
	}
	const find = (address: string, id: MessageId): MemoryMessage | undefined => room(address).messages.find((one) => one.id === id)
	const tell = (address: string, line: MemoryLine): void => {
		const { feed, watchers } = room(address)
		feed.push(line)
		watchers.forEach((watcher) => watcher())
	}

	return {
		host,
		moderators: new Set(),
		room,
		before: () => undefined,
		after: () => undefined,
		post(address, by, text, more = {}) {
			const message: MemoryMessage = {
				id: messageId(lastId += 1),
				author: by,
				key: more.key,
				replyTo: more.replyTo,
				text,
				nick: more.nick ?? '',
				files: (more.files ?? []).map((file) => file.name),
				edits: 0,
				deleted: false,
				reactions: new Map(),
			}
			room(address).messages.push(message)
			tell(address, { did: 'post', message, by, text })
			return message
		},
		notice: (address, sort, text) => tell(address, { did: 'notice', sort, text }),
		edit(address, id, by, text, nick = '') {
			const message = find(address, id)
			if (message === undefined || message.deleted) {
				return false
			}
			message.text = text
			message.nick = nick
			message.edits += 1
			tell(address, { did: 'edit', message, by, text })
			return true
		},
		remove(address, id, by) {
			const message = find(address, id)
			if (message === undefined || message.deleted) {
				return false
			}
			message.deleted = true
			tell(address, { did: 'delete', message, by, text: [] })
			return true
		},
		react(address, id, by, emoji, on) {
			const message = find(address, id)
			const people = message?.reactions.get(emoji) ?? new Set()
			if (message === undefined || people.has(by) === on) {
				return false
			}
			people[on ? 'add' : 'delete'](by)
			message.reactions.set(emoji, people)
			tell(address, { did: on ? 'react' : 'unreact', message, by, emoji })
			return true
		},
	}
}
