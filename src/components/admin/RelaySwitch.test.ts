import type { AdminSettings, AdminState } from '../../types.ts'

import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import RelaySwitch from './RelaySwitch.vue'
import { recorded } from '../../../tests/panel/recorded.ts'

const settings: AdminSettings = recorded('settings')
const state = (relay: AdminState['relay']): AdminState => ({ ...recorded<AdminState>('admin stopped'), relay, why: 'It hangs.', todo: 'Look at its log, or start it anew.' })
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
