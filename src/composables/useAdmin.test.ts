import type { AdminSettings, AdminState, NetworkForm } from '../types.ts'
import type { Admin } from './useAdmin.ts'

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import { recorded } from '../../tests/panel/recorded.ts'
import * as api from '../api.ts'
import { useAdmin } from './useAdmin.ts'

vi.mock('../api.ts')
const calls = vi.mocked(api)

const settings: AdminSettings = recorded('settings')
const state = (relay: AdminState['relay']) => ({ relay }) as AdminState
const network: NetworkForm = { id: 'any', name: 'Any', fields: {} }
const failed = (status: number, data: object) => Object.assign(new Error(`HTTP ${status}`), { isAxiosError: true, response: { status, data: { ocs: { data } } } })
const away = failed(503, { reason: 'relay' })
/** What the question for the password throws when it is closed. */
const closed = new Error('Dialog closed')

let scope = effectScope()

/** As the page would have it, after its first look. */
async function shown(): Promise<Admin> {
	const admin = scope.run(useAdmin)!
	await admin.load()
	await vi.advanceTimersByTimeAsync(0)
	return admin
}

beforeEach(() => {
	vi.useFakeTimers()
	vi.resetAllMocks()
	scope = effectScope()
	calls.getAdminSettings.mockResolvedValue(settings)
	calls.getAdminState.mockResolvedValue(state('running'))
	calls.getAllNetworks.mockResolvedValue([network])
})
afterEach(() => {
	scope.stop()
	vi.useRealTimers()
})

test('the networks are what the server kept, whatever the relay does, and asked for until there are some', async () => {
	calls.getAdminState.mockResolvedValue(state('stopped'))
	calls.getAllNetworks.mockRejectedValue(away)
	const { networks, trouble, refused } = await shown()
	expect([networks.value, trouble.value, refused.value]).toEqual([[], undefined, undefined])
	calls.getAllNetworks.mockResolvedValue([network])
	await vi.advanceTimersByTimeAsync(3000)
	expect(networks.value).toEqual([network])
	await vi.advanceTimersByTimeAsync(30_000)
	expect(calls.getAllNetworks).toHaveBeenCalledTimes(2)
})

test('who closes the question for the password is told nothing, and it hides nothing that goes wrong later', async () => {
	const { save, steer, trouble, steering } = await shown()
	calls.putAdminSettings.mockRejectedValue(closed)
	expect(await save({ maxBytes: 2 })).toBe(false)
	expect(trouble.value).toBeUndefined()
	calls.steerRelay.mockRejectedValue(away)
	await steer('start')
	expect(trouble.value ?? steering.trouble.value).toEqual({ kind: 'relay' })
})

test('what went wrong before goes when something else begins', async () => {
	const { save, steer, trouble, steering } = await shown()
	calls.putAdminSettings.mockRejectedValueOnce(failed(400, { errors: [] })).mockResolvedValue(settings)
	await save({ maxBytes: 2 })
	expect(trouble.value).toEqual({ kind: 'invalid', errors: [] })
	calls.steerRelay.mockRejectedValue(away)
	await steer('start')
	expect([trouble.value, steering.trouble.value]).toEqual([undefined, { kind: 'relay' }])
	await save({ maxBytes: 2 })
	expect([trouble.value, steering.trouble.value]).toEqual([undefined, undefined])
})
