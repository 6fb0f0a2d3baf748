import type { Ref } from 'vue'
import type { Trouble } from '../trouble.ts'
import type { Account } from '../types.ts'

import { onScopeDispose, ref } from 'vue'
import * as api from '../api.ts'
import { troubleOf } from '../trouble.ts'

export type Login
	= | { readonly step: 'idle' }
		| { readonly step: 'asking' }
		/** The other server's own page is open, or can be opened at `url`. */
		| { readonly step: 'waiting', readonly url: string, readonly opened: boolean }
		| { readonly step: 'gone' }
		| { readonly step: 'failed', readonly trouble: Trouble }

/** Opens a window while the click still counts as one, for a later one would be blocked as a pop-up. */
const openEmpty = (): Window | null => window.open('', '_blank')

/** Only a page on the web is opened, whatever the other server names. */
const isPage = (url: string): boolean => /^https?:$/.test(URL.parse(url)?.protocol ?? '')

/**
 * Nextcloud's Login Flow v2: the other server's own page asks, no password is typed or seen here.
 * `done` gets the account that was made; `shared`: one for all moderators, which only administrators make.
 */
export function useLoginFlow(done: (account: Account) => void, shared = false, every = 2000): {
	readonly login: Readonly<Ref<Login>>
	begin(server: string): Promise<void>
	cancel(): void
} {
	const login = ref<Login>({ step: 'idle' })
	let timer: number | undefined
	let run = 0

	async function begin(server: string): Promise<void> {
		const mine = ++run
		login.value = { step: 'asking' }
		let page: Window | null = null
		try {
			if (shared) {
				// An empty page in front would hide the question for the password. A page blocked because that took long is told of.
				await api.passwordFirst()
				if (mine !== run) {
					return
				}
			}
			page = openEmpty()
			const { id, url } = await (shared ? api.beginSharedLogin(server) : api.beginLogin(server))
			if (mine !== run || !isPage(url)) {
				throw new Error('The server named no page to log in at.')
			}
			if (page) {
				// What opens there must not reach this page.
				page.opener = null
				page.location.href = url
			}
			login.value = { step: 'waiting', url, opened: page !== null }
			wait(id, mine)
		} catch (error) {
			page?.close()
			if (mine === run) {
				const trouble = troubleOf(error)
				login.value = trouble.kind === 'cancelled' ? { step: 'idle' } : { step: 'failed', trouble }
			}
		}
	}

	function wait(id: string, mine: number): void {
		timer = window.setTimeout(() => void look(id, mine), every)
	}

	async function look(id: string, mine: number): Promise<void> {
		let progress: Awaited<ReturnType<typeof api.pollLogin>> = { state: 'waiting' }
		try {
			progress = await (shared ? api.pollSharedLogin(id) : api.pollLogin(id))
		} catch (error) {
			// A short outage does not end it; the other server forgets the login by itself after 20 minutes.
			progress = troubleOf(error).kind === 'missing' ? { state: 'gone' } : progress
		}
		if (mine !== run) {
			return
		}
		switch (progress.state) {
			case 'waiting': return wait(id, mine)
			case 'gone':
				login.value = { step: 'gone' }
				return
			case 'done':
				login.value = { step: 'idle' }
				return done(progress.account)
			default: return progress satisfies never
		}
	}

	function cancel(): void {
		run += 1
		window.clearTimeout(timer)
		login.value = { step: 'idle' }
	}

	onScopeDispose(cancel)
	return { login, begin, cancel }
}
