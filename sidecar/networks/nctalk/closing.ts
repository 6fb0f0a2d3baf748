import type { TalkApi } from './api.ts'
import type { Answer } from './client.ts'
import type { Where } from './refusals.ts'

import { Failure, failureOf } from '../../core/failure.ts'
import { sentence } from '../../core/sentence.ts'
import { writingForbidden } from './capabilities.ts'
import { errorWord, roomRefusal } from './refusals.ts'

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

/** Whether an answer may mean the whole room: with a word of Talk's own it concerns the message. */
const saysClosed = (answer: Answer): boolean => [403, 404].includes(answer.status) && errorWord(answer) === undefined

/**
 * Asks, and asks again, once, where the answer says that the room is closed and the room says that it is not: the account was let in
 * again between the two. Throws a Failure where the room is closed.
 */
export async function settled(api: Pick<TalkApi, 'room'>, where: Where, ask: () => Promise<Answer>, closed = saysClosed): Promise<Answer> {
	const answer = await ask()
	if (!closed(answer)) {
		return answer
	}
	const why = await whyClosed(api, answer.status, where)
	if (why) {
		throw why
	}
	return ask()
}
