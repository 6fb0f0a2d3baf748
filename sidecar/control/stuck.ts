import type { Report } from '../door/types.ts'
import type { Parts } from '../relay/parts.ts'
import type { PlainState } from './plain-state.ts'

import { failureOf } from '../core/failure.ts'

/** Tells the app, once, what has been stuck for a quarter of an hour, and when it moves again: it notifies moderators. */
export interface StuckWatch { stop(): Promise<void> }

export interface StuckParts extends Pick<Parts, 'store' | 'log' | 'clock'> {
	/** How each member of the other side is. */
	readonly members: () => readonly { readonly member: number, readonly state: PlainState }[]
	/** Rejects while the app can't be told. */
	readonly report: (reports: readonly Report[]) => Promise<void>
}

const minute = 60_000
export const stuckAfter = 15 * minute

type Told = Extract<Report, { what: 'stuck' | 'moving' }>

/** What is to be told, given what was: pure. */
export function reportsOf(
	members: ReturnType<StuckParts['members']>,
	told: ReadonlyMap<number, number>,
	now: number,
): readonly Told[] {
	return members.flatMap(({ member, state }): readonly Told[] => {
		const { fault, since, why } = state
		// Paused, or not agreed to: nothing is wrong, and nobody needs to be told.
		if (fault === undefined) {
			return told.has(member) ? [{ what: 'moving', member }] : []
		}
		return told.has(member) || now - since < stuckAfter ? [] : [{ what: 'stuck', member, why, fault, since }]
	})
}

export function watchStuck({ store, log, clock, members, report }: StuckParts): StuckWatch {
	const stopping = new AbortController()

	const round = async (): Promise<void> => {
		const reports = reportsOf(members(), store.notices.stuck(), clock.now())
		if (reports.length === 0) {
			return
		}
		await report(reports)
		await store.commits.share(() => reports.forEach((one) => store.notices.setStuck(one.member, one.what === 'stuck' ? one.since : undefined)))
	}
	const rounds = async (): Promise<void> => {
		while (!stopping.signal.aborted) {
			await clock.sleep(minute, stopping.signal)
			if (!stopping.signal.aborted) {
				await round().catch((error: unknown) => log.debug(`the app is not told yet of what is stuck: ${failureOf(error).message}`))
			}
		}
	}
	const watching = rounds()
	return {
		async stop() {
			stopping.abort()
			await watching
		},
	}
}
