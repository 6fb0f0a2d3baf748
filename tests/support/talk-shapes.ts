/*
 * What Talk answers, as its docs/chat.md, docs/conversation.md and docs/participant.md have it: as far as tests look at it, and on purpose
 * not the relay's own types.
 */

export interface Parameter { readonly type: string, readonly id: string, readonly name: string, readonly [more: string]: string }

/** PHP writes an empty map as `[]`. */
export type MaybeEmpty<T> = T | readonly []

export interface Posted {
	readonly id: number
	readonly token: string
	readonly actorType: string
	readonly actorId: string
	readonly actorDisplayName: string
	/** Seconds since 1970. */
	readonly timestamp: number
	readonly message: string
	readonly messageParameters: MaybeEmpty<Readonly<Record<string, Parameter>>>
	readonly systemMessage: string
	readonly messageType: string
	readonly isReplyable: boolean
	readonly referenceId: string
	readonly reactions: MaybeEmpty<Readonly<Record<string, number>>>
	readonly reactionsSelf?: readonly string[]
	readonly expirationTimestamp: number
	readonly markdown: boolean
	readonly threadId?: number
	readonly isThread?: boolean
	readonly threadTitle?: string
	readonly threadReplies?: number
	readonly silent?: boolean
	readonly deleted?: boolean
	readonly lastEditActorType?: string
	readonly lastEditActorId?: string
	readonly lastEditActorDisplayName?: string
	readonly lastEditTimestamp?: number
	readonly metaData?: MaybeEmpty<Readonly<Record<string, unknown>>>
	readonly parent?: Posted
}

export interface Page {
	readonly status: number
	readonly messages: readonly Posted[]
	/** X-Chat-Last-Given. */
	readonly lastGiven: number | undefined
	/** X-Chat-Last-Common-Read. */
	readonly lastCommonRead: number | undefined
}

export interface Reactor {
	readonly actorType: string
	readonly actorId: string
	readonly actorDisplayName: string
	readonly timestamp: number
}

export interface RoomFacts {
	readonly token: string
	readonly type: number
	readonly name: string
	readonly displayName: string
	readonly participantType: number
	readonly permissions: number
	readonly readOnly: number
	readonly lobbyState: number
	readonly lastActivity: number
	readonly lastMessage: MaybeEmpty<Posted>
	readonly lastReadMessage: number
	readonly lastCommonReadMessage: number
	readonly unreadMessages: number
	readonly unreadMention: boolean
	readonly notificationLevel: number
	readonly mentionPermissions: number
	readonly hasCall: boolean
	readonly remoteServer?: string
	readonly [more: string]: unknown
}

export interface Attendee {
	readonly attendeeId: number
	readonly actorType: string
	readonly actorId: string
	readonly displayName: string
	readonly participantType: number
	readonly inCall: number
	readonly sessionIds: readonly string[]
}

export interface Poll {
	readonly id: number
	readonly question: string
	readonly options: readonly string[]
	readonly status: number
	readonly resultMode: number
	readonly maxVotes: number
	readonly actorType: string
	readonly actorId: string
	readonly votes?: MaybeEmpty<Readonly<Record<string, number>>>
	readonly numVoters?: number
	readonly votedSelf: readonly number[]
	readonly details?: readonly { readonly actorId: string, readonly optionId: number }[]
}
