import type { AdminGateway } from '../types.ts'
import type { Gateways } from './useGateways.ts'

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import * as api from '../api.ts'
import { useGateways } from './useGateways.ts'

vi.mock('../api.ts')
const calls = vi.mocked(api)

function gateway(id: string, more: Partial<AdminGateway> = {}): AdminGateway {
	return {
		id,
		token: id,
		name: id,
		paused: false,
		createdBy: { id: 'a', name: 'A' },
		createdAt: 0,
		members: [{ id: 1, network: 'nctalk', networkName: 'Talk', server: 's', name: 'n', direction: 'inout', state: 'working', why: '', waiting: 0 }],
		...more,
	}
}
const stuck = (id: string): AdminGateway => gateway(id, { members: gateway(id).members.map((member) => ({ ...member, state: 'stopped' as const, why: 'It is gone.' })) })

let scope = effectScope()

/** As a component would have it, after its first look. */
async function shown(): Promise<Gateways> {
	const gateways = scope.run(useGateways)!
	await vi.advanceTimersByTimeAsync(0)
	return gateways
}

beforeEach(() => {
	vi.useFakeTimers()
	vi.resetAllMocks()
	scope = effectScope()
	calls.getGateways.mockResolvedValue([gateway('g1'), gateway('g2')])
})
afterEach(() => {
	scope.stop()
	vi.useRealTimers()
	vi.restoreAllMocks()
})

test('what becomes of a conversation is shown within three seconds, and never while the page is hidden', async () => {
	const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(false)
	const { gateways } = await shown()
	expect(gateways.value?.[0]?.members[0]?.state).toBe('working')
	calls.getGateways.mockResolvedValue([stuck('g1')])
	await vi.advanceTimersByTimeAsync(3000)
	expect(gateways.value?.map(({ members }) => members[0]?.state)).toEqual(['stopped'])
	hidden.mockReturnValue(true)
	document.dispatchEvent(new Event('visibilitychange'))
	const asked = calls.getGateways.mock.calls.length
	await vi.advanceTimersByTimeAsync(60_000)
	expect(calls.getGateways).toHaveBeenCalledTimes(asked)
})

test('a change holds against what was read before it; what is read after it holds', async () => {
	const { gateways, pause } = await shown()
	let late: (all: readonly AdminGateway[]) => void = () => {}
	calls.getGateways.mockReturnValueOnce(new Promise((done) => {
		late = done
	}))
	await vi.advanceTimersByTimeAsync(3000)
	let done = (): void => {}
	calls.pauseGateway.mockReturnValue(new Promise<void>((resolve) => {
		done = resolve
	}))
	const pausing = pause('g1', true)
	expect(gateways.value?.map(({ paused }) => paused)).toEqual([true, false])
	late([gateway('g1'), stuck('g2')])
	await vi.advanceTimersByTimeAsync(0)
	expect(gateways.value?.map(({ paused }) => paused)).toEqual([true, false])
	expect(gateways.value?.[1]?.members[0]?.state).toBe('stopped')
	calls.getGateways.mockImplementation(async () => {
		await new Promise((resolve) => {
			setTimeout(resolve, 500)
		})
		return [gateway('g1', { paused: true }), gateway('g2', { paused: true })]
	})
	done()
	await pausing
	expect(gateways.value?.map(({ paused }) => paused)).toEqual([true, false])
	await vi.advanceTimersByTimeAsync(500)
	expect(gateways.value?.map(({ paused }) => paused)).toEqual([true, true])
})

test('what the server refuses is taken back, and why is told until the next change', async () => {
	const { gateways, trouble, end } = await shown()
	calls.endGatewayAsAdmin.mockRejectedValue({ isAxiosError: true, response: { status: 404 } })
	const ending = end('g1')
	expect(gateways.value?.map(({ id }) => id)).toEqual(['g2'])
	await ending
	expect(gateways.value?.map(({ id }) => id)).toEqual(['g1', 'g2'])
	await vi.advanceTimersByTimeAsync(10_000)
	expect(trouble.value).toEqual({ kind: 'missing' })
	calls.endGatewayAsAdmin.mockResolvedValue({})
	await end('g2')
	expect(trouble.value).toBeUndefined()
})

test('while the server is away, what was read stays, and says that it may be old', async () => {
	const { gateways, stale } = await shown()
	calls.getGateways.mockRejectedValue({ isAxiosError: true })
	await vi.advanceTimersByTimeAsync(3000)
	expect(gateways.value).toHaveLength(2)
	expect(stale.value).toEqual({ kind: 'offline' })
	calls.getGateways.mockResolvedValue([gateway('g1')])
	await vi.advanceTimersByTimeAsync(6000)
	expect(stale.value).toBeUndefined()
	expect(gateways.value).toHaveLength(1)
})
