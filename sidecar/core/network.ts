import type { Readable } from 'node:stream'
import type { Attachment, Author, ChatEvent, KeptFile, RefusedFile, RichText } from './event.ts'
import type { AccountId, Cursor, MessageId, PersonId, RoomId } from './ids.ts'
import type { Log } from './log.ts'
import type { Pace } from './pace.ts'
import type { Fields, Infer } from './settings.ts'

/** A kind of chat network. One folder under networks/ exports one of these. */
export interface Network<F extends Fields = Fields> {
	/** The part before the dot in an account's label: `nctalk` in `nctalk.nube1`. */
	readonly id: string
	/** What people call it: `Nextcloud Talk`. */
	readonly name: string
	/** Validates accounts, draws the form, reads matterbridge.toml. */
	readonly fields: F
	/**
	 * Turns what a person wrote as a room (a token, or the conversation's whole URL) into the address that `join` takes.
	 * Pure. Throws an Error that says what to write instead.
	 */
	address(written: string, settings: Infer<F>): string
	/** Must not touch the network: work starts with `join`. */
	open(settings: Infer<F>, host: Host): Session
	/** What a person can do about a trouble that this network told (a Failure's words, a status); undefined: nothing but wait. */
	remedy?(why: string): string | undefined
}

/** All a session may know of the relay. */
export interface Host {
	readonly account: AccountId
	readonly log: Log
	readonly pace: Pace
	/**
	 * Hands over what was heard, oldest first, with the place from which to read on. Both are on disk when the promise
	 * resolves, in one transaction (calls of one tick share it); only then may the session acknowledge to its source.
	 * Events heard before are ignored. Never called for what carries the mark of a relay, ours or another's.
	 * Rejects when it could not be written (disk full): the session keeps its place and hands the same over again later.
	 */
	heard(room: RoomId, events: readonly ChatEvent[], cursor: Cursor): Promise<void>
	/** Where reading stopped; undefined for a room never read: then begin at its newest message and say so with `heard(room, [], …)`. */
	cursor(room: RoomId): Cursor | undefined
	/**
	 * Copies a file of a message of this room to our own disk, or refuses it (limits of the room's gateways, space). `open` is
	 * called at most once, and only if the file is not refused by its facts. What `open` throws or its stream ends with comes through
	 * as it is, with nothing kept; a Failure that says `drop` (gone at the source) becomes a refused file.
	 * The same `id` (of the message, a slash, and the file's place in it) again gives the file kept before.
	 */
	keep(room: RoomId, id: string, file: Omit<KeptFile, 'spooled'>, open: () => Promise<Readable>): Promise<Attachment>
	/** Reads a kept file: what `KeptFile.spooled` names. Always from its beginning. */
	spooled(file: KeptFile): Readable
	/** The reactions of people that the relay heard of on this message of this room, for a network that tells only counts or lists. */
	reactions(room: RoomId, target: MessageId): readonly { readonly emoji: string, readonly by: PersonId }[]
	/** The server was restored from a backup: what is known of ids for which `gone` holds is forgotten, for they are given anew. */
	rewound(room: RoomId, gone: (id: MessageId) => boolean): void
	/** The account as a whole. Said again with the same words it changes nothing; the relay logs each change once. */
	status(state: 'online' | 'connecting' | 'offline', why?: string): void
	/** One room. `open` after `closed` makes the relay try at once what waits for the room. */
	roomStatus(room: RoomId, state: 'open' | 'closed', why?: string): void
	/** Aborted when the account is closed or the relay stops. */
	readonly signal: AbortSignal
	/** Where the account may connect to; left out: anywhere. To be kept for each connection that is made, redirects included. */
	readonly hosts?: HostRules
}

/** What an administrator allows accounts to connect to. Names are exact, or `*.example.org` for all below that one. */
export interface HostRules {
	/** Private addresses too: this machine, the local network. */
	readonly localServers: boolean
	/** None: all but those refused. */
	readonly allowedHosts: readonly string[]
	readonly refusedHosts: readonly string[]
	/** By which connections are made, where an account has no proxy of its own. */
	readonly proxy?: Proxy
}

export interface Proxy {
	/** `http://name:password@proxy.example.org:3128` */
	readonly url: string
	/** Hosts that are connected to without it, with all below them. `*`: all. */
	readonly except: readonly string[]
}

/** One account, connected. A method left out is an ability the network lacks. */
export interface Session {
	/** What one native message can hold; asked anew for every letter, as it may change when the server is updated. */
	limits(): Limits
	/** The room's name in origins, the same on every relay and never built on the account's label: `talk:nube.minube1.com/nb9xk3d2`. */
	place(address: string): string
	/**
	 * Starts reading the room and returns when it is being watched; from then on the session keeps it so by itself, through any failure.
	 * Must not wait for the server.
	 */
	join(address: string): void
	/** Stops reading the room. */
	leave(address: string): void
	/**
	 * Sends one native message. The ids of its parts, first the one that stands for the whole; none where messages have no ids.
	 * Throws a Failure. Called for one letter at a time per room.
	 */
	send(letter: Letter): Promise<readonly MessageId[]>
	/**
	 * What an earlier attempt with this key left in the room; asked before a send of unknown outcome is repeated.
	 * `since` (ms since 1970, our clock) is when the event was accepted: what is older need not be searched.
	 */
	find?(address: string, key: string, since: number): Promise<readonly MessageId[] | undefined>
	/** `cannot` where the network refuses for good (too old, not ours): the relay falls back to a message. */
	edit?(letter: Letter, copy: MessageId): Promise<'done' | 'cannot'>
	/**
	 * What a copy says now, as plain text without the letter's nick before it; undefined where that can't be had. Asked where it can't be
	 * edited, so that people are told what changed.
	 */
	says?(letter: Letter, copy: MessageId): Promise<string | undefined>
	/** A message that is gone already is `done`. */
	remove?(address: string, copy: MessageId): Promise<'done' | 'cannot'>
	/**
	 * Sends anew what may have been sent: for networks that perform each key at most once and then give their first answer again. Where it
	 * is left out, `find` is asked first.
	 */
	repeat?(letter: Letter): Promise<readonly MessageId[]>
	/**
	 * Makes just these people's reaction with this emoji stand. A network that knows only its own login puts that login's reaction where
	 * somebody is in `by`. Repeating it is harmless.
	 */
	react?(address: string, copy: MessageId, emoji: string, by: readonly Author[]): Promise<'done' | 'cannot'>
	/**
	 * Makes the relay's own sign on a message stand or not: for networks where that is not the same as `react`. Repeating it is harmless.
	 */
	sign?(address: string, message: MessageId, emoji: string, stands: boolean): Promise<'done' | 'cannot'>
	/** The people of the room, without logins of relays and those whom relays brought there. Throws a Failure while they can't be had. */
	people?(address: string): Promise<readonly Author[]>
	/** Who is there on the other side: these people of the member with this number, until told anew. Throws a Failure. */
	roster?(address: string, member: number, people: readonly Author[]): Promise<void>
	/** What can't be carried to or from this room, a line each; empty while that is not known. Must not wait for the server. */
	lacks?(address: string): readonly string[]
	/** What the room is called now; undefined while that is not known. */
	title?(address: string): string | undefined
	/** Whether this person of the room may decide for it. Throws a Failure while that can't be found out. */
	isModerator?(address: string, person: PersonId): Promise<boolean>
	/** The rooms that the login takes part in, for choosing one. Throws a Failure. */
	conversations?(): Promise<readonly Conversation[]>
	/** Tries the login, and the room if one is given, and changes nothing there. Never throws: what fails is a check that is not ok. */
	inspect?(address?: string): Promise<Inspection>
	close(): Promise<void>
}

/** A room to be chosen from a list. `address` is what `join` takes. */
export interface Conversation {
	readonly address: string
	readonly name: string
	readonly kind: 'group' | 'public' | 'other'
	readonly moderator: boolean
}

/** One thing that was tried: what came of it in plain words, and what to do if it is not ok. */
export interface Check {
	readonly name: 'address' | 'login' | 'version' | 'membership' | 'permission'
	readonly ok: boolean
	readonly says: string
	readonly todo?: string
}

export interface Inspection {
	/** In the order in which they were tried; the first that fails is the last. */
	readonly checks: readonly Check[]
	readonly carried: readonly string[]
	readonly lacks: readonly string[]
	/** The room's name, where one was looked at. */
	readonly room?: string
}

export interface Limits {
	/** The longest text of one message, nick included, in Unicode code points; Infinity where there is no limit. */
	readonly text: number
	/** Files per message: 0 where the network has none. What is over it goes in further messages. */
	readonly files: number
	/** Whether a file's message can carry text. Where not, the text goes in a message of its own before it. */
	readonly caption: boolean
}

/** A message made ready for one room. */
export interface Letter {
	/** Same for every attempt, never used for anything else: Matrix txn id, XMPP origin-id, Talk referenceId. Carries the relay's mark. */
	readonly key: string
	readonly address: string
	/** Already formatted: `[laura@nube2] `; empty where the network shows authors itself, and for notices. */
	readonly nick: string
	readonly author: Author
	readonly text: RichText
	readonly files: readonly KeptFile[]
	readonly replyTo?: MessageId
	/** `root` is missing for the message that begins the thread. */
	readonly thread?: { readonly root?: MessageId, readonly title: string }
	readonly silent: boolean
	/** When it was written at its source, ms since 1970. */
	readonly at: number
	/** `@all` stays a call to everybody; elsewhere it is plain text that wakes nobody. */
	readonly mentionEveryone: boolean
	/** Said by nobody: `author` is whom it is about. */
	readonly notice?: true
}

export const isKept = (file: Attachment): file is KeptFile => 'spooled' in file
export const isRefused = (file: Attachment): file is RefusedFile => 'refused' in file
