import type { Report } from '../door/types.ts'
import type { Parts } from '../relay/parts.ts'
import type { PlainState } from './plain-state.ts'

import { failureOf } from '../core/failure.ts'
import { reportsOf } from './stuck.ts'

/**
 * Tells the app what it can't see by itself: what has been stuck for a quarter of an hour, and when it moves again (it notifies
 * moderators), and what the other side's rooms are called now.
 */
export interface MembersWatch { stop(): Promise<void> }

export interface WatchedMember {
	readonly member: number
	readonly state: PlainState
	/** What its room is called; undefined while that is not known. */
	readonly name: string | undefined
}

export interface MembersWatchParts extends Pick<Parts, 'store' | 'log' | 'clock'> {
	/** Those of the other side. */
	readonly members: () => readonly WatchedMember[]
	/** Rejects while the app can't be told. */
	readonly report: (reports: readonly Report[]) => Promise<void>
}

const every = 60_000

/** What is called otherwise than was told last. Pure. */
export function namesOf(members: readonly Pick<WatchedMember, 'member' | 'name'>[], told: ReadonlyMap<number, string>): readonly Extract<Report, { what: 'named' }>[] {
	return members.flatMap(({ member, name }) => name === undefined || name === '' || told.get(member) === name ? [] : [{ what: 'named', member, name }])
}

export function watchMembers({ store, log, clock, members, report }: MembersWatchParts): MembersWatch {
	const stopping = new AbortController()
	// Told anew after each start: the app changes nothing where it knows.
	const names = new Map<number, string>()

	const round = async (): Promise<void> => {
		const all = members()
		const stuck = reportsOf(all, store.notices.stuck(), clock.now())
		const named = namesOf(all, names)
		if (stuck.length + named.length === 0) {
			return
		}
		await report([...stuck, ...named])
		named.forEach((one) => names.set(one.member, one.name))
		await store.commits.share(() => stuck.forEach((one) => store.notices.setStuck(one.member, one.what === 'stuck' ? one.since : undefined)))
	}
	const rounds = async (): Promise<void> => {
		while (!stopping.signal.aborted) {
			await clock.sleep(every, stopping.signal)
			if (!stopping.signal.aborted) {
				await round().catch((error: unknown) => log.debug(`the app is not told yet how its members are: ${failureOf(error).message}`))
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
