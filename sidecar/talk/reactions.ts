import type { Author, Reaction } from '../core/event.ts'
import type { MessageId, PersonId, RoomId } from '../core/ids.ts'
import type { TalkReactions } from './types.ts'

import { authorOf, personOf } from './authors.ts'

export interface ReactionFacts {
	readonly room: RoomId
	readonly host: string
	readonly base: string
	/** The user id of the login that reads. */
	readonly self: string
}

/** What brought us to look: the id and the time that the reactions found get. */
export interface Occasion { readonly id: MessageId, readonly at: number }

type Known = readonly { readonly emoji: string, readonly by: PersonId }[]

/**
 * Talk tells that a reaction was taken back, but not which (`reaction_revoked` has no emoji): the list of all that stand is compared
 * with those that the relay knows of. `known`: Host.reactions; it holds what people did, never what the relay itself put there.
 */
export function reactionChanges(
	list: TalkReactions,
	known: Known,
	target: MessageId,
	occasion: Occasion,
	facts: ReactionFacts,
): readonly Reaction[] {
	const standing = Object.entries('length' in list ? {} : list).flatMap(([emoji, people]) => people.map((actor) => ({
		emoji,
		author: authorOf(actor, facts.host, facts.base),
		own: actor.actorType === 'users' && actor.actorId === facts.self,
	})))
	const change = (author: Author, emoji: string, removed: boolean, own: boolean): Reaction => ({
		kind: 'reaction',
		id: occasion.id,
		room: facts.room,
		author,
		at: occasion.at,
		target,
		emoji,
		removed,
		own,
	})
	const keyOf = (emoji: string, by: PersonId): string => `${emoji} ${by}`
	const stands = new Set(standing.map(({ emoji, author }) => keyOf(emoji, author.id)))
	const heard = new Set(known.map(({ emoji, by }) => keyOf(emoji, by)))
	const self = personOf({ actorType: 'users', actorId: facts.self, actorDisplayName: '' }, facts.host)
	return [
		...known.filter(({ emoji, by }) => !stands.has(keyOf(emoji, by)))
			.map(({ emoji, by }) => change(nameless(by), emoji, true, by === self)),
		...standing.filter(({ emoji, author }) => !heard.has(keyOf(emoji, author.id)))
			.map(({ emoji, author, own }) => change(author, emoji, false, own)),
	]
}

/** Who took a reaction back is known by id only; a removal needs no more. */
function nameless(id: PersonId): Author {
	const login = id.slice(0, Math.max(0, id.lastIndexOf('@'))) || id
	return { id, name: login, login }
}
