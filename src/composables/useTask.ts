import type { Ref } from 'vue'
import type { Trouble } from '../trouble.ts'

import { ref } from 'vue'
import { troubleOf } from '../trouble.ts'

export interface Task {
	readonly busy: Readonly<Ref<boolean>>
	/** Why the last run failed. */
	readonly trouble: Ref<Trouble | undefined>
	/** Runs; answers what it gave, or undefined if it failed. Only the newest run is told of. */
	run<T>(work: () => Promise<T>): Promise<T | undefined>
}

/** Something that a person starts: whether it is under way, and why it failed. */
export function useTask(): Task {
	const busy = ref(false)
	const trouble = ref<Trouble>()
	let newest = 0

	async function run<T>(work: () => Promise<T>): Promise<T | undefined> {
		const mine = ++newest
		busy.value = true
		trouble.value = undefined
		try {
			return await work()
		} catch (error) {
			const found = troubleOf(error)
			if (mine === newest && found.kind !== 'cancelled') {
				trouble.value = found
			}
			return undefined
		} finally {
			if (mine === newest) {
				busy.value = false
			}
		}
	}

	return { busy, trouble, run }
}
