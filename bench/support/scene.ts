import type { Lab, Room } from '../../tests/support/talk.ts'
import type { Proxy } from './proxy.ts'
import type { Pair, RunningRelay } from './relay.ts'
import type { StoredWatch } from './stored.ts'

import { setTimeout as sleep } from 'node:timers/promises'
import { servers } from '../../tests/support/talk.ts'
import { until } from '../../tests/support/until.ts'
import { startProxy } from './proxy.ts'
import { diskFolder, relayFile, removeFolder, startRelay } from './relay.ts'
import { watchStored } from './stored.ts'

/** Two servers, pairs of rooms on them, and the relay between. */
export interface Scene {
	readonly lab: Lab
	readonly pairs: readonly Pair[]
	readonly relay: RunningRelay
	readonly stored: { readonly a: StoredWatch, readonly b: StoredWatch }
	readonly proxies: { readonly a: Proxy, readonly b: Proxy } | undefined
	close(): Promise<void>
}

async function rooms(lab: Lab, count: number): Promise<readonly Pair[]> {
	const pairs: Pair[] = []
	for (let n = 0; n < count; n += 1) {
		const [a, b]: Room[] = await Promise.all([lab.a.newRoom({ name: `bench ${n}` }), lab.b.newRoom({ name: `bench ${n}` })])
		if (a !== undefined && b !== undefined) {
			pairs.push({ a, b })
		}
	}
	return pairs
}

export interface SceneOptions {
	readonly pairs: number
	/** Watches when messages are stored. */
	readonly watch?: boolean
	/** Counts and times requests; `keepBodies`: with what was said in them. */
	readonly proxied?: boolean
	readonly keepBodies?: boolean
	/** Built-in servers take as long as live ones did: 45 ms for a read, 60 for a message, 50 for the room list. */
	readonly lifelike?: boolean
}

const lifelike: readonly (readonly [method: string, path: string, ms: number])[] = [['GET', '/chat/', 45], ['POST', '/chat/', 60], ['GET', '/v4/room', 50]]

export async function scene(o: SceneOptions): Promise<Scene> {
	const lab = await servers()
	const pairs = await rooms(lab, o.pairs)
	for (const [method, path, ms] of o.lifelike === true ? lifelike : []) {
		[lab.a, lab.b].forEach((server) => server.builtIn?.faults.add({ match: { method, path }, then: { do: 'slow', ms } }))
	}
	const proxies = o.proxied !== true
		? undefined
		: {
				a: await startProxy(lab.a.url, { keep: o.keepBodies === true }),
				b: await startProxy(lab.b.url, { keep: o.keepBodies === true }),
			}
	const none: StoredWatch = { at: () => undefined, count: () => 0, close: () => Promise.resolve() }
	const stored = o.watch === true ? { a: await watchStored(lab.a), b: await watchStored(lab.b) } : { a: none, b: none }
	const folder = diskFolder()
	const relay = await startRelay(relayFile(pairs, { a: proxies?.a.url ?? lab.a.url, b: proxies?.b.url ?? lab.b.url }), folder)
	// Reading begins at a room's newest message when it is opened: what is said before that would not be heard.
	await until('all rooms open', async () => await relay.up() >= 2 * o.pairs + 2 || undefined, { within: 300_000, every: 250 })
	await sleep(500)
	return {
		lab,
		pairs,
		relay,
		stored,
		proxies,
		async close() {
			await relay.stop()
			await Promise.all([stored.a.close(), stored.b.close(), proxies?.a.close(), proxies?.b.close()])
			await lab.close()
			removeFolder(folder)
		},
	}
}
