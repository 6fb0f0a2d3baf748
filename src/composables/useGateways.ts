import type { Ref } from 'vue'
import type { Trouble } from '../trouble.ts'
import type { AdminGateway } from '../types.ts'

import { ref } from 'vue'
import * as api from '../api.ts'
import { troubleOf } from '../trouble.ts'

export interface Gateways {
	readonly gateways: Readonly<Ref<readonly AdminGateway[] | undefined>>
	readonly trouble: Readonly<Ref<Trouble | undefined>>
	load(): Promise<void>
	pause(id: string, paused: boolean): Promise<void>
	end(id: string): Promise<void>
}

/** All federated conversations, for an administrator. A change is shown at once and taken back if the server refuses it. */
export function useGateways(): Gateways {
	const gateways = ref<readonly AdminGateway[]>()
	const trouble = ref<Trouble>()

	async function load(): Promise<void> {
		try {
			gateways.value = await api.getGateways()
			trouble.value = undefined
		} catch (error) {
			trouble.value = troubleOf(error)
		}
	}

	async function risk(next: (all: readonly AdminGateway[]) => readonly AdminGateway[], call: () => Promise<unknown>): Promise<void> {
		const before = gateways.value
		gateways.value = next(before ?? [])
		try {
			await call()
			trouble.value = undefined
		} catch (error) {
			gateways.value = before
			trouble.value = troubleOf(error)
		}
	}

	return {
		gateways,
		trouble,
		load,
		pause: (id, paused) => risk(
			(all) => all.map((one) => one.id === id ? { ...one, paused } : one),
			() => api.pauseGateway(id, paused),
		),
		end: (id) => risk((all) => all.filter((one) => one.id !== id), () => api.endGatewayAsAdmin(id)),
	}
}
