import type { AccountConfig } from '../../sidecar/config/config.ts'
import type { RichText } from '../../sidecar/core/event.ts'
import type { Gateway, Member } from '../../sidecar/core/gateway.ts'
import type { RoomId } from '../../sidecar/core/ids.ts'
import type { Log } from '../../sidecar/core/log.ts'
import type { Limits } from '../../sidecar/core/network.ts'
import type { Pace } from '../../sidecar/core/pace.ts'
import type { Rules } from '../../sidecar/core/rules.ts'
import type { MemoryServer } from '../../sidecar/networks/memory/server.ts'
import type { Clock } from '../../sidecar/relay/clock.ts'
import type { Counters } from '../../sidecar/relay/counters.ts'
import type { Relay } from '../../sidecar/relay/relay.ts'
import type { Store } from '../../sidecar/store/store.ts'

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { accountId, roomId } from '../../sidecar/core/ids.ts'
import { usualPace } from '../../sidecar/core/pace.ts'
import { memoryNetwork } from '../../sidecar/networks/memory/index.ts'
import { systemClock } from '../../sidecar/relay/clock.ts'
import { zeroCounters } from '../../sidecar/relay/counters.ts'
import { openRelay } from '../../sidecar/relay/relay.ts'
import { openSpool } from '../../sidecar/relay/spool.ts'
import { openStore } from '../../sidecar/store/store.ts'

/** The usual pace, hurried: what takes minutes takes moments. */
export const hurriedPace: Pace = {
	...usualPace,
	readEvery: 20,
	listEvery: 40,
	listAtMost: 100,
	sweepEvery: 200,
	rereadAfter: 100,
	retryFirst: 10,
	retryAtMost: 100,
	probes: [50, 100, 200],
	lookUps: [20, 60],
	answerWithin: 500,
	waitingAfter: 3_600_000,
}

export const plainRules: Rules = {
	label: '',
	ignoreNicks: [],
	ignoreMessages: [],
	replaceNicks: [],
	replaceMessages: [],
	extractNicks: [],
	stripNick: false,
	guestSuffix: '',
	showJoinPart: true,
	showTopicChange: true,
}

export function memoryAccount(name: string, server: string, rules: Partial<Rules> = {}): AccountConfig {
	return {
		id: accountId(`memory.${name}`),
		network: 'memory',
		settings: { server, login: 'bridge' },
		rules: { ...plainRules, ...rules },
		ignoreFailureOnStart: false,
	}
}

export const memoryRoom = (name: string, address: string): RoomId => roomId(accountId(`memory.${name}`), address)

export function gatewayOf(name: string, rooms: readonly (RoomId | Member)[], more: Partial<Gateway> = {}): Gateway {
	return {
		name,
		members: rooms.map((room) => typeof room === 'string' ? { room, direction: 'inout' as const, nickFormat: '[{NICK}] ' } : room),
		files: { maxBytes: 1_000_000, refusedNames: [] },
		notices: ['call', 'people', 'room', 'poll', 'relay'],
		mentionEveryone: false,
		sameAddress: false,
		...more,
	}
}

/** A log that keeps its lines. */
export function keptLog(lines: string[] = []): Log & { readonly lines: readonly string[] } {
	const write = (level: string) => (line: string): void => void lines.push(`${level} ${line}`)
	return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}

export interface TestRelay {
	readonly relay: Relay
	readonly store: Store
	readonly counters: Counters
	readonly folder: string
	readonly log: ReturnType<typeof keptLog>
	/** Stops it; the state stays for the next `startRelay` with the same folder. */
	stop(): Promise<void>
}

/** A whole relay on in-memory servers. */
export async function startRelay(o: {
	readonly servers: readonly MemoryServer[]
	readonly accounts: readonly AccountConfig[]
	readonly gateways: readonly Gateway[]
	readonly folder?: string
	readonly pace?: Partial<Pace>
	readonly clock?: Clock
	readonly limits?: Limits
	readonly answered?: () => void
}): Promise<TestRelay> {
	const folder = o.folder ?? newFolder()
	const log = keptLog()
	const store = openStore(join(folder, 'relay.db'))
	const counters = zeroCounters()
	const parts = { store, log, counters, pace: { ...hurriedPace, ...o.pace }, clock: o.clock ?? systemClock }
	const spool = openSpool(parts, join(folder, 'spool'), 10_000_000)
	const networks = [memoryNetwork(o.servers, o.limits)]
	const relay = openRelay({ ...parts, spool, networks, ...(o.answered && { answered: o.answered }) })
	await relay.apply({ accounts: o.accounts, gateways: o.gateways })
	// A room that was never read says so to the relay: from then on it is heard.
	await until(() => o.gateways.every((gateway) => gateway.members.every((member) => store.cursors.get(member.room) !== undefined)))
	return {
		relay,
		store,
		counters,
		folder,
		log,
		async stop() {
			await relay.stop()
			store.close()
		},
	}
}

const folders: string[] = []
process.on('exit', () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** A folder of its own, gone at the end of the process. */
export function newFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'talk-relay-'))
	folders.push(folder)
	return folder
}

/** Resolves as soon as it holds; rejects when it does not for so long. */
export async function until(holds: () => boolean | Promise<boolean>, ms = 5000, what = 'that'): Promise<void> {
	const end = performance.now() + ms
	while (!await holds()) {
		if (performance.now() > end) {
			throw new Error(`${what} did not come about within ${ms} ms`)
		}
		await wait(5)
	}
}

/** What stands in a room, one line a message: nick and text. */
export function texts(server: MemoryServer, address: string, read: (text: RichText) => string): readonly string[] {
	return server.room(address).messages.filter((message) => !message.deleted).map((message) => message.nick + read(message.text))
}
