import type { Abilities } from './capabilities.ts'
import type { FaultBox } from './faults.ts'
import type { Bell } from './notifications.ts'
import type { Store } from './store.ts'

/** What every part of the server may reach. */
export interface World {
	readonly store: Store
	readonly faults: FaultBox
	readonly bell: Bell
	readonly abilities: Abilities
	/** Without a slash at the end; changes only where the port was left open and is known after the first start. */
	url(): string
	/** Milliseconds since 1970, by the server's own clock, which may be wrong. */
	now(): number
	/** The folder in which uploaded files lie, one flat name each. */
	readonly disk: string
	/** Talk believes for so long (ms) that nothing follows an id once it found nothing; only new messages and calls end that early. */
	readonly believesFor: number
	/** Aborted when the server stops. */
	signal(): AbortSignal
}

export const seconds = (world: World): number => Math.floor(world.now() / 1000)

/** Resolves after so many milliseconds, or at once when the signal is aborted. */
export function sleep(ms: number, ...signals: readonly AbortSignal[]): Promise<void> {
	return new Promise((resolve) => {
		const waiting: { timer?: NodeJS.Timeout } = {}
		const done = (): void => {
			clearTimeout(waiting.timer)
			for (const signal of signals) {
				signal.removeEventListener('abort', done)
			}
			resolve()
		}
		waiting.timer = setTimeout(done, ms)
		for (const signal of signals) {
			signal.addEventListener('abort', done, { once: true })
		}
		if (signals.some(({ aborted }) => aborted)) {
			done()
		}
	})
}
