/** The part of Talk's JSON that a chat window needs (Talk: docs/chat.md). */
export interface NativeMessage {
	readonly id: number
	/** Seconds since 1970. */
	readonly timestamp: number
	readonly actorType: string
	readonly actorId: string
	readonly actorDisplayName: string
	/** With `{placeholders}` for what stands in `messageParameters`. */
	readonly message: string
	/** An empty list instead of an empty object. */
	readonly messageParameters: Readonly<Record<string, NativeParameter>> | readonly []
	readonly systemMessage: string
	readonly messageType: string
	readonly referenceId: string
	readonly reactions: Readonly<Record<string, number>> | readonly []
	readonly markdown?: boolean
	readonly lastEditTimestamp?: number
	readonly deleted?: boolean
	/** One level. Only the id of a message that is gone. */
	readonly parent?: Partial<NativeMessage> & { readonly id: number }
}

export interface NativeParameter {
	readonly type: string
	readonly id: string
	readonly name: string
	readonly 'mention-id'?: string
	readonly size?: string
	readonly path?: string
	readonly mimetype?: string
	readonly etag?: string
}

/** Who reacted, by emoji. */
export type NativeReactions = Readonly<Record<string, readonly { readonly actorId: string, readonly actorDisplayName: string }[]>>

export function parametersOf(message: Pick<NativeMessage, 'messageParameters'>): Readonly<Record<string, NativeParameter>> {
	return Array.isArray(message.messageParameters) ? {} : message.messageParameters as Readonly<Record<string, NativeParameter>>
}
