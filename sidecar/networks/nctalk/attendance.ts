import type { Author } from '../../core/event.ts'
import type { TalkParticipant } from '../../talk/types.ts'

import { authorOf } from '../../talk/authors.ts'

/** Those who are somebody: neither groups nor bots nor telephones. */
const persons: readonly string[] = ['users', 'guests', 'emails', 'federated_users']

/**
 * The people of a room. Left out: the login itself (`self`), and whom a relay's app shows in the list, which Talk does not know (their
 * numbers are below zero, so that they meet none of Talk's own).
 */
export function attendance(participants: readonly TalkParticipant[], self: string, host: string, base: string): readonly Author[] {
	return participants
		.filter(({ actorType, actorId, attendeeId = 0 }) => persons.includes(actorType) && attendeeId >= 0 && !(actorType === 'users' && actorId === self))
		.map(({ actorType, actorId, displayName }) => authorOf({ actorType, actorId, actorDisplayName: displayName }, host, base))
}
