/** What JSON can hold. `undefined` members are left out when written. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

export type ActorType = 'users' | 'guests' | 'emails' | 'bots' | 'federated_users' | 'bridged'

export interface Actor { readonly type: ActorType, readonly id: string }

/** Talk's numbers: 1 owner, 2 moderator, 3 user, 4 guest, 5 joined by themselves, 6 guest moderator. */
export type ParticipantType = 1 | 2 | 3 | 4 | 5 | 6

/** Talk's numbers: 1 one to one, 2 group, 3 public, 6 note to self. */
export type RoomType = 1 | 2 | 3 | 6

/** An account. Tests may change what is in it at any time, to revoke a password for instance. */
export interface Person {
	readonly uid: string
	displayName: string
	password: string
	appPassword: string
	/** 0 public, 1 private. */
	readPrivacy: 0 | 1
	enabled: boolean
}

/** One actor in one room. */
export interface Attendee {
	readonly id: number
	readonly room: string
	readonly actor: Actor
	displayName: string
	type: ParticipantType
	lastRead: number
	lastMention: number
	lastMentionDirect: number
	/** Seconds since 1970; moves when the attendee's own settings or read marker change. */
	lastActivity: number
	notificationLevel: number
	notificationCalls: number
	favorite: boolean
	sessionId: string
	lastPing: number
	/** Bit mask of a call's flags; 0: not in the call. */
	inCall: number
}

/** A conversation as it is stored; what is computed for it lives in `RoomState`. */
export interface Room {
	readonly id: number
	readonly token: string
	type: RoomType
	name: string
	description: string
	readOnly: 0 | 1
	/** 0 none, 1 for all but moderators. */
	lobbyState: 0 | 1
	listable: number
	/** Seconds since 1970. */
	lastActivity: number
	lastMessage: number
	/** Seconds since 1970 when the running call began; 0: none. */
	callSince: number
	callUsers: string[]
	avatarVersion: string
	/** Seconds after which new messages vanish; 0: never. */
	messageExpiration: number
	/** Who may call everybody with `@all`: 0 all, 1 moderators. */
	mentionPermissions: 0 | 1
	/** Actors (`type/id`) that a moderator banned. */
	banned: string[]
	/** Edits and deletions answer 202 instead of 200, as where a bot or a Matterbridge is active. */
	bridged: boolean
}

export type Verb = 'comment' | 'system' | 'object_shared' | 'comment_deleted' | 'reaction' | 'reaction_deleted'

/** A row of the chat: messages, system messages and reactions share one sequence of ids. */
export interface Row {
	readonly id: number
	readonly room: string
	verb: Verb
	readonly actor: Actor
	/** Only for authors who have no attendee, such as bots. */
	readonly actorName?: string
	/** Seconds since 1970, by the server's (offset) clock. */
	readonly at: number
	/** Milliseconds since 1970 with fractions, by this machine's clock: when the row became visible. */
	storedAt: number
	/** The text as it was written; the emoji of a reaction; empty for system messages. */
	text: string
	/** What a system message or a shared object says. */
	system?: SystemMessage
	readonly parent: number
	readonly topmostParent: number
	readonly referenceId: string
	readonly silent: boolean
	/** Seconds since 1970 when it vanishes; 0: never. */
	readonly expires: number
	readonly canMentionAll: boolean
	thread?: { readonly id: number, readonly title?: string }
	edited?: { readonly by: Actor, readonly at: number }
	deletedBy?: Actor
}

export interface SystemMessage { readonly message: string, readonly parameters: Readonly<Record<string, Json>> }

export interface Thread {
	/** The id of the message that began it. */
	readonly id: number
	readonly room: string
	title: string
	replies: number
	last: number
	lastActivity: number
}

export interface Poll {
	readonly id: number
	readonly room: string
	readonly question: string
	readonly options: readonly string[]
	readonly actor: Actor
	readonly maxVotes: number
	/** 0 public, 1 hidden. */
	readonly resultMode: 0 | 1
	/** 0 open, 1 closed. */
	status: 0 | 1
	/** By `type/id` of the voter. */
	votes: Record<string, readonly number[]>
}

/** A file or folder of somebody; `disk` is the file's name in the server's folder on this machine. Replaced as a whole when it changes. */
export interface Node {
	readonly id: number
	readonly owner: string
	/** From the owner's root, with a leading slash. */
	readonly path: string
	readonly folder: boolean
	readonly mime: string
	readonly size: number
	readonly etag: string
	/** Seconds since 1970. */
	readonly changed: number
	readonly disk: string
	/** The rooms whose members see it. */
	readonly shares: readonly Share[]
}

/** `targets`: the path under which each member sees it, by uid; given when it is first needed. */
export interface Share { readonly id: number, readonly room: string, readonly targets: Readonly<Record<string, string>> }

/** Something that can be changed and is written to the journal. `gone` takes rows, attendees, rooms and nodes away again. */
export type Change
	= | { readonly kind: 'person', readonly value: Person }
		| { readonly kind: 'room', readonly value: Room }
		| { readonly kind: 'attendee', readonly value: Attendee }
		| { readonly kind: 'row', readonly value: Row }
		| { readonly kind: 'thread', readonly value: Thread }
		| { readonly kind: 'poll', readonly value: Poll }
		| { readonly kind: 'node', readonly value: Node }
		| { readonly kind: 'attendeeGone', readonly room: string, readonly actor: Actor }
		| { readonly kind: 'roomGone', readonly token: string }
		| { readonly kind: 'cleared', readonly token: string }
		| { readonly kind: 'nodeGone', readonly id: number }
		| { readonly kind: 'restored', readonly id: number }

export const actorKey = (actor: Actor): string => `${actor.type}/${actor.id}`
export const sameActor = (one: Actor, other: Actor): boolean => one.id === other.id && one.type === other.type
