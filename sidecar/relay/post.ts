import type { MessageId, Origin, RoomId } from '../core/ids.ts'
import type { Letter, Session } from '../core/network.ts'
import type { Delivery } from '../store/outbox.ts'
import type { Parts } from './parts.ts'
import type { Spool } from './spool.ts'

import { Failure, failureOf } from '../core/failure.ts'
import { keyOf } from '../core/mark.ts'
import { release } from './release.ts'

/** Sends letters of one delivery so that each arrives once, and writes down that they did. */
export interface Post {
	key(delivery: Delivery, part: number): string
	/**
	 * Sends what has not been sent yet of these letters. Where an earlier attempt may have left the next one at the target, it is looked
	 * for first. `linkOf` says which copy the letter's message is; undefined for what nobody will refer to.
	 */
	sendAll(delivery: Delivery, letters: readonly Letter[], linkOf: (letter: Letter, index: number) => CopyLink | undefined): Promise<void>
	/** Writes down that the delivery has arrived, with whatever else belongs to it, and begins the room's next one. */
	finish(delivery: Delivery, also?: () => unknown): Promise<void>
	/** Whether it is still unknown what an earlier attempt left: then nothing may be sent without a look-up. */
	isSuspect(): boolean
}

export interface CopyLink { readonly origin: Origin | undefined, readonly part: number }

interface Finished { readonly files: readonly string[], readonly next: number | undefined }

export interface PostParts extends Parts {
	readonly spool: Spool
	readonly session: Session
	readonly signal: AbortSignal
	/** Whether the attempt that is marked as begun may have left something at the target. */
	readonly suspect: boolean
	readonly linked: (room: RoomId, message: MessageId) => readonly RoomId[]
	readonly wake: (room: RoomId) => void
	/** Called with the id of the delivery that `finish` has begun for the room. */
	readonly begun: (delivery: number) => void
}

/** A letter may become several messages: those after the first have numbers that no letter has, even or odd as its own is. */
const partOfLetter = (part: number, place: number): number => part + place * 100_000

/** A look-up that fails leaves the earlier attempt as unknown as it was. */
function stillUnknown(error: unknown): never {
	const failure = failureOf(error)
	throw new Failure(failure.verdict, failure.message, { left: 'unknown', cause: error })
}

export function openPost(parts: PostParts): Post {
	const { store, clock, pace, session, signal, spool, counters, log } = parts
	let suspect = parts.suspect

	/** The database says no (the disk is full): what was sent must not be sent again, so it is written as soon as that is possible. */
	const surely = async <T>(work: () => T): Promise<T> => {
		for (let wait = pace.retryFirst; ; wait = Math.min(wait * 2, pace.retryAtMost)) {
			try {
				return await store.commits.share(work)
			} catch (error) {
				if (signal.aborted) {
					throw error
				}
				log.error(`the state can't be written, trying again: ${String(error)}`)
				await clock.sleep(wait, signal)
			}
		}
	}

	/** Asks the target for the key until the last of the look-ups; what is not there then will not come. */
	const lookUp = async (delivery: Delivery, letter: Letter, since: number): Promise<readonly MessageId[] | undefined> => {
		if (session.find === undefined) {
			return undefined
		}
		for (const after of pace.lookUps) {
			const last = after === pace.lookUps.at(-1)
			const wait = Math.min((delivery.begun ?? 0) + after - clock.now(), after)
			if (wait <= 0 && !last && (delivery.begun ?? 0) + (pace.lookUps.at(-1) ?? 0) <= clock.now()) {
				continue
			}
			await clock.sleep(wait, signal)
			signal.throwIfAborted()
			counters.lookedUp += 1
			const found = await session.find(letter.address, letter.key, since).catch(stillUnknown)
			if (found !== undefined) {
				return found
			}
		}
		return undefined
	}

	const finishWithin = (delivery: Delivery, also?: () => unknown): Finished => {
		also?.()
		store.outbox.done(delivery.id)
		const files = release(store, [delivery.event])
		const next = store.outbox.head(delivery.room)
		if (next === undefined || next.begun !== undefined) {
			return { files, next: undefined }
		}
		store.outbox.begin(next.id, clock.now())
		return { files, next: next.id }
	}

	const finish: Post['finish'] = async (delivery, also) => {
		const { files, next } = await surely(() => finishWithin(delivery, also))
		spool.discard(files)
		if (next !== undefined) {
			parts.begun(next)
		}
	}

	const sendOne = async (delivery: Delivery, letter: Letter): Promise<readonly MessageId[] | undefined> => {
		if (suspect && !delivery.cancelled && session.repeat !== undefined) {
			const ids = await session.repeat(letter)
			suspect = false
			return ids
		}
		if (suspect) {
			const found = await lookUp(delivery, letter, delivery.begun ?? clock.now())
			suspect = false
			if (found !== undefined) {
				return found
			}
			await surely(() => {
				store.outbox.failed(delivery.id, 'not found at the target', undefined)
				store.outbox.begin(delivery.id, clock.now())
			})
		}
		return delivery.cancelled ? undefined : session.send(letter)
	}

	return {
		key: (delivery, part) => keyOf(store.word, delivery.id, part),
		finish,
		isSuspect: () => suspect,
		async sendAll(delivery, letters, linkOf) {
			for (const [index, letter] of letters.entries()) {
				if (index < delivery.parts) {
					continue
				}
				const ids = await sendOne(delivery, letter)
				if (ids === undefined) {
					break
				}
				let woken: readonly RoomId[] = []
				const link = (): void => {
					const copy = linkOf(letter, index)
					if (copy?.origin !== undefined) {
						const { origin, part } = copy
						ids.forEach((id, place) => store.copies.link(origin, delivery.room, partOfLetter(part, place), id, false))
						woken = ids.flatMap((id) => parts.linked(delivery.room, id))
					}
				}
				if (index === letters.length - 1) {
					await finish(delivery, link)
					return woken.forEach(parts.wake)
				}
				await surely(() => {
					link()
					store.outbox.advance(delivery.id, index + 1, clock.now())
				})
				woken.forEach(parts.wake)
			}
			return finish(delivery)
		},
	}
}
