import type { Kept } from '../../talk/kept.ts'
import type { TalkParticipant, TalkUser } from '../../talk/types.ts'
import type { TalkApi } from './api.ts'

import { keepByToken } from '../../talk/kept.ts'

/** Who takes part where, for mentions: asked rarely, kept for a while, and never in the way of a message. */
export interface People extends Kept<readonly TalkParticipant[]> {
	/** Whose login this is. Throws a Failure. */
	me(): Promise<TalkUser>
}

/** `now` gives ms since 1970. */
export function openPeople(api: Pick<TalkApi, 'participants' | 'user'>, now?: () => number): People {
	let whoami: Promise<TalkUser> | undefined
	return {
		...keepByToken((token) => api.participants(token), now),
		me() {
			whoami ??= api.user().catch((error: unknown) => {
				whoami = undefined
				throw error
			})
			return whoami
		},
	}
}
