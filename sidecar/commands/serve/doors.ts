import type { ServeOptions } from '../../config/serve-options.ts'
import type { Way } from '../../control/lease.ts'
import type { Door } from '../../door/client.ts'

import { openDoor } from '../../door/client.ts'

/** All ways to the app, as one door: whatever is asked goes the way that was taken, before that the first one. */
export interface Doors {
	readonly ways: readonly (Way & { readonly door: Door })[]
	readonly door: Door
	/** The base of the way that was taken. */
	base(): string
	take(way: Way): void
	close(): Promise<void>
}

export interface DoorsParts extends Pick<ServeOptions, 'apps' | 'caFile' | 'insecure'> {
	readonly secret: string
	/** ms */
	readonly answerWithin: number
	readonly signal: AbortSignal
}

/** Throws an Error for what is no address. */
export function openDoors({ apps, caFile, insecure, secret, answerWithin, signal }: DoorsParts): Doors {
	const ways = apps.map(({ base, host }) => ({
		base: host === undefined ? base : `${base} (as ${host})`,
		door: openDoor({ address: { base, host, caFile, skipTlsVerify: insecure }, secret, answerWithin, signal }),
	}))
	let taken = ways[0]!
	return {
		ways,
		// The doors are alike: each call is looked up on the one that was taken.
		door: new Proxy(taken.door, { get: (_, name): unknown => Reflect.get(taken.door, name) }),
		base: () => taken.base,
		take(way) {
			taken = ways.find(({ door }) => door === way.door) ?? taken
		},
		async close() {
			await Promise.all(ways.map(({ door }) => door.close()))
		},
	}
}
