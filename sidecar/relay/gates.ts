import type { Clock } from './clock.ts'

/**
 * An account or a room that can be closed to us. While it is closed, one caller at a time is let through to try, after each of the
 * probe waits in turn; all others wait for what comes of it.
 */
export interface Gate {
	/** Resolves when the caller may try; false when the signal was aborted. */
	pass(signal: AbortSignal): Promise<boolean>
	/** An attempt went through: everybody may. */
	open(): void
	/** An attempt was refused: closed, until the next probe. */
	close(): void
	/** Something has changed there: the next probe is now. */
	hurry(): void
	readonly isClosed: boolean
}

export function gate(clock: Clock, probes: readonly number[]): Gate {
	let closedFor = 0
	let probeAt = 0
	let probing = false
	let changed = new AbortController()

	const change = (): void => {
		changed.abort()
		changed = new AbortController()
	}

	return {
		get isClosed() {
			return closedFor > 0
		},
		async pass(signal) {
			while (!signal.aborted) {
				if (closedFor === 0) {
					return true
				}
				const wait = probeAt - clock.ticks()
				if (wait <= 0 && !probing) {
					probing = true
					return true
				}
				await clock.sleep(probing ? 3_600_000 : wait, AbortSignal.any([signal, changed.signal]))
			}
			return false
		},
		open() {
			probing = false
			if (closedFor > 0) {
				closedFor = 0
				change()
			}
		},
		close() {
			if (closedFor > 0 && !probing) {
				// One of several attempts that were under way when it closed.
				return
			}
			probeAt = clock.ticks() + (probes[Math.min(closedFor, probes.length - 1)] ?? 60_000)
			closedFor += 1
			probing = false
			change()
		},
		hurry() {
			if (closedFor > 0) {
				closedFor = 1
				probeAt = clock.ticks()
				change()
			}
		},
	}
}
