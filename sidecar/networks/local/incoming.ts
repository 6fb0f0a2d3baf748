import type { Reaction } from '../../core/event.ts'
import type { RoomId } from '../../core/ids.ts'
import type { OutboxRow } from '../../door/types.ts'
import type { TalkMessage } from '../../talk/types.ts'
import type { LocalSettings } from './settings.ts'

import { messageId } from '../../core/ids.ts'
import { authorOf } from '../../talk/authors.ts'
import { meaningOf } from '../../talk/system.ts'

/** What a row is about. */
export type Meant
	/** A message that holds all that is needed. */
	= | { readonly as: 'message', readonly message: TalkMessage }
		/** A message that has to be asked for. */
		| { readonly as: 'asked', readonly id: number }
		| { readonly as: 'reaction', readonly reaction: ReactionBody }
		/** Something about the room is another: it has to be looked at. `lobby`: from here on it has one, or has none. */
		| { readonly as: 'room', readonly lobby?: boolean }
		| { readonly as: 'nothing', readonly because: string }

interface ReactionBody {
	readonly id: number
	readonly target: number
	readonly actorType: string
	readonly actorId: string
	readonly actorDisplayName: string
	readonly emoji: string
	readonly removed: boolean
	/** Seconds since 1970. */
	readonly timestamp: number
}

type Loose = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null
const hasTexts = (body: Loose, ...names: readonly string[]): boolean => names.every((name) => typeof body[name] === 'string')

/** Everything that a message must say for itself. */
function isWhole(body: Loose): body is Loose & TalkMessage {
	return hasTexts(body, 'actorType', 'actorId', 'actorDisplayName', 'message', 'systemMessage', 'messageType')
		&& typeof body.timestamp === 'number' && isObject(body.messageParameters)
		&& (body.parent === undefined || (isObject(body.parent) && (body.parent.deleted === true || isWhole(body.parent))))
}

function isReaction(body: Loose): body is Loose & ReactionBody {
	return hasTexts(body, 'actorType', 'actorId', 'actorDisplayName', 'emoji')
		&& typeof body.target === 'number' && typeof body.timestamp === 'number'
}

const unreadable: Meant = { as: 'nothing', because: 'its body is not understood' }

/** Reads a row (docs/DOOR.md "The outbox"). */
export function meant({ kind, body }: OutboxRow): Meant {
	if (!isObject(body)) {
		return unreadable
	}
	switch (kind) {
		case 'room': return body.what === 'lobby' && typeof body.value === 'number' ? { as: 'room', lobby: body.value !== 0 } : { as: 'room' }
		case 'reaction': return isReaction(body) ? { as: 'reaction', reaction: body } : unreadable
		case 'object': return typeof body.id === 'number' ? { as: 'asked', id: body.id } : unreadable
		case 'message':
		case 'system': return typeof body.id === 'number' ? ofMessage(body, body.id) : unreadable
		default: return kind satisfies never
	}
}

function ofMessage(body: Loose, id: number): Meant {
	const meaning = meaningOf(String(body.systemMessage ?? ''))
	if (meaning.as === 'reaction' || meaning.as === 'revocation') {
		return { as: 'nothing', because: 'reactions have rows of their own' }
	}
	return isWhole(body) ? { as: 'message', message: body } : { as: 'asked', id }
}

/** The message by whose number a row takes its place in its room; undefined where it has none. */
export function placeOf({ body }: OutboxRow): number | undefined {
	return isObject(body) && typeof body.id === 'number' && body.id > 0 ? body.id : undefined
}

/** `row`: its number, as a reaction that is taken back has no message of its own. */
export function reactionEvent(reaction: ReactionBody, row: number, room: RoomId, { host, base, service }: LocalSettings): Reaction {
	return {
		kind: 'reaction',
		id: messageId(`row ${row} at ${reaction.timestamp}`),
		room,
		author: authorOf(reaction, host, base),
		at: reaction.timestamp * 1000,
		target: messageId(reaction.target),
		emoji: reaction.emoji,
		removed: reaction.removed === true,
		own: reaction.actorType === 'users' && reaction.actorId === service,
	}
}

/** What the app's own user says is said for the relay. */
export function isService({ actorType, actorId }: Pick<TalkMessage, 'actorType' | 'actorId'>, { service }: LocalSettings): boolean {
	return actorType === 'users' && actorId === service
}
