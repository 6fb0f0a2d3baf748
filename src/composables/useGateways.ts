import type { Ref } from 'vue'
import type { Trouble } from '../trouble.ts'
import type { AdminGateway } from '../types.ts'

import { computed, ref } from 'vue'
import * as api from '../api.ts'
import { troubleOf } from '../trouble.ts'
import { usePolling } from './usePolling.ts'

type Change = (all: readonly AdminGateway[]) => readonly AdminGateway[]

export interface Gateways {
	readonly gateways: Readonly<Ref<readonly AdminGateway[] | undefined>>
	/** Why the last change did not happen; what is shown is as it was. */
	readonly trouble: Readonly<Ref<Trouble | undefined>>
	/** Why what is shown may be old. */
	readonly stale: Readonly<Ref<Trouble | undefined>>
	now(): void
	pause(id: string, paused: boolean): Promise<void>
	end(id: string): Promise<void>
}

/**
 * All federated conversations, for an administrator, at most three seconds old while somebody looks. A change is shown at once and taken
 * back if the server refuses it; what is read meanwhile does not undo it.
 */
export function useGateways(): Gateways {
	const read = ref<readonly AdminGateway[]>()
	const changing = ref<readonly Change[]>([])
	const trouble = ref<Trouble>()
	const stale = ref<Trouble>()

	async function look(signal: AbortSignal): Promise<void> {
		try {
			read.value = await api.getGateways(signal)
			stale.value = undefined
		} catch (error) {
			const found = troubleOf(error)
			stale.value = found.kind === 'cancelled' ? stale.value : found
			throw error
		}
	}
	const { now } = usePolling({ look, every: 3000, longest: 30_000 })

	async function risk(change: Change, call: () => Promise<unknown>): Promise<void> {
		changing.value = [...changing.value, change]
		trouble.value = undefined
		try {
			await call()
			read.value = read.value && change(read.value)
		} catch (error) {
			trouble.value = troubleOf(error)
		} finally {
			changing.value = changing.value.filter((one) => one !== change)
			// Ends a look that may have begun before the change, and would show what was.
			now()
		}
	}

	return {
		gateways: computed(() => read.value && changing.value.reduce((all, change) => change(all), read.value)),
		trouble,
		stale,
		now,
		pause: (id, paused) => risk(
			(all) => all.map((one) => one.id === id ? { ...one, paused } : one),
			() => api.pauseGateway(id, paused),
		),
		end: (id) => risk((all) => all.filter((one) => one.id !== id), () => api.endGatewayAsAdmin(id)),
	}
}
