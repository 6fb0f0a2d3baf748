import type { Failure } from '../core/failure.ts'
import type { AccountId, MessageId, RoomId } from '../core/ids.ts'
import type { Session } from '../core/network.ts'
import type { Delivery } from '../store/outbox.ts'
import type { Gate } from './gates.ts'
import type { Parts } from './parts.ts'
import type { Post } from './post.ts'
import type { Spool } from './spool.ts'

import { failureOf } from '../core/failure.ts'
import { partsOf } from '../core/ids.ts'
import { gate } from './gates.ts'
import { openPost } from './post.ts'
import { release } from './release.ts'

/** One walk per target room, first in first out; rooms don't wait for each other. */
export interface Courier {
	/** Something may wait for this room. */
	wake(room: RoomId): void
	/** Something has changed for the better there: what waits is tried at once. */
	hurry(subject: RoomId | AccountId): void
	/** Resolves when every walk has ended its present attempt. */
	stop(): Promise<void>
}

export interface CourierParts extends Parts {
	readonly spool: Spool
	/** The session that writes to this room; undefined while its account is not configured. */
	readonly sessionOf: (room: RoomId) => Session | undefined
	/** Does one delivery to its end through `post`; throws a Failure. */
	readonly perform: (delivery: Delivery, session: Session, post: Post) => Promise<void>
	/** A message turned out to be a copy. Runs in the transaction that writes that down; returns the rooms that have to be woken then. */
	readonly linked: (room: RoomId, message: MessageId) => readonly RoomId[]
	/** What could not be delivered: for the log, the state and the author. */
	readonly failed: (delivery: Delivery, failure: Failure) => void
}

export function openCourier(parts: CourierParts): Courier {
	const { store, clock, pace, counters } = parts
	const stopping = new AbortController()
	const walks = new Map<RoomId, Promise<void>>()
	const wokenAgain = new Set<RoomId>()
	const accountGates = new Map<AccountId, Gate>()
	const roomGates = new Map<RoomId, Gate>()
	const naps = new Map<RoomId, AbortController>()

	const gateFor = <K>(gates: Map<K, Gate>, key: K): Gate => {
		const known = gates.get(key) ?? gate(clock, pace.probes)
		gates.set(key, known)
		return known
	}

	const nap = async (room: RoomId, ms: number): Promise<void> => {
		const waking = new AbortController()
		naps.set(room, waking)
		await clock.sleep(ms, AbortSignal.any([waking.signal, stopping.signal]))
		naps.delete(room)
	}

	const backOff = (attempts: number): number => {
		const longest = Math.min(pace.retryFirst * 2 ** Math.min(attempts, 20), pace.retryAtMost)
		return longest * (0.5 + clock.random() / 2)
	}

	const setAside = async (delivery: Delivery, failure: Failure): Promise<void> => {
		await store.commits.share(() => store.outbox.setAside(delivery.id, failure.message, clock.now()))
		counters.setAside += 1
	}

	const failed = async (delivery: Delivery, failure: Failure, unknown: boolean): Promise<void> => {
		const { verdict } = failure
		parts.failed(delivery, failure)
		if (verdict.then === 'drop') {
			return setAside(delivery, failure)
		}
		counters.failed += 1
		if (verdict.then === 'closeRoom') {
			gateFor(roomGates, delivery.room).close()
		} else if (verdict.then === 'closeAccount') {
			gateFor(accountGates, partsOf(delivery.room).account).close()
		}
		// Read anew: letters that arrived before this one failed have moved on when it began.
		const begun = unknown ? (store.outbox.head(delivery.room)?.begun ?? clock.now()) : undefined
		await store.commits.share(() => store.outbox.failed(delivery.id, failure.message, begun))
		if (verdict.then === 'retry') {
			await nap(delivery.room, verdict.afterMs ?? backOff(delivery.attempts))
		}
	}

	/** Takes what waits for a room that is gone from the configuration, or was deleted at its source before it was sent. */
	const letGo = async (delivery: Delivery): Promise<void> => {
		const files = await store.commits.share(() => {
			store.outbox.done(delivery.id)
			return release(store, [delivery.event])
		})
		parts.spool.discard(files)
	}

	/** One attempt at the room's head. `fresh` is the delivery that this walk itself has begun, so nothing of it can be at the target. */
	const attempt = async (room: RoomId, fresh: number | undefined): Promise<number | undefined> => {
		const accountGate = gateFor(accountGates, partsOf(room).account)
		const roomGate = gateFor(roomGates, room)
		// Read anew: while a gate was closed, the account may have got another login, or the message may have been deleted.
		const session = parts.sessionOf(room)
		const head = store.outbox.head(room)
		if (session === undefined || head?.begun === undefined) {
			accountGate.open()
			roomGate.open()
			return fresh
		}
		let next: number | undefined
		const post = openPost({
			...parts,
			session,
			signal: stopping.signal,
			wake,
			suspect: head.id !== fresh,
			begun: (id) => {
				next = id
			},
		})
		try {
			await parts.perform(head, session, post)
			accountGate.open()
			roomGate.open()
			counters.delivered += 1
		} catch (error) {
			const failure = failureOf(error)
			if (failure.verdict.then !== 'closeAccount') {
				accountGate.open()
			}
			if (failure.verdict.then !== 'closeRoom') {
				roomGate.open()
			}
			await failed(head, failure, failure.left === 'unknown' || post.isSuspect())
		}
		return next
	}

	const walk = async (room: RoomId): Promise<void> => {
		let fresh: number | undefined
		while (!stopping.signal.aborted) {
			const head = store.outbox.head(room)
			if (head === undefined || parts.sessionOf(room) === undefined) {
				return
			}
			if (head.cancelled && head.begun === undefined) {
				await letGo(head)
				continue
			}
			if (head.begun === undefined) {
				fresh = await store.commits.share(() => store.outbox.begin(head.id, clock.now())) ? head.id : undefined
				continue
			}
			// The room first: whoever is let through to probe an account must not then wait for a room.
			if (await gateFor(roomGates, room).pass(stopping.signal)
				&& await gateFor(accountGates, partsOf(room).account).pass(stopping.signal)) {
				fresh = await attempt(room, fresh)
			}
		}
		if (fresh !== undefined) {
			// Begun, but never tried: the next start need not look for it.
			const id = fresh
			await store.commits.share(() => store.outbox.failed(id, '', undefined))
		}
	}

	const start = (room: RoomId): void => {
		const walking = walk(room).catch(async (error: unknown) => {
			// The database refused a write (disk full): nothing is lost, the walk begins again.
			parts.log.error(`${room}: ${String(error)}`)
			await clock.sleep(pace.retryFirst, stopping.signal)
			wokenAgain.add(room)
		}).finally(() => {
			walks.delete(room)
			// What was accepted in the very moment in which the walk ended.
			if (wokenAgain.delete(room) && !stopping.signal.aborted) {
				start(room)
			}
		})
		walks.set(room, walking)
	}

	function wake(room: RoomId): void {
		if (walks.has(room)) {
			wokenAgain.add(room)
		} else if (!stopping.signal.aborted) {
			start(room)
		}
	}

	return {
		wake,
		hurry(subject) {
			for (const [account, closed] of accountGates) {
				if (account === subject) {
					closed.hurry()
				}
			}
			for (const [room, closed] of roomGates) {
				if (room === subject || partsOf(room).account === subject) {
					closed.hurry()
				}
			}
			for (const [room, napping] of naps) {
				if (room === subject || partsOf(room).account === subject) {
					napping.abort()
				}
			}
		},
		async stop() {
			stopping.abort()
			await Promise.all(walks.values())
		},
	}
}
