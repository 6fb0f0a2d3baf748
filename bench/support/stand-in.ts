import type { Connection } from '../../tests/support/ocs.ts'
import type { Seat } from '../../tests/support/seat.ts'
import type { Pair } from './relay.ts'

import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../../tests/support/ocs.ts'
import { seat } from '../../tests/support/seat.ts'

/** Reads one room every 250 ms and posts into the other what people said there. Remembers nothing, survives nothing. */
async function carry(from: Seat, to: Seat, stop: AbortSignal): Promise<void> {
	for (let after = await from.newest(); !stop.aborted;) {
		const next = performance.now() + 250
		const { messages, lastGiven } = await from.page({ after, timeout: 0 })
		for (const { message, systemMessage, actorId } of messages) {
			if (systemMessage === '' && actorId !== from.user) {
				await to.post(message)
			}
		}
		after = lastGiven ?? after
		await sleep(Math.max(0, next - performance.now()))
	}
}

export interface StandIn { stop(): Promise<void> }

/** What one could do oneself in ten lines, both ways between two rooms: what there is to compare the relay with, on the same machine. */
export function startStandIn({ a, b }: Pair, urls: { readonly a: string, readonly b: string }): StandIn {
	const stop = new AbortController()
	const connections: Connection[] = []
	const bot = (room: Pair['a'], url: string): Seat => {
		const connection = connect(url, room.server.bot)
		connections.push(connection)
		return seat(connection, room.server.bot.user, room.token)
	}
	const [here, there] = [bot(a, urls.a), bot(b, urls.b)]
	const carrying = Promise.all([carry(here, there, stop.signal), carry(there, here, stop.signal)])
	return {
		async stop() {
			stop.abort()
			await carrying
			connections.forEach((connection) => connection.close())
		},
	}
}
