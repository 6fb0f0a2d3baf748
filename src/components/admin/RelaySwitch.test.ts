import type { AdminSettings, AdminState } from '../../types.ts'

import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import RelaySwitch from './RelaySwitch.vue'

const settings: AdminSettings = {
	enabled: true,
	groups: [],
	allowedHosts: [],
	refusedHosts: [],
	networks: [],
	maxBytes: 1,
	spoolBytes: 1,
	mode: 'managed',
	control: '',
	nodePath: '',
	relayBase: '',
}
function state(relay: AdminState['relay']): AdminState {
	return {
		relay,
		version: null,
		node: null,
		since: null,
		memoryBytes: null,
		cpu: null,
		waiting: 0,
		setAside: 0,
		gateways: 0,
		why: 'It hangs.',
		todo: 'Look at its log, or start it anew.',
		runtime: { found: '/usr/bin/node', source: 'path', version: '24.0.0', wanted: '22.13.0' },
		lease: null,
		logged: true,
	}
}
const shown = (relay: AdminState['relay'], mode: AdminSettings['mode'] = 'managed') => mount(RelaySwitch, { props: { settings: { ...settings, mode }, state: state(relay), busy: false } })
const buttons = (view: ReturnType<typeof shown>) => view.findAll('button').map((button) => button.text())

test('one that lives is restarted or stopped, whether it answers or hangs; one that is dead is started', () => {
	expect(buttons(shown('running'))).toEqual(['Restart', 'Stop'])
	expect(buttons(shown('unreachable'))).toEqual(['Restart', 'Stop'])
	expect(buttons(shown('stopped'))).toEqual(['Start'])
})

test('one that hangs is started anew by a click', async () => {
	const view = shown('unreachable')
	await view.findAll('button')[0]?.trigger('click')
	expect(view.emitted('steer')).toEqual([['restart']])
})

test('one that runs elsewhere is steered there', () => {
	expect(buttons(shown('unreachable', 'external'))).toEqual([])
})
