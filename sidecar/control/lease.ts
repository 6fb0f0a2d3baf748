import type { Log } from '../core/log.ts'
import type { Door } from '../door/client.ts'
import type { Lease, LeaseRequest } from '../door/types.ts'
import type { Clock } from '../relay/clock.ts'

import { failureOf } from '../core/failure.ts'
import { sentence } from '../core/sentence.ts'

/** A way to the app, and how people would call it. */
export interface Way { readonly door: Pick<Door, 'lease' | 'over'>, readonly base: string }

/** The one relay: a lease is taken at the first way that answers, and kept. */
export interface Keeper {
	/** Since when, and why, the app can't be reached; undefined while it can. */
	away(): { readonly since: number, readonly why: string } | undefined
	/** Asks at once, not only at the next beat. */
	hurry(): void
	stop(): Promise<void>
}

export interface KeeperParts {
	readonly ways: readonly Way[]
	readonly request: LeaseRequest
	readonly clock: Clock
	readonly log: Log
	/** ms: the first wait after a failure, doubled up to the last. */
	readonly retryFirst: number
	readonly retryAtMost: number
	/** The first way that answered: everything is asked there from now on. */
	readonly taken: (way: Way) => void
	/** The lease holds, and this is the revision of the configuration there. */
	readonly kept: (lease: Lease) => void
	/** It could not be taken or kept this time. */
	readonly missed: () => void
}

const unasked = sentence`it was not asked yet`

/** Begins at once. That it is over is told by the way's own `over`. */
export function keepLease(parts: KeeperParts): Keeper {
	const { ways, clock, log } = parts
	const stopping = new AbortController()
	let hurried = new AbortController()
	let away: ReturnType<Keeper['away']> = { since: clock.now(), why: unasked }
	let chosen: Way | undefined

	/** Once for a while of being away. */
	const tell = (why: string): void => {
		const isNews = away === undefined || away.why === unasked
		away = { since: away?.since ?? clock.now(), why }
		if (isNews) {
			log.warn(`the app can't be reached, what it has to get waits: ${why}`)
		}
	}

	const first = async (): Promise<Lease> => {
		const whys: string[] = []
		for (const way of ways) {
			try {
				const lease = await way.door.lease(parts.request)
				chosen = way
				parts.taken(way)
				log.info(`the app is reached at ${way.base}: lease ${lease.generation}, to be kept every ${lease.heartbeat} s`)
				return lease
			} catch (error) {
				stopping.signal.throwIfAborted()
				whys.push(`${way.base}: ${failureOf(error).message}`)
			}
		}
		throw new Error(whys.join('; '))
	}

	const beat = async (way: Way): Promise<Lease> => {
		const lease = await way.door.lease({ ...parts.request, beat: true })
		if (away !== undefined) {
			log.info('the app is reached again')
		}
		return lease
	}

	const beats = async (): Promise<void> => {
		let wait = parts.retryFirst
		while (!stopping.signal.aborted) {
			hurried = new AbortController()
			let next: number
			try {
				const lease = await (chosen === undefined ? first() : beat(chosen))
				away = undefined
				wait = parts.retryFirst
				next = lease.heartbeat * 1000
				parts.kept(lease)
			} catch (error) {
				if (stopping.signal.aborted || ways.some(({ door }) => door.over.aborted)) {
					return
				}
				tell(failureOf(error).message)
				parts.missed()
				next = wait
				wait = Math.min(wait * 2, parts.retryAtMost)
			}
			await clock.sleep(next, AbortSignal.any([hurried.signal, stopping.signal]))
		}
	}
	const beating = beats()

	return {
		away: () => away,
		hurry: () => hurried.abort(),
		async stop() {
			stopping.abort()
			await beating
		},
	}
}
