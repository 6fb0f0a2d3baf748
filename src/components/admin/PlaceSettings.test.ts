import type { AdminSettings } from '../../types.ts'

import { mount } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import PlaceSettings from './PlaceSettings.vue'
import { recorded } from '../../../tests/panel/recorded.ts'

vi.mock('../../api.ts')

const settings: AdminSettings = recorded('settings')
const shown = (mode: AdminSettings['mode']) => mount(PlaceSettings, { props: { settings: { ...settings, mode } } })

test('where the relay is reached can be set wherever it runs: several web servers need it for one that the app starts, too', async () => {
	for (const mode of ['managed', 'external'] as const) {
		const view = shown(mode)
		const field = view.find('input[placeholder="10.0.0.5:8787"]')
		await field.setValue('10.0.0.5:8787')
		await field.trigger('change')
		// The field's own event comes up, too.
		expect(view.emitted('change')).toContainEqual([{ control: '10.0.0.5:8787' }])
		expect(view.text().includes('May stay empty.')).toBe(mode === 'managed')
		expect(view.text().includes('Make a secret')).toBe(mode === 'external')
	}
})
