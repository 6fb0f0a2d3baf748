import type { Fault, Match } from '../../sidecar/demo/talk-server/faults.ts'
import type { Chance } from './random.ts'

import { chanceOf } from './random.ts'

/** Something that a person does. What it is done to is picked when it is time, among what stands then: `pick` from 0 up to 1. */
export interface Act {
	/** ms since the history began. */
	readonly at: number
	readonly server: number
	readonly conversation: number
	readonly person: number
	readonly what: 'post' | 'answer' | 'file' | 'edit' | 'delete' | 'react' | 'unreact'
	readonly pick: number
	/** Words of the text; more than a thousand: as long as Talk takes. */
	readonly words: number
	readonly emoji: string
}

/** Which of the relay's requests a fault is about. */
export type Aim = 'all' | 'reads' | 'writes' | 'posts'

export type Trouble = { readonly at: number } & (
	| { readonly kind: 'fault', readonly lasts: number, readonly server: number, readonly aim: Aim, readonly probability: number, readonly times: number, readonly fault: Fault }
	/** The database of a target makes copies visible after the relay has given up waiting for the answer. */
	| { readonly kind: 'lateTarget', readonly lasts: number, readonly server: number, readonly ms: number, readonly times: number }
	/** The source's database makes messages of people visible late. */
	| { readonly kind: 'lateSource', readonly lasts: number, readonly server: number, readonly ms: number }
	| { readonly kind: 'serverStops', readonly lasts: number, readonly server: number }
	/** The relay's account is taken out of a room, and put back. */
	| { readonly kind: 'kick', readonly lasts: number, readonly server: number, readonly conversation: number }
	/** The account gets another password, of which the relay hears by its file and SIGHUP so much later. */
	| { readonly kind: 'password', readonly lasts: number, readonly server: number }
	/** SIGKILL at a moment, and started again. */
	| { readonly kind: 'kill', readonly down: number }
	/** SIGKILL while the relay waits for the answer to one of its writes, before or after the server took it. */
	| { readonly kind: 'killAtWrite', readonly server: number, readonly skip: number, readonly taken: boolean, readonly down: number }
	| { readonly kind: 'restart', readonly down: number }
	| { readonly kind: 'freeze', readonly lasts: number }
	| { readonly kind: 'diskFull', readonly lasts: number }
	| { readonly kind: 'spoolFull', readonly lasts: number }
	| { readonly kind: 'second' })

export interface Plan {
	readonly seed: number
	readonly servers: number
	readonly conversations: number
	/** In order of time. */
	readonly acts: readonly Act[]
	readonly troubles: readonly Trouble[]
	/** When all is quiet: SIGKILL and started once more, which must change nothing. */
	readonly killAtEnd: boolean
}

export const emojis: readonly string[] = ['👍', '🎉', '❤️']

/** How often people's requests are known from the relay's. */
export const byPerson = 'person=1'

export function matchOf(aim: Aim): Match {
	const path = aim === 'posts' ? `^(?!.*${byPerson}).*/chat/[a-z0-9]+$` : `^(?!.*${byPerson})`
	switch (aim) {
		case 'all': return { path }
		case 'reads': return { path: `${path}(?!.*\\.)`, method: 'GET' }
		case 'writes': return { path: `${path}.*(?:/chat/|/reaction/|/shares|/files/)` }
		case 'posts': return { path, method: 'POST' }
		default: return aim satisfies never
	}
}

function makeAct(chance: Chance, lasts: number, servers: number, conversations: number): Act {
	return {
		at: chance.int(0, lasts),
		server: chance.int(0, servers - 1),
		conversation: chance.int(0, conversations - 1),
		person: chance.int(0, 2),
		what: chance.weighed({ post: 30, answer: 14, file: 5, edit: 16, delete: 9, react: 18, unreact: 8 }),
		pick: chance.next(),
		words: chance.holds(0.015) ? 5000 : chance.int(1, 8),
		emoji: chance.pick(emojis),
	}
}

/** The source of many bursts: one person writes several messages at once. */
function makeBurst(chance: Chance, lasts: number, servers: number, conversations: number): readonly Act[] {
	const first = makeAct(chance, lasts, servers, conversations)
	return Array.from({ length: chance.int(2, 5) }, () => ({ ...first, what: 'post' as const, words: chance.int(1, 8) }))
}

function makeFault(chance: Chance): { readonly fault: Fault, readonly aim: Aim, readonly times: number } {
	const aim = chance.pick<Aim>(['all', 'reads', 'writes', 'writes', 'posts', 'posts'])
	const kind = chance.weighed({
		answerLost: 5,
		halfAnswer: 3,
		slow: 4,
		lateCommit: 4,
		reset: 3,
		hang: 2,
		status: 4,
		tooMany: 2,
		unauthorised: 2,
		maintenance: 2,
		html: 2,
		empty200: 1,
		endlessAnswer: 1,
	})
	const often = { aim, times: 1000 }
	switch (kind) {
		case 'answerLost':
		case 'halfAnswer': return { aim: chance.pick<Aim>(['writes', 'posts', 'all']), times: chance.int(1, 6), fault: { do: kind } }
		case 'slow': return { ...often, times: chance.int(3, 20), fault: { do: 'slow', ms: chance.int(30, 500), when: chance.pick(['before', 'after'] as const) } }
		case 'lateCommit': return { aim: 'posts', times: chance.int(1, 4), fault: { do: 'lateCommit', ms: chance.int(50, 500) } }
		case 'reset': return { aim, times: chance.int(1, 4), fault: { do: 'reset' } }
		case 'hang': return { aim, times: chance.int(1, 3), fault: { do: 'hang' } }
		case 'endlessAnswer': return { aim, times: 1, fault: { do: 'endlessAnswer', everyMs: 40 } }
		case 'status': return { aim, times: chance.int(1, 12), fault: { do: 'status', code: chance.pick([500, 502, 503, 504]) } }
		case 'tooMany': {
			const headers = chance.holds(0.3) ? { 'Retry-After': '1' } : {}
			return { aim, times: chance.int(1, 8), fault: { do: 'status', code: 429, headers } }
		}
		case 'unauthorised': return { aim, times: chance.int(1, 10), fault: { do: 'status', code: 401 } }
		case 'maintenance': return { ...often, aim: 'all', fault: { do: 'maintenance' } }
		case 'html':
		case 'empty200': return { ...often, fault: { do: kind } }
		default: return kind satisfies never
	}
}

function makeTrouble(chance: Chance, lasts: number, servers: number, conversations: number): Trouble {
	const at = chance.int(50, lasts)
	const server = chance.int(0, servers - 1)
	const kind = chance.weighed({
		fault: 48,
		lateTarget: 8,
		lateSource: 5,
		serverStops: 10,
		kick: 4,
		password: 3,
		kill: 12,
		killAtWrite: 14,
		restart: 4,
		freeze: 4,
		diskFull: 8,
		spoolFull: 3,
		second: 5,
	})
	switch (kind) {
		case 'fault': return {
			at,
			kind,
			lasts: chance.int(150, 1200),
			server,
			probability: chance.pick([1, 1, 0.5]),
			...makeFault(chance),
		}
		case 'lateTarget': return { at, kind, lasts: chance.int(300, 1200), server, ms: chance.int(700, 900), times: chance.int(1, 2) }
		case 'lateSource': return { at, kind, lasts: chance.int(200, 800), server, ms: chance.int(30, 130) }
		case 'serverStops': return { at, kind, lasts: chance.int(100, 900), server }
		case 'kick': return { at, kind, lasts: chance.int(200, 700), server, conversation: chance.int(0, conversations - 1) }
		case 'password': return { at, kind, lasts: chance.int(100, 600), server }
		case 'kill':
		case 'restart': return { at, kind, down: chance.pick([0, chance.int(0, 500), chance.int(500, 1000)]) }
		case 'killAtWrite': return { at, kind, server, skip: chance.int(0, 4), taken: chance.holds(0.6), down: chance.int(0, 300) }
		case 'freeze':
		case 'diskFull':
		case 'spoolFull': return { at, kind, lasts: chance.int(100, 900) }
		case 'second': return { at, kind }
		default: return kind satisfies never
	}
}

/** Late commits add up, and together would come after the last look-up: a limit that design §7 knows. So each server has one at most. */
function oneLateEach(troubles: readonly Trouble[]): readonly Trouble[] {
	const late = new Set<number>()
	return troubles.filter((trouble) => {
		const isLate = trouble.kind === 'lateTarget' || (trouble.kind === 'fault' && trouble.fault.do === 'lateCommit')
		return !isLate || (!late.has(trouble.server) && late.add(trouble.server))
	})
}

const byTime = (one: { readonly at: number }, other: { readonly at: number }): number => one.at - other.at

/** A history out of a number; the same each time. */
export function planOf(seed: number): Plan {
	const chance = chanceOf(Math.imul(seed, 0x9e3779b1))
	// The first numbers of neighbouring seeds are alike in some generators; here they need not be, but it costs nothing.
	Array.from({ length: 4 }, () => chance.next())
	const servers = chance.holds(0.4) ? 3 : 2
	const conversations = chance.holds(0.2) ? 2 : 1
	const lasts = chance.int(700, 2200)
	const acts = [
		...Array.from({ length: chance.int(8, 26) }, () => makeAct(chance, lasts, servers, conversations)),
		...Array.from({ length: chance.int(0, 3) }, () => makeBurst(chance, lasts, servers, conversations)).flat(),
	]
	const troubles = Array.from({ length: chance.int(1, 5) }, () => makeTrouble(chance, lasts, servers, conversations))
	const kills: Trouble[] = chance.holds(0.35)
		? [chance.holds(0.5)
				? { at: chance.int(50, lasts), kind: 'kill', down: chance.int(0, 500) }
				: { at: chance.int(50, lasts), kind: 'killAtWrite', server: chance.int(0, servers - 1), skip: chance.int(0, 4), taken: chance.holds(0.6), down: 50 }]
		: []
	return {
		seed,
		servers,
		conversations,
		acts: acts.sort(byTime),
		troubles: oneLateEach([...troubles, ...kills].sort(byTime)),
		killAtEnd: chance.holds(0.25),
	}
}

export const isKilled = ({ troubles }: Plan): boolean => troubles.some(({ kind }) => kind === 'kill' || kind === 'killAtWrite')
