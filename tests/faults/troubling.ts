import type { Plan, Trouble } from './plan.ts'
import type { RelayHandle } from './relay-handle.ts'
import type { Scene } from './scene.ts'

import { setTimeout as wait } from 'node:timers/promises'
import { byPerson, matchOf } from './plan.ts'
import { bridge, labelOf, roomToken } from './scene.ts'

/** What makes trouble has to reach. */
export interface TroubleParts {
	readonly scene: Scene
	readonly relay: RelayHandle
	/** Waits until nobody acts at this server, and holds everybody off until `work` is done. */
	readonly alone: (server: number, work: () => Promise<void>) => Promise<void>
	/** Writes the relay's file anew. */
	readonly writeConfig: () => void
	/** Aborted when the history is given up. */
	readonly signal: AbortSignal
}

/** How long a trouble that needs a write of the relay waits for one, in ms. */
const meetsWithin = 1500

/** Makes one trouble, and resolves when it is over. */
export function makeTrouble(parts: TroubleParts, trouble: Trouble): Promise<void> {
	const { scene, relay } = parts
	switch (trouble.kind) {
		case 'fault': return underRule(parts, trouble)
		case 'lateTarget': return underRule(parts, { ...trouble, kind: 'fault', aim: 'posts', probability: 1, fault: { do: 'lateCommit', ms: trouble.ms } })
		case 'lateSource': return lateSource(parts, trouble)
		case 'serverStops': return parts.alone(trouble.server, async () => {
			await scene.server(trouble.server).stop()
			await wait(trouble.lasts)
			await scene.server(trouble.server).start()
		})
		case 'kick': return kick(parts, trouble)
		case 'password': return password(parts, trouble)
		case 'kill': return relay.kill(trouble.down)
		case 'killAtWrite': return killAtWrite(parts, trouble)
		case 'restart': return relay.restart(trouble.down)
		case 'freeze': return relay.freeze(trouble.lasts)
		case 'diskFull': return full(relay, 'disk', trouble.lasts)
		case 'spoolFull': return full(relay, 'spool', trouble.lasts)
		case 'second': return relay.second()
		default: return trouble satisfies never
	}
}

type Of<Kind extends Trouble['kind']> = Extract<Trouble, { kind: Kind }>

async function underRule({ scene, signal }: TroubleParts, { server, aim, probability, times, fault, lasts }: Of<'fault'>): Promise<void> {
	const { faults } = scene.server(server)
	const name = faults.add({ match: matchOf(aim), probability, times, then: fault })
	await wait(lasts)
	// One that met nothing yet waits for it a little longer.
	const until = performance.now() + meetsWithin
	while (performance.now() < until && !signal.aborted && !faults.log.some(({ rule }) => rule === name)) {
		await wait(20)
	}
	faults.clear(name)
}

async function lateSource({ scene }: TroubleParts, { server, ms, lasts }: Of<'lateSource'>): Promise<void> {
	const { faults } = scene.server(server)
	const match = { method: 'POST', path: `/chat/[a-z0-9]+\\?${byPerson}` }
	const name = faults.add({ match, probability: 0.5, then: { do: 'lateCommit', ms } })
	await wait(lasts)
	faults.clear(name)
}

async function kick({ scene }: TroubleParts, { server, conversation, lasts }: Of<'kick'>): Promise<void> {
	const { store } = scene.server(server)
	const token = roomToken(server, conversation)
	const actor = { type: 'users', id: bridge } as const
	const attendee = store.rooms.get(token)?.attendees.get(`users/${bridge}`)
	if (attendee === undefined) {
		return
	}
	store.apply({ kind: 'attendeeGone', room: token, actor })
	await wait(lasts)
	store.apply({ kind: 'attendee', value: attendee })
}

async function password({ scene, relay, writeConfig }: TroubleParts, { server, lasts }: Of<'password'>): Promise<void> {
	const account = scene.server(server).store.people.get(bridge)
	if (account !== undefined) {
		account.appPassword = `${account.appPassword}x`
		await wait(lasts)
		writeConfig()
		await relay.hangUp()
	}
}

/** Lets the server hold back the answer to one of the relay's writes, and kills the relay before it comes. */
async function killAtWrite({ scene, relay, signal }: TroubleParts, { server, skip, taken, down }: Of<'killAtWrite'>): Promise<void> {
	const { faults } = scene.server(server)
	const match = { ...matchOf('writes'), method: 'POST' }
	const name = faults.add({ match, skip, times: 1, then: taken ? { do: 'slow', ms: 200, when: 'after' } : { do: 'hang' } })
	const until = performance.now() + meetsWithin
	while (performance.now() < until && !signal.aborted && !faults.log.some(({ rule }) => rule === name)) {
		await wait(4)
	}
	faults.clear(name)
	if (faults.log.some(({ rule }) => rule === name)) {
		await wait(taken ? 15 : 2)
		scene.tell(`the relay is killed at a write to ${labelOf(server)}`)
		await relay.kill(down)
	}
}

async function full(relay: RelayHandle, what: 'disk' | 'spool', ms: number): Promise<void> {
	relay.fill({ [what]: true })
	await wait(ms)
	relay.fill({ [what]: false })
}

/** In words, for a history that fails. */
export function troubleLine(trouble: Trouble): string {
	const { at, kind, ...rest } = trouble
	return `${String(at).padStart(5)} ${kind} ${JSON.stringify(rest)}`
}

export function planLines({ acts, troubles }: Plan): readonly string[] {
	return [
		...acts.map(({ at, server, conversation, what }) => `${String(at).padStart(5)} ${what} at ${labelOf(server)}${conversation}`),
		...troubles.map(troubleLine),
	]
}
