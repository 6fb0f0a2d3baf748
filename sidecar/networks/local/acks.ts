import type { Host } from '../../core/network.ts'
import type { Door } from '../../door/client.ts'

import { waitAfter } from '../../core/backoff.ts'
import { failureOf } from '../../core/failure.ts'
import { pause } from './pause.ts'

export interface Acks {
	/** These rows are on our disk, or nobody's. */
	done(ids: readonly number[]): void
	/** Resolves when no request is under way. */
	settled(): Promise<void>
}

/** Ids in one request. */
const most = 500

interface AckParts {
	readonly door: Pick<Door, 'ack'>
	readonly host: Pick<Host, 'pace' | 'signal' | 'log'>
	readonly random: () => number
	readonly gone: (ids: readonly number[]) => void
	readonly failed: (error: unknown) => void
}

/** Acknowledges rows, one request at a time: an earlier row is never left behind a later one, or a replay would undo what came after it. */
export function openAcks({ door, host, random, gone, failed }: AckParts): Acks {
	const waiting = new Set<number>()
	let running = false
	let last: Promise<void> | undefined

	const run = async (): Promise<void> => {
		let failures = 0
		await pause(host.pace.gatherFor, host.signal)
		while (waiting.size > 0 && !host.signal.aborted) {
			const ids = [...waiting].slice(0, most)
			try {
				await door.ack(ids)
				ids.forEach((id) => waiting.delete(id))
				gone(ids)
				failures = 0
			} catch (error) {
				failed(error)
				await pause(waitAfter(failureOf(error).verdict, failures, host.pace, random()), host.signal)
				failures += 1
			}
		}
		running = false
	}
	return {
		done(ids) {
			ids.forEach((id) => waiting.add(id))
			if (!running) {
				running = true
				last = run()
			}
		},
		settled: async () => last,
	}
}
