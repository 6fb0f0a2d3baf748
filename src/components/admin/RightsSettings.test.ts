import type { AdminSettings } from '../../types.ts'

import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import RightsSettings from './RightsSettings.vue'
import { recorded } from '../../../tests/panel/recorded.ts'

const settings: AdminSettings = { ...recorded<AdminSettings>('settings'), allowedHosts: ['*.nube2.example'], refusedHosts: ['bad.example'] }

/* `setValue` writes and leaves the field. */
test('servers that may be joined with, and that may not: a name a line, told when the field is left, each list by itself', async () => {
	const view = mount(RightsSettings, { props: { settings, networks: [] } })
	const [allowed, refused] = view.findAll('textarea')
	expect([allowed?.element.value, refused?.element.value]).toEqual(['*.nube2.example', 'bad.example'])
	await allowed?.setValue(' *.nube2.example \n\n')
	expect(view.emitted('change')).toBeUndefined()
	await refused?.setValue('bad.example\n  worse.example\n')
	await allowed?.setValue('')
	expect(view.emitted('change')).toEqual([[{ refusedHosts: ['bad.example', 'worse.example'] }], [{ allowedHosts: [] }]])
	// What the server refused is taken back.
	await view.setProps({ settings: { ...settings } })
	await view.setProps({ settings: { ...settings, refusedHosts: ['other.example'] } })
	expect(view.findAll('textarea')[1]?.element.value).toBe('other.example')
})
