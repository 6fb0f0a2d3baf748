/**
 * What crosses the control door, by which the app asks its relay (docs/DOOR.md). Plain JSON, no code: the PHP side is written after these
 * types. What crosses the app's door stands in ../door/types.ts. Times are milliseconds since 1970 unless a field says otherwise.
 */
import type { Fields } from '../core/settings.ts'

export interface Health {
	readonly version: string
	readonly node: string
	readonly pid: number
	readonly generation: number
	readonly since: number
	/** Of the configuration that is taken up. */
	readonly revision: number
	readonly memoryBytes: number
	/** Of a core, over the last minute: 0.004. */
	readonly cpu: number
	/** Deliveries that wait, in all. */
	readonly waiting: number
	readonly setAside: number
	readonly spoolBytes: number
	/** Since the start. */
	readonly accepted: number
	readonly delivered: number
	readonly accounts: readonly { readonly id: string, readonly state: 'online' | 'connecting' | 'offline', readonly why: string, readonly since: number }[]
	/** The address at which the app's door is reached, and since when it is not. */
	readonly door: { readonly base: string, readonly away?: { readonly since: number, readonly why: string } }
}

export interface GatewayState {
	readonly id: string
	readonly members: readonly MemberState[]
	/** Newest first, at most 50. */
	readonly asides: readonly Aside[]
}

export interface MemberState {
	readonly id: number
	/** `waiting`: it will go on by itself. `stopped`: somebody has to do something. */
	readonly state: 'working' | 'waiting' | 'stopped' | 'paused'
	/** In plain words; empty while it works. */
	readonly why: string
	readonly todo: string
	/** Whose it is, where something is wrong. */
	readonly fault?: 'account' | 'room' | 'server'
	readonly since: number
	/** Deliveries on their way to this room, and when the oldest was accepted. */
	readonly waiting: number
	readonly oldest?: number
	/** What can't be carried there, a line each: `reactions: Talk there is too old`. */
	readonly lacks: readonly string[]
}

export interface Aside {
	readonly id: number
	readonly member: number
	readonly at: number
	readonly why: string
	readonly author: string
	/** The first 80 characters. */
	readonly excerpt: string
}

export interface NetworkForm { readonly id: string, readonly name: string, readonly fields: Fields }

export interface TestResult {
	readonly ok: boolean
	/** In the order in which they were tried; each with what to do if it is not ok. */
	readonly checks: readonly { readonly name: 'address' | 'login' | 'version' | 'membership' | 'permission', readonly ok: boolean, readonly says: string, readonly todo?: string }[]
	readonly carried: readonly string[]
	readonly lacks: readonly string[]
	/** The room's name, where an address was given. */
	readonly room?: string
}

export interface Conversation {
	readonly address: string
	readonly name: string
	readonly kind: 'group' | 'public' | 'other'
	readonly moderator: boolean
}

export interface HistoryMinute {
	readonly at: number
	readonly accepted: number
	readonly delivered: number
	/** Milliseconds from heard to arrived. */
	readonly p50: number
	readonly p95: number
}

/** `POST /relay/import`. The one answer that holds secrets, those of the file: it goes to PHP alone, which stores them encrypted. */
export interface ImportResult {
	readonly accounts: readonly {
		/** As in the file: `nctalk.nube1`. */
		readonly label: string
		readonly network: string
		readonly settings: Readonly<Record<string, string | number | boolean>>
	}[]
	readonly gateways: readonly {
		readonly name: string
		readonly members: readonly {
			/** An account's label. */
			readonly account: string
			readonly address: string
			readonly direction: 'in' | 'out' | 'inout'
			readonly nickFormat: string
		}[]
	}[]
	readonly findings: readonly { readonly severity: 'problem' | 'warning' | 'note', readonly line?: number, readonly what: string, readonly remedy: string }[]
}
