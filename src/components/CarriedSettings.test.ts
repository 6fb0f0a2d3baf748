import type { Gateway } from '../types.ts'

import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import CarriedSettings from './CarriedSettings.vue'

const gateway: Gateway = {
	id: 'g1',
	paused: false,
	createdBy: { id: 'a', name: 'A' },
	createdAt: 0,
	members: [],
	notices: [],
	maxBytes: 1,
	refusedNames: [],
	refusedKinds: [],
	mentionEveryone: false,
	blocked: [],
}
const shown = (refusedKinds: Gateway['refusedKinds']) => mount(CarriedSettings, { props: { gateway: { ...gateway, refusedKinds }, limit: 100 * 1024 ** 2 } })
const switches = (view: ReturnType<typeof shown>) => view.findAll('fieldset')[0]!.findAll('input')

test('everything is carried unless it is switched off, each kind by itself', async () => {
	const view = shown([])
	expect(switches(view).map(({ element }) => element.checked)).toEqual([true, true, true, true, true])
	for (const one of switches(view)) {
		await one.setValue(false)
	}
	expect(view.emitted('change')).toEqual((['files', 'voice', 'reactions', 'edits', 'deletions'] as const).map((kind) => [{ refusedKinds: [kind] }]))
})

test('what is switched off can be switched on again, and says what follows', async () => {
	const view = shown(['voice', 'deletions'])
	expect(switches(view).map(({ element }) => element.checked)).toEqual([true, false, true, true, false])
	expect(view.text()).toContain('What somebody deletes stays on the other sides, for everybody to read.')
	expect(view.text()).toContain('A line on the other sides says that it was not carried.')
	expect(view.text()).not.toContain('On the other sides, a message stays as it was first written.')
	await switches(view)[4]?.setValue(true)
	expect(view.emitted('change')).toEqual([[{ refusedKinds: ['voice'] }]])
})

test('sizes and names of files are asked for as long as any are carried', () => {
	expect(shown(['files']).text()).toContain('Largest file')
	expect(shown(['files', 'voice']).text()).not.toContain('Largest file')
	expect(mount(CarriedSettings, { props: { gateway, limit: 0 } }).text()).toContain('The administrator allows no files.')
})

test('no size is no way to carry no files: it says which is', async () => {
	const view = shown([])
	const size = view.find('input[inputmode=decimal]')
	await size.setValue('0')
	await size.trigger('change')
	expect(view.text()).toContain('To carry no files, switch them off above.')
	expect(view.emitted('change')).toBeUndefined()
	await size.setValue('5')
	await size.trigger('change')
	expect(view.emitted('change')?.at(-1)).toEqual([{ maxBytes: 5 * 1024 ** 2 }])
})
