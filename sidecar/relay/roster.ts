import type { Gateway } from '../core/gateway.ts'
import type { RoomId } from '../core/ids.ts'
import type { Session } from '../core/network.ts'
import type { Parts } from './parts.ts'
import type { Rests } from './rests.ts'

import { failureOf } from '../core/failure.ts'
import { partsOf } from '../core/ids.ts'

/** Tells rooms that show it who is in the other rooms of their gateways. */
export interface RosterWatch {
	/** All gateways there are now. */
	take(gateways: readonly Gateway[]): void
	/** Somebody came or went in this room. */
	changed(room: RoomId): void
	stop(): void
}

/** Who is in `room`, the member with this number, is told in `target`. */
interface Pair { readonly room: RoomId, readonly member: number, readonly target: RoomId }

const keyFor = ({ target, member }: Pair): string => `${target} ${member}`

function pairsOf({ members }: Gateway, shows: (room: RoomId) => boolean): readonly Pair[] {
	const targets = members.map(({ room }) => room).filter(shows)
	// Of a room that has not agreed, or is paused, nothing is told.
	return members.flatMap(({ number, room, direction }) => number === undefined || direction === 'none'
		? []
		: targets.filter((target) => target !== room).map((target) => ({ room, member: number, target })))
}

/** Several who come together are told at once: so many times sooner than at the next round. */
const sooner = 60
/** And so many times sooner what could not be told. */
const soon = 10

export interface RosterParts extends Pick<Parts, 'clock' | 'pace' | 'log'> {
	readonly sessionOf: (room: RoomId) => Session | undefined
	readonly rests: Rests
}

export function watchRosters(parts: RosterParts): RosterWatch {
	const { clock, pace, log, sessionOf, rests } = parts
	const stopping = new AbortController()
	let pairs: readonly Pair[] = []
	/** What was last told, as it was told. */
	const told = new Map<string, string>()
	const changed = new Set<RoomId>()
	let waking = new AbortController()

	const tell = async (pair: Pair): Promise<void> => {
		if (!rests.mayAsk(pair.room) || !rests.mayAsk(pair.target)) {
			return
		}
		const target = sessionOf(pair.target)
		const people = await rests.asking(pair.room, async () => sessionOf(pair.room)?.people?.(partsOf(pair.room).address))
		const shown = JSON.stringify(people)
		if (people === undefined || target?.roster === undefined || told.get(keyFor(pair)) === shown || stopping.signal.aborted) {
			return
		}
		await rests.asking(pair.target, async () => target.roster?.(partsOf(pair.target).address, pair.member, people))
		told.set(keyFor(pair), shown)
	}

	/** One after another: nobody waits for it. True if all was told. */
	const round = async (wanted: readonly Pair[]): Promise<boolean> => {
		let all = true
		for (const pair of stopping.signal.aborted ? [] : wanted) {
			await tell(pair).catch((error: unknown) => {
				// What is closed to us is not asked sooner than the others.
				all &&= ['closeAccount', 'closeRoom'].includes(failureOf(error).verdict.then)
				log.debug(`${pair.room}: who is there could not be told: ${failureOf(error).message}`)
			})
		}
		return all
	}

	const rounds = async (): Promise<void> => {
		let next = clock.ticks() + pace.rosterEvery
		while (!stopping.signal.aborted) {
			await clock.sleep(next - clock.ticks(), AbortSignal.any([waking.signal, stopping.signal]))
			if (waking.signal.aborted) {
				waking = new AbortController()
				await clock.sleep(pace.rosterEvery / sooner, stopping.signal)
			}
			const isDue = clock.ticks() >= next
			const rooms = new Set(changed)
			changed.clear()
			const all = await round(isDue ? pairs : pairs.filter(({ room }) => rooms.has(room)))
			next = all && !isDue ? next : clock.ticks() + (all ? pace.rosterEvery : pace.rosterEvery / soon)
		}
	}
	void rounds()

	return {
		take(gateways) {
			pairs = gateways.flatMap((gateway) => pairsOf(gateway, (room) => sessionOf(room)?.roster !== undefined))
			const keys = new Set(pairs.map(keyFor))
			for (const key of told.keys()) {
				if (!keys.has(key)) {
					told.delete(key)
				}
			}
			pairs.filter((pair) => !told.has(keyFor(pair))).forEach(({ room }) => changed.add(room))
			waking.abort()
		},
		changed(room) {
			changed.add(room)
			waking.abort()
		},
		stop: () => stopping.abort(),
	}
}
