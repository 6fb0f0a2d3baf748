import type { Readable } from 'node:stream'
import type { ChatEvent, KeptFile } from '../../core/event.ts'
import type { AccountId, Cursor, MessageId, PersonId, RoomId } from '../../core/ids.ts'
import type { Host } from '../../core/network.ts'
import type { Pace } from '../../core/pace.ts'

import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { failureOf } from '../../core/failure.ts'
import { accountId } from '../../core/ids.ts'
import { usualPace } from '../../core/pace.ts'

/** A relay in memory: keeps what it is told, takes each event once, as the real one does. For tests. */
export interface FakeHost extends Host {
	readonly events: ChatEvent[]
	/** What was told of the account and its rooms, in order: `online`, `connecting: …`, `room closed: …`. */
	readonly told: string[]
	/** Log lines with their level. */
	readonly lines: string[]
	readonly cursors: Map<RoomId, Cursor>
	readonly files: Map<string, Uint8Array>
	/** Below how many ids each `rewound` let things stand. */
	readonly rewinds: { readonly room: RoomId, readonly from: number }[]
	/** Set: `heard` rejects with it. */
	broken: Error | undefined
	/** What `reactions` answers. */
	known: readonly { readonly emoji: string, readonly by: PersonId }[]
	stop(): void
	/** Resolves when it holds; rejects after so many ms, with everything that was told. */
	until(what: string, holds: () => boolean, within?: number): Promise<void>
	texts(): readonly string[]
}

/** Waiting times in which a test can see a second pass. */
export const hurried: Pace = {
	...usualPace,
	readEvery: 20,
	livelyFor: 300,
	listEvery: 60,
	listAtMost: 200,
	listShare: 0.5,
	sweepEvery: 150,
	rereadAfter: 100,
	retryFirst: 20,
	retryAtMost: 100,
	probes: [60, 120],
	answerWithin: 400,
}

function idOf(event: ChatEvent): string {
	return event.kind === 'reaction'
		? `${event.kind} ${event.target} ${event.emoji} ${event.author.id} ${event.removed} ${event.id}`
		: `${event.kind} ${event.id}`
}

export function fakeHost(pace: Pace = hurried, account: AccountId = accountId('nctalk.nube')): FakeHost {
	const stopping = new AbortController()
	const told: string[] = []
	const lines: string[] = []
	const heard = new Set<string>()
	const kept = new Map<string, KeptFile>()
	const log = (level: string) => (line: string): void => void lines.push(`${level} ${line}`)
	const say = (line: string): void => {
		if (told.at(-1) !== line) {
			told.push(line)
		}
	}
	const host: FakeHost = {
		account,
		pace,
		log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
		events: [],
		told,
		lines,
		cursors: new Map(),
		files: new Map(),
		rewinds: [],
		broken: undefined,
		known: [],
		signal: stopping.signal,
		async heard(room, events, cursor) {
			await sleep(0)
			if (host.broken) {
				throw host.broken
			}
			for (const event of events) {
				if (!heard.has(`${event.room} ${idOf(event)}`)) {
					heard.add(`${event.room} ${idOf(event)}`)
					host.events.push(event)
				}
			}
			host.cursors.set(room, cursor)
		},
		cursor: (room) => host.cursors.get(room),
		async keep(room, id, file, open) {
			const key = `${room} ${id}`
			const before = kept.get(key)
			if (before) {
				return before
			}
			try {
				const stream: Readable = await open()
				host.files.set(key, await buffer(stream))
			} catch (error) {
				if (failureOf(error).verdict.then === 'drop') {
					return { ...file, refused: 'gone' }
				}
				throw error
			}
			const made = { ...file, spooled: key }
			kept.set(key, made)
			return made
		},
		spooled: () => {
			throw new Error('nothing is sent in this test')
		},
		reactions: () => host.known,
		rewound(room, gone) {
			let from = 0
			while (from < 100_000 && !gone(String(from) as MessageId)) {
				from += 1
			}
			host.rewinds.push({ room, from })
			heard.clear()
		},
		status: (state, why) => say(why === undefined ? state : `${state}: ${why}`),
		roomStatus: (room, state, why) => say(`${room} ${state}${why === undefined ? '' : `: ${why}`}`),
		stop: () => stopping.abort(),
		async until(what, holds, within = 5000) {
			const end = performance.now() + within
			while (!holds()) {
				if (performance.now() > end) {
					throw new Error(`${what}: not within ${within} ms\n${[...told, ...lines, ...host.events.map((event) => JSON.stringify(event))].join('\n')}`)
				}
				await sleep(5)
			}
		},
		texts: () => host.events.flatMap((event) => event.kind === 'message' ? [event.text.map((span) => 'text' in span ? span.text : '').join('')] : []),
	}
	return host
}
