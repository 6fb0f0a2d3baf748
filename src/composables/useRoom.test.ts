import type { RoomFederation } from '../types.ts'

import { beforeEach, expect, test, vi } from 'vitest'
import { recorded } from '../../tests/panel/recorded.ts'
import * as api from '../api.ts'
import { useRoom } from './useRoom.ts'

vi.mock('../api.ts')
const calls = vi.mocked(api)

const federated: RoomFederation = recorded('room')

async function loaded() {
	calls.getRoom.mockResolvedValue(federated)
	const room = useRoom('t')
	await room.load()
	return room
}

beforeEach(() => {
	vi.resetAllMocks()
})

test('a change is shown before the server has answered', async () => {
	const room = await loaded()
	let answer = (): void => {}
	calls.changeGateway.mockReturnValue(new Promise<void>((done) => {
		answer = done
	}))
	const changing = room.change({ paused: true })
	expect(room.gateway.value?.paused).toBe(true)
	answer()
	expect(await changing).toBe(true)
	expect(room.gateway.value?.paused).toBe(true)
})

test('what the server refuses is taken back, with why', async () => {
	const room = await loaded()
	calls.changeMember.mockRejectedValue({ isAxiosError: true, response: { status: 503, data: { ocs: { data: { reason: 'relay' } } } } })
	expect(await room.changeMember(1, { direction: 'in' })).toBe(false)
	expect(room.gateway.value?.members[0]?.direction).toBe('inout')
	expect(room.trouble.value).toEqual({ kind: 'relay' })
})

test('with its last member, the federation ends', async () => {
	const room = await loaded()
	calls.removeMember.mockResolvedValue({})
	await room.removeMember(1)
	expect(room.gateway.value).toBeNull()
})

test('a conversation that may not be seen says why', async () => {
	calls.getRoom.mockRejectedValue({ isAxiosError: true, response: { status: 403, data: { ocs: { data: { reason: 'moderator' } } } } })
	const room = useRoom('t')
	await room.load()
	expect(room.refused.value).toEqual({ kind: 'forbidden', reason: 'moderator' })
	expect(room.room.value).toBeUndefined()
})
