import type { Account, Member, NetworkForm } from '../types.ts'

import { ref } from 'vue'
import * as api from '../api.ts'
import { ofServers } from './useAdding.ts'
import { useTask } from './useTask.ts'

export type AgainStep
	= | { readonly kind: 'closed' }
		| { readonly kind: 'loading' }
		/** It belongs to somebody else here, or to the administrator. */
		| { readonly kind: 'others' }
		| { readonly kind: 'server', readonly account: Account, readonly network: NetworkForm }
		| { readonly kind: 'form', readonly account: Account, readonly network: NetworkForm }

/** Connecting once more the account that a member goes by: its password was revoked, or is another now. `done`: it is connected. */
export function useAgain(member: () => Pick<Member, 'account' | 'network'>, done: () => void) {
	const step = ref<AgainStep>({ kind: 'closed' })
	/** Who was logged in over there, if it was not the account that this is about. */
	const stranger = ref<Account>()
	const loading = useTask()
	let known: readonly number[] = []

	async function open(): Promise<void> {
		step.value = { kind: 'loading' }
		stranger.value = undefined
		const found = await loading.run(() => Promise.all([api.getAccounts(), api.getNetworks()]))
		const { account: id, network: of } = member()
		const account = found?.[0].find((one) => one.id === id && one.own && !one.shared)
		const network = found?.[1].find((one) => one.id === of)
		known = found?.[0].map((one) => one.id) ?? []
		if (!found) {
			step.value = { kind: 'closed' }
		} else if (!account || !network) {
			step.value = { kind: 'others' }
		} else {
			step.value = { kind: network.id === ofServers ? 'server' : 'form', account, network }
		}
	}

	function close(): void {
		step.value = { kind: 'closed' }
	}

	/** What the other server gave is kept only for the account that was asked for. */
	async function connected(account: Account): Promise<void> {
		if (account.id === member().account) {
			close()
			done()
			return
		}
		stranger.value = account
		if (!known.includes(account.id)) {
			await loading.run(() => api.removeAccount(account.id))
		}
	}

	return {
		step,
		stranger,
		loading,
		open,
		close,
		connected,
		byHand(): void {
			stranger.value = undefined
			step.value = step.value.kind === 'server' ? { ...step.value, kind: 'form' } : step.value
		},
		/** Where it is stored that was written by hand. */
		save: (account: Account) => ({ settings }: api.AccountData): Promise<Account> => api.changeAccount(account.id, { settings }),
	}
}
