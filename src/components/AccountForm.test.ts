import type { AccountData, Trial } from '../api.ts'
import type { Account, NetworkForm, TestResult } from '../types.ts'

import { flushPromises, mount } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import AccountForm from './AccountForm.vue'

const network: NetworkForm = { id: 'any', name: 'Any', fields: { server: { type: 'text', label: 'Server' } } }
const failed = (status: number) => Object.assign(new Error(`HTTP ${status}`), { isAxiosError: true, response: { status, data: { ocs: { data: { reason: 'relay' } } } } })

test('what went wrong with a test goes when it is saved, and the other way round', async () => {
	const look = vi.fn<(trial: Trial) => Promise<TestResult>>()
	const save = vi.fn<(data: AccountData) => Promise<Account>>()
	const view = mount(AccountForm, { props: { network, begin: { server: 'x' }, test: look, save } })
	const press = async (name: string): Promise<void> => {
		await (name === 'Save' ? view.find('form').trigger('submit') : view.findAll('button').find((button) => button.text() === name)?.trigger('click'))
		await flushPromises()
	}
	look.mockRejectedValue(failed(503))
	await press('Test')
	expect(look).toHaveBeenCalledWith({ network: 'any', settings: { server: 'x' } })
	expect(view.text()).toContain('The relay does not answer right now.')
	save.mockRejectedValue(failed(404))
	await press('Save')
	expect(view.text()).toContain('This is no longer there.')
	expect(view.text()).not.toContain('The relay does not answer right now.')
	await press('Test')
	expect(view.text()).toContain('The relay does not answer right now.')
	expect(view.text()).not.toContain('This is no longer there.')
})
