import type { Ref } from 'vue'
import type { Trouble } from '../trouble.ts'
import type { MemberLife, RoomState } from '../types.ts'

import { ref } from 'vue'
import * as api from '../api.ts'
import { troubleOf } from '../trouble.ts'
import { usePolling } from './usePolling.ts'

export interface Live {
	readonly state: Readonly<Ref<RoomState | undefined>>
	/** Why what is shown may be old. */
	readonly stale: Readonly<Ref<Trouble | undefined>>
	/** Why a message could not be settled. */
	readonly trouble: Readonly<Ref<Trouble | undefined>>
	lifeOf(member: number): MemberLife | undefined
	now(): void
	/** Sends one message again, or gives it up. It vanishes at once, and comes back if that failed. */
	settle(aside: number, action: 'retry' | 'discard'): Promise<void>
}

/** How the members of a conversation do, at most three seconds old while somebody looks. */
export function useRoomState(token: string): Live {
	const state = ref<RoomState>()
	const stale = ref<Trouble>()
	const trouble = ref<Trouble>()

	async function look(signal: AbortSignal): Promise<void> {
		try {
			state.value = await api.getState(token, signal)
			stale.value = undefined
		} catch (error) {
			const found = troubleOf(error)
			stale.value = found.kind === 'cancelled' ? stale.value : found
			throw error
		}
	}
	const { now } = usePolling({ look, every: 3000, longest: 60_000 })

	async function settle(aside: number, action: 'retry' | 'discard'): Promise<void> {
		trouble.value = undefined
		if (state.value) {
			state.value = { ...state.value, asides: state.value.asides.filter(({ id }) => id !== aside) }
		}
		try {
			await api.settleAside(token, aside, action)
		} catch (error) {
			const found = troubleOf(error)
			// Somebody else has settled it meanwhile.
			trouble.value = found.kind === 'missing' ? undefined : found
		} finally {
			now()
		}
	}

	return { state, stale, trouble, now, settle, lifeOf: (member) => state.value?.members.find(({ id }) => id === member) }
}
