import type { TalkApi } from './api.ts'
import type { Where } from './refusals.ts'

import { Failure, failureOf } from '../../core/failure.ts'
import { sentence } from '../../core/sentence.ts'
import { writingForbidden } from './capabilities.ts'
import { roomRefusal } from './refusals.ts'

/**
 * Why a write was refused, if the whole conversation is closed to us: Talk's 403 and 404 don't tell, so its room is looked at.
 * undefined: the room is open, the refusal concerns the message alone. Never throws.
 */
export async function whyClosed(api: Pick<TalkApi, 'room'>, status: number, where: Where): Promise<Failure | undefined> {
	if (status !== 403 && status !== 404) {
		return roomRefusal(status, where)
	}
	try {
		const room = await api.room(where.token)
		const why = writingForbidden(room)
		return why === undefined
			? undefined
			: new Failure({ then: 'closeRoom' }, sentence`nothing can be written in “${room.displayName}” (${where.token}) on ${where.host}: ${why}`)
	} catch (error) {
		return failureOf(error)
	}
}
