import type { Account, AdminGateway, AdminSettings, AdminState, Check, Conversation, Gateway, HistoryMinute, ImportPlan, Member, NetworkForm, RoomFederation, RoomState, TestResult } from '../../src/types.ts'

import assert from 'node:assert/strict'
import { recorded } from './recorded.ts'

/** What the made server knows: what a live one answered, which tests change to make a situation. */
export interface World {
	room: RoomFederation
	state: RoomState
	accounts: Account[]
	/** Those that the administrator shares. */
	shared: Account[]
	networks: NetworkForm[]
	/** As the administrator sees them. */
	allNetworks: NetworkForm[]
	conversations: Conversation[]
	test: TestResult
	settings: AdminSettings
	admin: AdminState
	gateways: AdminGateway[]
	checks: Check[]
	minutes: HistoryMinute[]
	plan: ImportPlan
	/** How many polls a login waits before it is granted; undefined: for ever. */
	grantAfter: number | undefined
	/** Answers of this status in place of the usual, by `METHOD path`. */
	refusals: Map<string, { readonly status: number, readonly data: object }>
	/** All calls that were made, as `METHOD path`, with what was sent. */
	readonly calls: { readonly call: string, readonly sent: unknown }[]
}

/** The first of what must be there. */
function first<T>([one]: readonly T[]): T {
	assert.ok(one !== undefined)
	return one
}

export const account: Account = first(recorded<Account[]>('accounts'))
export const room: RoomFederation = recorded('room')
export const gateway: Gateway = room.gateway ?? assert.fail()
export const member: Member = first(gateway.members)
/** How the other conversation does, and who is there. */
export const working: RoomState['members'][number] = first(recorded<RoomState>('state').members)

/** An hour with something going on in it. */
function minutes(): HistoryMinute[] {
	return recorded<{ minutes: HistoryMinute[] }>('history').minutes.map((minute, index) => {
		const delivered = index % 7 === 3 ? 0 : Math.round(8 + 6 * Math.sin(index / 5) + index % 4)
		const [p50, p95] = delivered === 0 ? [0, 0] : [140 + 40 * Math.sin(index / 3), 420 + 160 * Math.sin(index / 8)]
		return { ...minute, accepted: delivered, delivered, p50, p95 }
	})
}

/** A server on which nothing is amiss. `federated`: the conversation is joined with another. */
export function makeWorld(federated = true): World {
	return {
		room: recorded(federated ? 'room' : 'room fresh'),
		state: recorded(federated ? 'state' : 'state fresh'),
		accounts: federated ? recorded('accounts') : [],
		shared: recorded('shared accounts'),
		networks: recorded('networks'),
		allNetworks: recorded('all networks'),
		conversations: recorded('conversations'),
		test: recorded('test'),
		settings: recorded('settings'),
		admin: recorded('admin'),
		gateways: recorded('gateways'),
		checks: recorded('checks'),
		minutes: minutes(),
		plan: recorded('plan'),
		grantAfter: 1,
		refusals: new Map(),
		calls: [],
	}
}
