import type { MessageId } from '../../core/ids.ts'
import type { TalkMessage } from '../../talk/types.ts'
import type { TalkApi } from './api.ts'

import { messageId } from '../../core/ids.ts'

const perPage = 200
/** The server's clock may be behind ours by so much, seconds. */
const clocksApart = 5 * 60
/** What Talk keeps of a key: the rest is cut off silently. */
const keyLength = 64

/** System messages bear the key too: what begins a thread, or edits and deletes in some versions. */
function bears(message: TalkMessage, key: string): boolean {
	return message.referenceId === key && message.systemMessage === '' && message.messageType !== 'system'
}

/**
 * The messages in the room that were written with this key, oldest first; undefined for none. Goes back from the newest one to what is
 * older than `since` (ms, our clock) by more than clocks may differ. Throws a Failure.
 */
export async function findByKey(
	api: Pick<TalkApi, 'messages'>,
	token: string,
	key: string,
	since: number,
	limit = perPage,
): Promise<readonly MessageId[] | undefined> {
	const wanted = key.slice(0, keyLength)
	const earliest = since / 1000 - clocksApart
	const found: number[] = []
	for (let from = 0; ;) {
		const page = await api.messages(token, { lookIntoFuture: false, lastKnownMessageId: from, limit })
		found.push(...page.messages.filter((message) => bears(message, wanted)).map(({ id }) => id))
		const oldest = page.messages.at(-1)
		const next = page.lastGiven ?? oldest?.id
		if (next === undefined || (from !== 0 && next >= from) || (oldest && oldest.timestamp < earliest)) {
			return found.length > 0 ? found.sort((a, b) => a - b).map(messageId) : undefined
		}
		from = next
	}
}
