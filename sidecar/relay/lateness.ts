import type { Message } from '../core/event.ts'
import type { Gateway } from '../core/gateway.ts'
import type { Session } from '../core/network.ts'
import type { Delivery } from '../store/outbox.ts'
import type { Parts } from './parts.ts'

import { lateNotice } from '../core/adapt.ts'
import { failureOf } from '../core/failure.ts'
import { partsOf } from '../core/ids.ts'
import { wordsIn } from '../core/languages.ts'
import { keyOf } from '../core/mark.ts'
import { relayAuthor } from './alarm.ts'

/** Far above any number of parts that a message can have. */
const noticePart = 999_999

/**
 * Before the first of those messages that come more than pace.lateAfter late: one small notice, how many, from when to when.
 * It is written down before it is sent, so it comes at most once, and it never holds up what it announces. Where surely nothing was sent,
 * it is said with the next attempt: a room that is away becomes late while it is. When a message happened is told by its server's clock,
 * which may be minutes off ours: what each of the last ones took to be heard is taken for that, and for no delay.
 */
export async function announceLateness(
	parts: Parts,
	delivery: Delivery,
	message: Message,
	session: Session,
	{ language }: Pick<Gateway, 'language'>,
): Promise<void> {
	const { store, clock, pace, log } = parts
	const latest = clock.now() - pace.lateAfter
	if (message.at >= latest || delivery.id <= store.states.lateUpto(delivery.room)) {
		return
	}
	const then = latest - Math.max(0, store.events.delay(delivery.event))
	if (message.at >= then) {
		return
	}
	const { count, upto, from, to } = store.outbox.late(delivery.room, then)
	const before = store.states.lateUpto(delivery.room)
	await store.commits.share(() => store.states.setLateUpto(delivery.room, Math.max(upto, delivery.id)))
	try {
		await session.send({
			key: keyOf(store.word, delivery.id, noticePart),
			address: partsOf(delivery.room).address,
			nick: '',
			author: relayAuthor,
			text: lateNotice(count, from, to, wordsIn(language)),
			files: [],
			silent: true,
			at: clock.now(),
			mentionEveryone: false,
			notice: true,
		})
	} catch (error) {
		const failure = failureOf(error)
		if (failure.left === 'nothing' && failure.verdict.then === 'retry') {
			await store.commits.share(() => store.states.setLateUpto(delivery.room, before))
			return
		}
		log.warn(`${delivery.room}: could not say that ${count} messages come late: ${failure.message}`)
	}
}
