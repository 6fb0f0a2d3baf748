import type { Report } from '../door/types.ts'
import type { PlainState } from './plain-state.ts'

const minute = 60_000
export const stuckAfter = 15 * minute

type Told = Extract<Report, { what: 'stuck' | 'moving' }>

/** What is stuck for a quarter of an hour, and what moves again: each is told once, given what was told (since when, by member). Pure. */
export function reportsOf(
	members: readonly { readonly member: number, readonly state: PlainState }[],
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
