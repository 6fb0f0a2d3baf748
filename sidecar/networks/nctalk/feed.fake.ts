import type { TalkMessage } from '../../talk/types.ts'
import type { MessagePage, MessagesAsked } from './api.ts'

/** A message of a feed that a test makes up. */
export interface Row {
	readonly message: TalkMessage
	/** From when on (ms) a reader can see it: its transaction is committed. */
	readonly visibleAt: number
}

/**
 * A room's feed as Talk answers it (server, lib/private/Comments/Manager.php `getCommentsWithVerbForObjectSinceComment`): ordered by
 * second and id, behind the second and id of the known message, or behind its id alone if that is no message of the room.
 */
export function answerOf(rows: readonly Row[], now: number, asked: Pick<MessagesAsked, 'lookIntoFuture' | 'lastKnownMessageId' | 'limit'>): MessagePage {
	const visible = rows.filter(({ visibleAt }) => visibleAt <= now).map(({ message }) => message)
		.sort((one, other) => one.timestamp - other.timestamp || one.id - other.id)
	const limit = asked.limit ?? 100
	const known = visible.find(({ id }) => id === asked.lastKnownMessageId)
	const isAfter = ({ id, timestamp }: TalkMessage): boolean => known === undefined
		? id > asked.lastKnownMessageId
		: timestamp > known.timestamp || (timestamp === known.timestamp && id > known.id)
	const messages = asked.lookIntoFuture ? visible.filter(isAfter).slice(0, limit) : visible.reverse().slice(0, limit)
	const last = messages.at(-1)
	return last === undefined ? { messages } : { messages, lastGiven: last.id }
}
