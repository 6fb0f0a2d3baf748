import type { ShownRelay, ShownSide, Side, Told } from './api.ts'
import type { Column } from './column.ts'
import type { RelayProcess } from './relay-process.ts'
import type { RelayState } from './relay-state.ts'
import type { Sides } from './sides.ts'

import process from 'node:process'

/** Everything that the page shows. */
export interface Scene {
	readonly sides: Sides
	readonly columns: Readonly<Record<Side, Column>>
	readonly relay: RelayProcess
	readonly state: RelayState
}

export const tellSide = (scene: Scene, side: Side): Told => ({ is: 'side', side: sideOf(scene, side) })
export const tellRelay = (scene: Scene): Told => ({ is: 'relay', relay: relayOf(scene) })

function sideOf({ sides, columns, state }: Scene, side: Side): ShownSide {
	const { name, server, room, people } = sides[side]
	const messages = columns[side].messages().map((message) => {
		const took = state.took(side, message.id)
		return took === undefined ? message : { ...message, took }
	})
	return { side, name, url: server.url, room, runs: sides[side].runs(), people, messages }
}

function relayOf({ relay, state }: Scene): ShownRelay {
	const times = state.times()
	const usual = [...times].sort((one, other) => one - other)[Math.floor((times.length - 1) / 2)]
	return {
		state: relay.state(),
		waiting: state.waiting(),
		setAside: state.setAside(),
		carried: times.length,
		lines: relay.lines(),
		...usual !== undefined && { usual },
	}
}

/** How often columns and relay are looked at while a page is open (ms). */
const every = 150

/** Tells what changes until `stop`, which resolves when nothing is under way any more. */
export function watch(scene: Scene, isWatched: () => boolean, tell: (told: Told) => void): { stop(): Promise<void> } {
	const { sides, columns, state } = scene
	let lastProblem = ''
	const changed = async (side: Side): Promise<boolean> => {
		try {
			return sides[side].runs() && await columns[side].look()
		} catch (error) {
			// A server that was just stopped cuts the connection.
			if (sides[side].runs() && String(error) !== lastProblem) {
				lastProblem = String(error)
				process.stderr.write(`${lastProblem}\n`)
			}
			return false
		}
	}
	const look = async (): Promise<void> => {
		const moved = state.look()
		if (moved) {
			tell(tellRelay(scene))
		}
		await Promise.all((['left', 'right'] as const).map(async (side) => {
			if (await changed(side) || moved) {
				tell(tellSide(scene, side))
			}
		}))
	}
	let ends = false
	const rounds = async (): Promise<void> => {
		while (!ends) {
			if (isWatched()) {
				await look()
			}
			await new Promise((resolve) => setTimeout(resolve, every))
		}
	}
	const done = rounds()
	return {
		async stop() {
			ends = true
			await done
		},
	}
}
