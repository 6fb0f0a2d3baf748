import type { Ref } from 'vue'
import type { Trouble } from '../trouble.ts'
import type { AdminSettings, AdminState, NetworkForm } from '../types.ts'
import type { Task } from './useTask.ts'

import { ref } from 'vue'
import * as api from '../api.ts'
import { troubleOf } from '../trouble.ts'
import { usePolling } from './usePolling.ts'
import { useTask } from './useTask.ts'

export interface Admin {
	readonly settings: Readonly<Ref<AdminSettings | undefined>>
	readonly state: Readonly<Ref<AdminState | undefined>>
	/** All that the relay knows, or knew when it was away last; empty where it has never been asked. */
	readonly networks: Readonly<Ref<readonly NetworkForm[]>>
	readonly refused: Readonly<Ref<Trouble | undefined>>
	/** Why the last change did not happen; what is shown is as it was. */
	readonly trouble: Ref<Trouble | undefined>
	readonly steering: Task
	load(): Promise<void>
	save(change: Partial<AdminSettings>): Promise<boolean>
	steer(action: 'start' | 'stop' | 'restart'): Promise<void>
	fetchRuntime(): Promise<void>
	/** Looks at the relay's state at once. */
	now(): void
}

/** What the administrator sets, and the relay's state as long as somebody looks. */
export function useAdmin(): Admin {
	const settings = ref<AdminSettings>()
	const state = ref<AdminState>()
	const networks = ref<readonly NetworkForm[]>([])
	const refused = ref<Trouble>()
	const trouble = ref<Trouble>()
	const steering = useTask()

	const { now } = usePolling({
		async look() {
			state.value = await api.getAdminState()
			if (networks.value.length === 0) {
				networks.value = await knownNetworks()
			}
		},
		every: 3000,
		longest: 30_000,
	})

	/** The server keeps what the relay said last; until one has said anything there is nothing to show, and nothing wrong. */
	async function knownNetworks(): Promise<readonly NetworkForm[]> {
		try {
			return await api.getAllNetworks()
		} catch (error) {
			if (troubleOf(error).kind === 'relay') {
				return []
			}
			throw error
		}
	}

	async function load(): Promise<void> {
		try {
			settings.value = await api.getAdminSettings()
			refused.value = undefined
		} catch (error) {
			refused.value = troubleOf(error)
		}
	}

	/** What went wrong before is no longer told of when something else begins. */
	function begin(): void {
		trouble.value = undefined
		steering.trouble.value = undefined
	}

	async function save(change: Partial<AdminSettings>): Promise<boolean> {
		const before = settings.value
		if (!before) {
			return false
		}
		begin()
		settings.value = { ...before, ...change }
		try {
			settings.value = await api.putAdminSettings(change)
			now()
			return true
		} catch (error) {
			const found = troubleOf(error)
			trouble.value = found.kind === 'cancelled' ? undefined : found
			settings.value = before
			return false
		}
	}

	return {
		settings,
		state,
		networks,
		refused,
		trouble,
		steering,
		load,
		save,
		now,
		async steer(action) {
			begin()
			state.value = await steering.run(() => api.steerRelay(action)) ?? state.value
			now()
		},
		async fetchRuntime() {
			begin()
			state.value = await steering.run(() => api.fetchRuntime()) ?? state.value
		},
	}
}
