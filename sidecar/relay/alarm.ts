import type { Author, ChatEvent } from '../core/event.ts'
import type { MessageId, RoomId } from '../core/ids.ts'
import type { Session } from '../core/network.ts'
import type { Parts } from './parts.ts'
import type { Rests } from './rests.ts'

import { failureOf } from '../core/failure.ts'
import { partsOf, personId } from '../core/ids.ts'

/** Who speaks when the relay itself does. */
export const relayAuthor: Author = { id: personId('relay'), name: 'Talk Relay', login: 'relay' }

/** ⏳ has not arrived everywhere for a while; ⚠️ could not be delivered. Every client shows a reaction. */
const waitingSign = '⏳'
const asideSign = '⚠️'

/** More signs than this at a time would be a burden for the source's server, and tell nobody more. */
const mostSigns = 50

interface Sign { readonly room: RoomId, readonly message: MessageId, readonly emoji: string }

const keyFor = (sign: Sign): string => `${sign.room} ${sign.message} ${sign.emoji}`

type SignParts = Pick<Parts, 'store'> & { readonly sessionOf: (room: RoomId) => Session | undefined }

const standing = ({ store }: Pick<Parts, 'store'>): readonly Sign[] => store.reactions.placedWith([waitingSign, asideSign])

/** People of other rooms gave this very sign: then it is theirs. */
function isPeoples({ store }: Pick<Parts, 'store'>, sign: Sign): boolean {
	const known = store.copies.originOf(sign.room, sign.message)
	return known !== undefined && store.reactions.elsewhere(known.origin, sign.emoji, sign.room).length > 0
}

/** By nobody: it is taken away. False where there is nobody to ask. */
async function set({ store, sessionOf }: SignParts, sign: Sign, by: readonly Author[]): Promise<boolean> {
	const session = sessionOf(sign.room)
	if (session?.sign === undefined && session?.react === undefined) {
		return false
	}
	const { address } = partsOf(sign.room)
	const ask = async (): Promise<'done' | 'cannot' | undefined> => session.sign === undefined
		? session.react?.(address, sign.message, sign.emoji, by)
		: session.sign(address, sign.message, sign.emoji, by.length > 0)
	const unplace = () => store.commits.share(() => store.reactions.unplace(sign.room, sign.message, sign.emoji))
	// By a relay before this one, or for people.
	const wasPlaced = store.reactions.isPlaced(sign.room, sign.message, sign.emoji)
	if (by.length > 0) {
		await store.commits.share(() => store.reactions.place(sign.room, sign.message, sign.emoji))
	}
	try {
		if (await ask() === 'cannot' || by.length === 0) {
			await unplace()
		}
		return true
	} catch (error) {
		// Surely not there: the next round begins anew.
		if (by.length > 0 && !wasPlaced && failureOf(error).left === 'nothing') {
			await unplace()
		}
		throw error
	}
}

/** Takes the relay's signs away from rooms that are left for good: nobody is there to do it afterwards. What fails is only logged. */
export async function takeSigns(parts: SignParts & Pick<Parts, 'log'>, leaving: (room: RoomId) => boolean): Promise<void> {
	const ours = standing(parts).filter((sign) => leaving(sign.room) && !isPeoples(parts, sign))
	await Promise.all(ours.map((sign) => set(parts, sign, [])
		.catch((error: unknown) => parts.log.warn(`${sign.room}: ${sign.emoji} could not be taken away: ${failureOf(error).message}`))))
}

/**
 * Lets authors see what has not arrived: now and then it compares the signs that stand with those that should, and mends the
 * difference. What fails is tried at the next round.
 */
export function watchDeliveries(parts: Parts & Pick<SignParts, 'sessionOf'> & { readonly rests: Rests }): { stop(): void } {
	const { store, clock, pace, log, rests } = parts
	const stopping = new AbortController()
	/** Asked for with a certain outcome. What a relay before this one set may be there or not: it is set anew, which is harmless. */
	const settled = new Set<string>()

	const due = (): readonly Sign[] => {
		const signOf = (event: ChatEvent, emoji: string): readonly Sign[] => event.kind === 'message' ? [{ room: event.room, message: event.id, emoji }] : []
		const asides = store.outbox.asides().slice(-mostSigns).flatMap((delivery) => {
			const body = store.events.body(delivery.event)
			return body === undefined ? [] : signOf(body.event, asideSign)
		})
		const waiting = store.outbox.overdue(clock.now() - pace.waitingAfter, mostSigns).flatMap((event) => {
			const body = store.events.body(event)
			return body === undefined ? [] : signOf(body.event, waitingSign)
		})
		return [...asides, ...waiting]
	}

	const round = async (): Promise<void> => {
		const wanted = due()
		const there = standing(parts)
		const wantedKeys = new Set(wanted.map(keyFor))
		const standingKeys = new Set(there.map(keyFor))
		for (const key of settled) {
			if (!wantedKeys.has(key) && !standingKeys.has(key)) {
				settled.delete(key)
			}
		}
		const changes = [
			...there.filter((sign) => !wantedKeys.has(keyFor(sign)) && !isPeoples(parts, sign)).map((sign) => ({ sign, by: [] })),
			...wanted.filter((sign) => !settled.has(keyFor(sign))).map((sign) => ({ sign, by: [relayAuthor] })),
		]
		for (const { sign, by } of changes) {
			if (!stopping.signal.aborted && rests.mayAsk(sign.room)) {
				await rests.asking(sign.room, () => set(parts, sign, by))
					.then((asked) => asked && by.length > 0 ? settled.add(keyFor(sign)) : settled.delete(keyFor(sign)))
					.catch((error: unknown) => log.debug(`${sign.room}: ${sign.emoji} not set: ${failureOf(error).message}`))
			}
		}
	}

	const rounds = async (): Promise<void> => {
		while (!stopping.signal.aborted) {
			await clock.sleep(pace.waitingAfter / 4, stopping.signal)
			await round().catch((error: unknown) => log.error(`could not look for late deliveries: ${String(error)}`))
		}
	}
	void rounds()
	return { stop: () => stopping.abort() }
}
