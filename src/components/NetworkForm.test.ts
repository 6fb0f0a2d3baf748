import type { NetworkForm as Network } from '../types.ts'

import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import NetworkForm from './NetworkForm.vue'
import { useForm } from '../composables/useForm.ts'

const network: Network = {
	id: 'any',
	name: 'Any',
	fields: {
		server: { type: 'text', label: 'Server', example: 'https://x.org' },
		key: { type: 'secret', label: 'Key' },
		fast: { type: 'flag', label: 'Fast', fallback: false },
	},
}

test('draws what is declared, is silent about fields not yet touched, and marks what the server refused', async () => {
	const form = useForm(network)
	const view = mount(NetworkForm, { props: { network, form, set: [] }, attachTo: document.body })
	expect(view.findAll('input')).toHaveLength(2)
	expect(view.text()).not.toContain('This is needed.')
	await view.find('input').setValue('ftp://x')
	expect(view.text()).toContain('Write an address like https://x.org')
	await view.find('input').setValue('https://y.org')
	expect(view.text()).not.toContain('Write an address')
	expect(form.refuse([{ field: 'settings.server', message: 'Not allowed.' }, { field: 'account', message: 'Gone.' }])).toEqual(['Gone.'])
	await view.vm.$nextTick()
	expect(view.text()).toContain('Not allowed.')
	expect(form.check()).toBe(false)
	form.write('key', 'k')
	expect(form.check()).toBe(true)
	expect(form.settings()).toEqual({ server: 'https://y.org', key: 'k', fast: false })
})
