import type { Draft } from '../text/check-field.ts'
import type { Account, NetworkForm } from '../types.ts'

import { computed, ref } from 'vue'
import * as api from '../api.ts'
import { useTask } from './useTask.ts'

export type Step
	= | { readonly kind: 'closed' }
		| { readonly kind: 'where' }
		| { readonly kind: 'server' }
		| { readonly kind: 'form', readonly network: NetworkForm, readonly begin: Draft }
		/** `link`: of the conversation there, where somebody has given it already. */
		| { readonly kind: 'room', readonly account: Account, readonly link: string | undefined }

/** The network of other Nextcloud servers. It alone can be connected by a click, so it alone is known by its name. */
export const ofServers = 'nctalk'

/** The steps of adding a member. */
export function useAdding() {
	const step = ref<Step>({ kind: 'closed' })
	const accounts = ref<readonly Account[]>([])
	const networks = ref<readonly NetworkForm[]>([])
	const loading = useTask()
	const talk = computed(() => networks.value.find(({ id }) => id === ofServers))

	// With nothing else to choose from, the first step is none.
	const alone = computed(() => accounts.value.length === 0 && talk.value !== undefined && networks.value.every(({ id }) => id === ofServers || id === 'local'))

	async function open(): Promise<void> {
		step.value = { kind: 'where' }
		const found = await loading.run(() => Promise.all([api.getAccounts(), api.getNetworks()]))
		accounts.value = found?.[0] ?? accounts.value
		networks.value = found?.[1] ?? networks.value
		if (step.value.kind === 'where' && found && alone.value) {
			step.value = { kind: 'server' }
		}
	}

	/** One that no conversation goes by any more. */
	async function forget({ id }: Account): Promise<void> {
		if (await loading.run(() => api.removeAccount(id).then(() => true))) {
			accounts.value = accounts.value.filter((one) => one.id !== id)
		}
	}

	function close(): void {
		step.value = { kind: 'closed' }
	}

	return {
		step,
		accounts,
		loading,
		talk,
		otherNetworks: computed(() => networks.value.filter(({ id }) => id !== ofServers && id !== 'local')),
		open,
		forget,
		close,
		/** To the first step, or out where that is none. */
		back: (): unknown => alone.value ? close() : open(),
		toServer(): void {
			step.value = { kind: 'server' }
		},
		toForm(network: NetworkForm): void {
			step.value = { kind: 'form', network, begin: {} }
		},
		byHand(server: string): void {
			step.value = talk.value ? { kind: 'form', network: talk.value, begin: { server } } : step.value
		},
		toRoom(account: Account, link?: string): void {
			step.value = { kind: 'room', account, link }
		},
	}
}
