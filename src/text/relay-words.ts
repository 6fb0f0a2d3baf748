import type { AdminState } from '../types.ts'
import type { Shade } from './words.ts'

import { sayAgo, sayBytes, sayMessages, sayPercent } from './amounts.ts'
import { n, t } from './t.ts'

/** What the relay's state is called, and how it is coloured. */
export function sayRelay(relay: AdminState['relay']): { readonly word: string, readonly shade: Shade } {
	switch (relay) {
		case 'running': return { word: t('talk_relay', 'Running'), shade: 'good' }
		case 'stopped': return { word: t('talk_relay', 'Stopped'), shade: 'bad' }
		case 'unreachable': return { word: t('talk_relay', 'Unreachable'), shade: 'bad' }
		case 'off': return { word: t('talk_relay', 'Switched off'), shade: 'quiet' }
		default: return relay satisfies never
	}
}

/** What there is to say of a relay, as name and value; what is not known is left out. */
export function relayFacts(state: AdminState): readonly (readonly [name: string, value: string])[] {
	const facts: readonly (readonly [string, string | null])[] = [
		[t('talk_relay', 'Version'), state.version],
		[t('talk_relay', 'Started'), state.since === null ? null : sayAgo(state.since)],
		[t('talk_relay', 'Memory'), state.memoryBytes === null ? null : sayBytes(state.memoryBytes)],
		[t('talk_relay', 'Processor'), state.cpu === null ? null : t('talk_relay', '{share} of a core', { share: sayPercent(state.cpu) })],
		[t('talk_relay', 'Node.js'), state.node],
		[t('talk_relay', 'Conversations'), String(state.gateways)],
		[t('talk_relay', 'On their way'), sayMessages(state.waiting)],
		[t('talk_relay', 'Undeliverable'), n('talk_relay', '%n message', '%n messages', state.setAside)],
		[t('talk_relay', 'Runs on'), state.lease === null ? null : t('talk_relay', '{host}, process {pid}', { host: state.lease.host, pid: state.lease.pid })],
	]
	return facts.filter((fact): fact is readonly [string, string] => fact[1] !== null)
}
