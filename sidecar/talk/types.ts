/**
 * JSON as Talk sends it (openapi.json, docs/chat.md and lib/Model/Message.php of Talk 24, older versions back to 15 kept in mind).
 * Tolerant: what an older or newer server may leave out is optional, and what we don't read is not here.
 */

/** A person, file or object within a text: `{mention-user1}`, `{file}`. docs/chat.md "messageParameters". */
export interface Parameter {
	/** `user`, `user-group`, `circle`, `call`, `guest`, `email`, `file`, `talk-poll`, `deck-card`, `geo-location`, `highlight` … */
	readonly type: string
	/** A string since Talk 20; earlier ones also wrote numbers. */
	readonly id: string | number
	readonly name?: string
	/** Set for people of another server: `https://cloud.example.org`. */
	readonly server?: string
	readonly 'mention-id'?: string
	readonly link?: string
	/** A file's size in bytes; a number before Talk 20. */
	readonly size?: string | number
	/** Within the files of the login that asks: `Talk/photo.png`. */
	readonly path?: string
	readonly mimetype?: string
	readonly 'hide-download'?: string
	readonly latitude?: string | number
	readonly longitude?: string | number
	readonly boardname?: string
	readonly stackname?: string
	readonly description?: string
	readonly website?: string
}

/** An empty map arrives as `[]`: PHP's json_encode of an empty array. */
export type Parameters = Readonly<Record<string, Parameter>> | readonly []

export interface TalkMessage {
	/** Grows within the server, not only within the room. */
	readonly id: number
	readonly token: string
	/** `users`, `guests`, `emails`, `federated_users`, `bots`, `bridged`, `deleted_users`. */
	readonly actorType: string
	readonly actorId: string
	/** May be empty for guests and deleted people. */
	readonly actorDisplayName: string
	/** Seconds since 1970. */
	readonly timestamp: number
	readonly message: string
	readonly messageParameters: Parameters
	/** Empty for what a person wrote; else `message_edited`, `reaction`, `call_started` … (docs/chat.md "System messages"). */
	readonly systemMessage: string
	/** `comment`, `voice-message`, `record-audio`, `record-video`, `comment_deleted`, `system`, `command`, `object_shared` … */
	readonly messageType: string
	readonly isReplyable?: boolean
	/** As given by the sender, cut to 64 characters; not made unique by the server. */
	readonly referenceId?: string
	/** `[]` when empty in some versions. */
	readonly reactions?: Readonly<Record<string, number>> | readonly []
	readonly reactionsSelf?: readonly string[]
	/** Seconds since 1970; 0: never. */
	readonly expirationTimestamp?: number
	/** Whether clients show the text as Markdown. */
	readonly markdown?: boolean
	/** The topmost message of its chain of answers, or its own id: tells of a thread only together with `isThread`. */
	readonly threadId?: number
	readonly isThread?: boolean
	readonly threadTitle?: string
	readonly threadReplies?: number
	readonly lastEditActorType?: string
	readonly lastEditActorId?: string
	readonly lastEditActorDisplayName?: string
	readonly lastEditTimestamp?: number
	readonly deleted?: boolean
	readonly silent?: boolean
	readonly metaData?: TalkMetaData | readonly []
	/** From the app's door only: the poll that the message is about. */
	readonly poll?: TalkPoll
	/** One level deep. Of a parent that was removed from the database only the id and `deleted` are left. */
	readonly parent?: TalkMessage | GoneMessage
}

export interface GoneMessage { readonly id: number, readonly deleted: true }

export interface TalkMetaData {
	readonly pinnedAt?: number
	readonly pinnedUntil?: number
	readonly threadId?: number
	readonly threadTitle?: string
}

export interface TalkRoom {
	readonly token: string
	/** 1 one to one, 2 group, 3 public, 4 changelog, 5 former one to one, 6 note to self. */
	readonly type: number
	readonly name?: string
	readonly displayName: string
	readonly description?: string
	/** 1 owner, 2 moderator, 3 user, 4 guest, 5 user who joined by a link, 6 guest moderator. */
	readonly participantType?: number
	/** Bits of what the login may do here: 128 chat (lib/Model/Attendee.php). 0 or missing: the defaults. */
	readonly permissions?: number
	/** Seconds since 1970. */
	readonly lastActivity?: number
	/** `[]` in a room without messages. Left out of the room list for federated rooms. */
	readonly lastMessage?: TalkMessage | readonly []
	/** 1: nobody can write. */
	readonly readOnly?: number
	/** 1: only moderators may come in. */
	readonly lobbyState?: number
	/** 0 default, 1 always, 2 on mention, 3 never. */
	readonly notificationLevel?: number
	/** Set when the conversation lives on another server and is only seen through this one (Talk's own federation). */
	readonly remoteServer?: string
	readonly actorType?: string
	readonly actorId?: string
	/** 0: everyone may call everybody (`@all`), 1: moderators only (capability mention-permissions). */
	readonly mentionPermissions?: number
}

export interface TalkParticipant {
	/** `users`, `groups`, `circles`, `guests`, `emails`, `federated_users`, `bots`, `bridged`, `phones`. */
	readonly actorType: string
	/** For federated people a cloud id: `ada@cloud.example.org`. */
	readonly actorId: string
	readonly displayName: string
	readonly participantType?: number
	readonly attendeeId?: number
}

/** Who reacted, by emoji: `{"👍":[{actorType,…}]}`; `[]` for none. */
export type TalkReactions = Readonly<Record<string, readonly TalkReactor[]>> | readonly []

export interface TalkReactor {
	readonly actorType: string
	readonly actorId: string
	readonly actorDisplayName: string
	/** Seconds since 1970. */
	readonly timestamp: number
}

export interface TalkPoll {
	readonly id: number
	readonly question: string
	readonly options: readonly string[]
	/** 0 open, 1 closed, 2 draft. */
	readonly status: number
	/** 0 public, 1 hidden. */
	readonly resultMode?: number
	/** 0: as many as one likes. */
	readonly maxVotes?: number
	readonly actorType?: string
	readonly actorId?: string
	readonly actorDisplayName?: string
	readonly numVoters?: number
	/** `option-0` → votes; for an open poll only after the login has voted itself. */
	readonly votes?: Readonly<Record<string, number>> | readonly []
}

/** The answer of /cloud/capabilities, as far as we read it. */
export interface Capabilities {
	readonly version?: { readonly string?: string, readonly major?: number }
	readonly capabilities: {
		/** Missing: Talk is not installed, or not for this login. */
		readonly spreed?: {
			readonly version?: string
			readonly features?: readonly string[]
			readonly config?: {
				readonly attachments?: {
					readonly allowed?: boolean
					readonly folder?: string
					readonly 'conversation-subfolders'?: boolean
				}
				readonly chat?: { readonly 'max-length'?: number, readonly 'read-privacy'?: number }
				readonly signaling?: { readonly mode?: string, readonly 'hello-v2-token-key'?: string }
			}
		}
		readonly [app: string]: unknown
	}
}

export interface TalkUser {
	/** The user id, which the login name (an e-mail address, say) need not be. */
	readonly id: string
	readonly displayName: string
}
