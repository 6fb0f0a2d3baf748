import type { MessageId, Origin, PersonId, RoomId } from './ids.ts'

/** Something that happened in a room, in words every network shares. Plain data: it is stored as JSON. */
export type ChatEvent = Message | Edit | Deletion | Reaction | Notice

interface Happening {
	/** Unique in its room and the same when heard again: what makes hearing twice harmless. For a message, its own id. */
	readonly id: MessageId
	readonly room: RoomId
	readonly author: Author
	/** Milliseconds since 1970, by the network's clock. */
	readonly at: number
}

export interface Message extends Happening {
	readonly kind: 'message'
	/** Set by the peer network only: elsewhere the message is its own origin. */
	readonly origin?: Origin
	readonly text: RichText
	readonly files: readonly Attachment[]
	readonly replyTo?: Quote
	/** `root` is the message that began the thread; for that message itself it is its own id. */
	readonly thread?: { readonly root: MessageId, readonly title: string }
	readonly silent: boolean
}

export interface Edit extends Happening { readonly kind: 'edit', readonly target: MessageId, readonly text: RichText }
export interface Deletion extends Happening { readonly kind: 'deletion', readonly target: MessageId }

/**
 * Compared with what is known before it is taken: a reaction that is there already, or a removal of one that is not, changes nothing.
 * So its `id` need not be unique, and a session may tell what it sees instead of what happened.
 */
export interface Reaction extends Happening {
	readonly kind: 'reaction'
	readonly target: MessageId
	readonly emoji: string
	readonly removed: boolean
	/** By the login through which the session itself writes: then it may be one that the relay put there. */
	readonly own: boolean
}

export type NoticeSort = 'call' | 'people' | 'room' | 'poll' | 'relay'

/** Calls, joins, topics, polls closing: said by nobody, edited by nobody; each sort can be switched off in a gateway. */
export interface Notice extends Happening { readonly kind: 'notice', readonly sort: NoticeSort, readonly text: RichText }

export interface Author {
	readonly id: PersonId
	readonly name: string
	readonly avatar?: string
	/** Matterbridge's {USERID}: the login on its own server, without the host. */
	readonly login: string
	/** Guests have no account; a gateway's GuestSuffix is added to their names. */
	readonly guest?: true
}

/** What is answered: its id, and enough of it to quote where no copy of it is known. */
export interface Quote {
	readonly id: MessageId
	readonly author: string
	readonly excerpt: string
	/** What the excerpt was made of, where the relay itself says something in that: then each language has an excerpt of its own. */
	readonly of?: RichText
}

/** A file of a message: kept on our own disk, however long the source is away, or refused for a reason that people are told. */
export type Attachment = KeptFile | RefusedFile

interface FileFacts {
	readonly name: string
	readonly mime: string
	/** Bytes. */
	readonly size: number
	readonly voice: boolean
}

/** Can be read again and again: `spooled` is its name in the relay's spool. */
export interface KeptFile extends FileFacts { readonly spooled: string }

export interface RefusedFile extends FileFacts { readonly refused: Refusal, readonly limit?: number }

/**
 * Over a size limit · of a type that the gateway refuses · no longer at the source · no room left in the spool · the gateway carries no
 * files, no voice messages · a whole folder.
 */
export type Refusal = 'large' | 'type' | 'gone' | 'full' | 'files' | 'voice' | 'folder'

export type RichText = readonly Span[]
export type Span
	= | { readonly as: 'text' | 'code', readonly text: string }
		| { readonly as: 'codeBlock', readonly text: string, readonly language?: string }
		| { readonly as: 'bold' | 'italic' | 'strike' | 'quote', readonly inner: RichText }
		| { readonly as: 'link', readonly url: string, readonly inner: RichText }
		| MentionSpan
		| PhraseSpan

/**
 * `of` a person of the speaker's room, everybody, or nobody there: a `@name` that somebody wrote and that no one in the
 * speaker's own room bears. The target turns that last one into a real mention if exactly one of its own people bears it.
 */
export interface MentionSpan { readonly as: 'mention', readonly of: PersonId | 'everyone' | 'nobodyHere', readonly name: string }

/**
 * What the relay itself says, in English with names in braces: `{actor} started a call`. Whoever hears does not know where it will be
 * read, so it is put into a gateway's language (`words.ts`) when a letter is made of it. Until then it reads in English.
 */
export interface PhraseSpan {
	readonly as: 'phrase'
	readonly text: string
	/** How the same is said of several, and of how many it is said. */
	readonly many?: { readonly text: string, readonly count: number }
	/** What stands for the names in braces. */
	readonly with: Readonly<Record<string, RichText>>
}
