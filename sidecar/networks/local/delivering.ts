import type { Host } from '../../core/network.ts'
import type { Door } from '../../door/client.ts'
import type { DeliverAnswer, DeliverItem } from '../../door/types.ts'

import { Buffer } from 'node:buffer'
import { Failure, failureOf } from '../../core/failure.ts'
import { sentence } from '../../core/sentence.ts'

/** Gives items to the app. */
export interface Delivering {
	/** What the app answers to it. Throws a Failure where it could not be asked. */
	deliver(item: DeliverItem): Promise<DeliverAnswer>
}

interface Waiting {
	readonly item: DeliverItem
	readonly bytes: number
	readonly answered: (answer: DeliverAnswer) => void
	readonly failed: (failure: Failure) => void
}

const mostItems = 50
const mostBytes = 1_000_000
/** Requests at a time: one that takes long delays nobody else, and no more workers of the server are taken. */
const lanes = 2

interface DeliveringParts {
	readonly door: Pick<Door, 'deliver'>
	readonly host: Pick<Host, 'signal'>
	readonly well: () => void
	readonly failed: (error: unknown) => void
}

/** Whatever waits while requests are under way goes in the next one, all rooms together; nothing ever waits for company. */
export function openDelivering(parts: DeliveringParts): Delivering {
	let queue: readonly Waiting[] = []
	let busy = 0

	/** As many as may go together, at least one. */
	const next = (): readonly Waiting[] => {
		const batch: Waiting[] = []
		let bytes = 0
		for (const one of queue) {
			bytes += one.bytes
			if (batch.length > 0 && (batch.length >= mostItems || bytes > mostBytes)) {
				break
			}
			batch.push(one)
		}
		queue = queue.slice(batch.length)
		return batch
	}

	const settle = (batch: readonly Waiting[], answers: readonly DeliverAnswer[]): void => {
		const byKey = new Map(answers.map((answer) => [answer.key, answer]))
		for (const { item, answered, failed } of batch) {
			const answer = byKey.get(item.key)
			if (answer === undefined) {
				failed(new Failure({ then: 'retry' }, sentence`the app did not say what became of it`, { left: 'unknown' }))
			} else {
				answered(answer)
			}
		}
	}

	const run = async (): Promise<void> => {
		busy += 1
		while (queue.length > 0) {
			const batch = next()
			try {
				settle(batch, await parts.door.deliver(batch.map(({ item }) => item)))
				parts.well()
			} catch (error) {
				parts.failed(error)
				batch.forEach(({ failed }) => failed(failureOf(error)))
			}
		}
		busy -= 1
	}

	return {
		deliver: (item) => new Promise((answered, failed) => {
			if (parts.host.signal.aborted) {
				failed(new Failure({ then: 'retry' }, sentence`the relay stops`))
				return
			}
			queue = [...queue, { item, bytes: Buffer.byteLength(JSON.stringify(item)), answered, failed }]
			if (busy < lanes) {
				void run()
			}
		}),
	}
}
