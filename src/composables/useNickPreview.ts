import type { Ref } from 'vue'

import { onScopeDispose, ref, watch } from 'vue'
import * as api from '../api.ts'

/** What a nick format makes of a name, asked a moment after the last key; undefined until it is known, or while the relay is away. */
export function useNickPreview(
	token: string,
	account: () => number,
	format: Readonly<Ref<string>>,
	delay = 300,
): Readonly<Ref<string | undefined>> {
	const shown = ref<string>()
	let timer: number | undefined
	let under: AbortController | undefined

	async function look(): Promise<void> {
		under?.abort()
		const control = new AbortController()
		under = control
		try {
			const answer = await api.previewNick(token, { account: account(), nickFormat: format.value }, control.signal)
			shown.value = control.signal.aborted ? shown.value : answer.shown
		} catch {
			// Without the relay there is no preview; the format itself can still be written.
			shown.value = control.signal.aborted ? shown.value : undefined
		}
	}

	watch([format, account], () => {
		window.clearTimeout(timer)
		timer = window.setTimeout(() => void look(), delay)
	}, { immediate: true })
	onScopeDispose(() => {
		window.clearTimeout(timer)
		under?.abort()
	})
	return shown
}
