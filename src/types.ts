/** The app's answers, as docs/API.md has them. Times are milliseconds since 1970. */
import type { Aside, Conversation, HistoryMinute, MemberState, NetworkForm, TestResult } from '../sidecar/control/api.ts'
import type { Field, Fields } from '../sidecar/core/settings.ts'

export type { Aside, Conversation, Field, Fields, HistoryMinute, NetworkForm, TestResult }

export type Direction = 'in' | 'out' | 'inout'
export type RelayState = 'running' | 'stopped' | 'unreachable'
export type Settings = Readonly<Record<string, string | number | boolean>>

/** Sorts of notices that can cross, as the relay names them. */
export const noticeSorts = ['call', 'people', 'room', 'poll'] as const

export interface Named { readonly id: string, readonly name: string }
export interface Person extends Named { readonly avatar: string | null }

export interface Member {
	readonly id: number
	readonly account: number
	readonly accountLabel: string
	readonly network: string
	readonly networkName: string
	readonly server: string
	readonly address: string
	readonly name: string
	readonly direction: Direction
	readonly nickFormat: string
	readonly consent: 'given' | 'asked' | 'paused' | 'stopped'
}

export interface Gateway {
	readonly id: string
	readonly paused: boolean
	readonly createdBy: Named
	readonly createdAt: number
	readonly members: readonly Member[]
	readonly notices: readonly string[]
	readonly maxBytes: number
	readonly refusedNames: readonly string[]
	readonly mentionEveryone: boolean
	readonly blocked: readonly Named[]
}

export interface RoomFederation {
	readonly token: string
	readonly name: string
	/** null: not federated. */
	readonly gateway: Gateway | null
	readonly relay: RelayState
	readonly limits: { readonly maxBytes: number }
	readonly host: string
}

export interface MemberLife extends Omit<MemberState, 'oldest'> {
	readonly oldest: number | null
	readonly people: readonly Person[]
}

export interface RoomState {
	readonly relay: RelayState
	readonly at: number
	readonly members: readonly MemberLife[]
	readonly asides: readonly Aside[]
}

export interface Account {
	readonly id: number
	readonly network: string
	readonly networkName: string
	readonly label: string
	readonly server: string
	readonly login: string
	readonly shared: boolean
	readonly own: boolean
	/** Which secrets are stored; they are never sent. */
	readonly set: readonly string[]
	readonly settings: Settings
	/** In how many conversations. */
	readonly used: number
}

export interface NewMember {
	readonly account: number
	readonly address: string
	readonly direction?: Direction
	readonly nickFormat?: string
}

export type GatewayChange = Partial<Pick<Gateway, 'paused' | 'notices' | 'maxBytes' | 'refusedNames' | 'mentionEveryone'>>
export type MemberChange = Partial<Pick<Member, 'direction' | 'nickFormat'>>

export type LoginProgress
	= | { readonly state: 'waiting' }
		| { readonly state: 'done', readonly account: Account }
		| { readonly state: 'gone' }

export interface AdminSettings {
	readonly enabled: boolean
	readonly groups: readonly string[]
	readonly allowedHosts: readonly string[]
	readonly refusedHosts: readonly string[]
	/** None named: all. */
	readonly networks: readonly string[]
	readonly maxBytes: number
	readonly spoolBytes: number
	readonly mode: 'managed' | 'external'
	readonly control: string
	readonly nodePath: string
	readonly relayBase: string
}

export interface AdminState {
	readonly relay: RelayState | 'off'
	readonly version: string | null
	readonly node: string | null
	readonly since: number | null
	readonly memoryBytes: number | null
	readonly cpu: number | null
	readonly waiting: number
	readonly setAside: number
	readonly gateways: number
	readonly why: string
	readonly todo: string
	readonly runtime: {
		readonly found: string | null
		readonly source: 'setting' | 'path' | 'package' | 'none'
		readonly version: string | null
		readonly wanted: string
	}
	readonly lease: { readonly host: string, readonly pid: number, readonly generation: number, readonly seen: number } | null
}

export interface Check {
	readonly id: string
	readonly name: string
	readonly ok: boolean
	readonly level: 'ok' | 'warning' | 'error'
	readonly says: string
	readonly todo: string | null
}

export type AdminGateway = Pick<Gateway, 'id' | 'paused' | 'createdBy' | 'createdAt'> & {
	readonly token: string
	readonly name: string
	readonly members: readonly (Pick<Member, 'id' | 'network' | 'networkName' | 'server' | 'name' | 'direction'> & Pick<MemberLife, 'state' | 'why' | 'waiting'>)[]
}

export interface ImportPlan {
	readonly applied: boolean
	readonly accounts: readonly { readonly label: string, readonly network: string, readonly server: string, readonly login: string }[]
	readonly gateways: readonly {
		readonly name: string
		readonly token: string | null
		readonly members: readonly { readonly label: string, readonly address: string, readonly direction: Direction }[]
	}[]
	readonly findings: readonly { readonly severity: 'problem' | 'warning' | 'note', readonly line: number | null, readonly what: string, readonly remedy: string }[]
}
