import type { Ref } from 'vue'
import type { HistoryMinute } from '../types.ts'

import { ref } from 'vue'
import * as api from '../api.ts'
import { usePolling } from './usePolling.ts'

/** Messages and delivery times of the last hour, read anew while somebody looks. */
export function useHistory(): Readonly<Ref<readonly HistoryMinute[] | undefined>> {
	const minutes = ref<readonly HistoryMinute[]>()
	usePolling({
		async look() {
			minutes.value = (await api.getHistory()).minutes
		},
		every: 10_000,
		longest: 60_000,
	})
	return minutes
}
