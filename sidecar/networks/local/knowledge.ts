import type { Host } from '../../core/network.ts'
import type { Door } from '../../door/client.ts'
import type { RoomFacts } from '../../door/types.ts'
import type { Kept } from '../../talk/kept.ts'

import { failureOf } from '../../core/failure.ts'
import { roomId } from '../../core/ids.ts'
import { sentence } from '../../core/sentence.ts'
import { keepByToken } from '../../talk/kept.ts'

/** What is known of the rooms here: who is there, and whether they are open to us. */
export interface RoomKnowledge extends Kept<RoomFacts> {
	/** Looks at the room, and tells whether it is open: one room after another, and never in the way of anything. */
	look(token: string): void
	/** A delivery was refused because of the room. */
	refused(token: string, why: string): void
}

/** Why nobody from elsewhere can write there; undefined where they can. */
export function closedBecause({ exists, readOnly, lobby, mayPost, type, name }: RoomFacts): string | undefined {
	if (!exists) {
		return sentence`the conversation does not exist any more`
	}
	if (readOnly) {
		return sentence`the conversation “${name}” is locked: nobody can write there`
	}
	if (lobby) {
		return sentence`the conversation “${name}” has its lobby on`
	}
	if (mayPost === false) {
		return sentence`in the conversation “${name}” only moderators may write`
	}
	return type === 2 || type === 3 ? undefined : sentence`the conversation “${name}” is no group conversation any more`
}

/** `now` gives ms since 1970. */
export function openKnowledge(door: Pick<Door, 'room'>, host: Pick<Host, 'account' | 'roomStatus' | 'log' | 'signal'>, now?: () => number): RoomKnowledge {
	const tell = (facts: RoomFacts): RoomFacts => {
		const why = closedBecause(facts)
		if (!host.signal.aborted) {
			host.roomStatus(roomId(host.account, facts.token), why === undefined ? 'open' : 'closed', why)
		}
		return facts
	}
	const kept = keepByToken(async (token) => tell(await door.room(token)), now)
	let last: Promise<unknown> = Promise.resolve()

	const look = (token: string): void => {
		last = last.then(() => host.signal.aborted ? undefined : kept.of(token))
			.catch((error: unknown) => host.log.debug(`${token} could not be looked at: ${failureOf(error).message}`))
	}
	return {
		of: kept.of,
		forget: kept.forget,
		look,
		changed(token) {
			kept.changed(token)
			look(token)
		},
		refused(token, why) {
			kept.changed(token)
			host.roomStatus(roomId(host.account, token), 'closed', why)
		},
	}
}
