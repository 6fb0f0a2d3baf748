import type { Gateway } from '../core/gateway.ts'
import type { AccountId } from '../core/ids.ts'
import type { Rules } from '../core/rules.ts'

/** Everything a person can set, checked. Where a value came from (file, line, environment) is known only while it is being read. */
export interface Config {
	readonly accounts: readonly AccountConfig[]
	readonly gateways: readonly Gateway[]
	/** Where database and spool live. Local disk only. */
	readonly stateFolder: string
	/** Bytes that all kept files may take together. */
	readonly spoolBytes: number
	readonly log: LogConfig
	/** Loopback port of the Prometheus metrics; absent: off. */
	readonly metricsPort?: number
}

export interface AccountConfig {
	/** `nctalk.nube1` */
	readonly id: AccountId
	/** The network's id: `nctalk`. */
	readonly network: string
	/** As the network's `fields` declare them; an optional one that is not set is left out. */
	readonly settings: Readonly<Record<string, string | number | boolean>>
	readonly rules: Rules
	/** Matterbridge's IgnoreFailureOnStart. Ours never stops at a failing login; this only decides how loudly it is told. */
	readonly ignoreFailureOnStart: boolean
}

export interface LogConfig {
	readonly format: 'text' | 'json'
	readonly level: 'debug' | 'info' | 'warn' | 'error'
	readonly file?: string
	/** Message text in debug lines. Off unless asked for. */
	readonly messageText: boolean
}

/** One thing that a person should mend (problem) or know (warning), with the place and the remedy. */
export interface Finding {
	readonly severity: 'problem' | 'warning' | 'note'
	readonly file: string
	/** 1-based; absent where no line is at fault. */
	readonly line?: number
	readonly what: string
	readonly remedy: string
}
