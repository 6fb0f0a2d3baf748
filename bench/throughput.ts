import type { Room } from '../tests/support/talk.ts'
import type { Figure } from './support/statistics.ts'
import type { StoredWatch } from './support/stored.ts'

import { setTimeout as sleep } from 'node:timers/promises'
import { keyOf } from '../sidecar/core/mark.ts'
import { until } from '../tests/support/until.ts'
import { scene } from './support/scene.ts'
import { atLeast, quantile, round } from './support/statistics.ts'

/** Messages per second from the first to the last of these moments (ms). */
const rateOf = (times: readonly number[]): number => (times.length - 1) / ((Math.max(...times) - Math.min(...times)) / 1000)

/** When these were stored, as soon as so many of them are; ms, in no order. */
function storedAll(watch: StoredWatch, texts: ReadonlySet<string>, count: number): Promise<readonly number[]> {
	const times: number[] = []
	const missing = new Set(texts)
	return until(`${count} messages stored`, () => {
		for (const text of missing) {
			const at = watch.at(text)
			if (at !== undefined) {
				times.push(at)
				missing.delete(text)
			}
		}
		return times.length >= count ? times : undefined
	}, { within: 600_000, every: 10 })
}

/** Four people write at a time, so that the source is faster than the target. */
async function writeAll(room: Room, texts: readonly string[]): Promise<void> {
	await Promise.all([0, 1, 2, 3].map(async (lane) => {
		for (const text of texts.filter((_, n) => n % 4 === lane)) {
			await room.owner.post(text)
		}
	}))
}

/** One login's sequential POSTs into the target: what none can exceed who keeps order. Marked as a relay's: ours leaves them alone. */
async function ownRate(room: Room, count: number): Promise<number> {
	const began = performance.now()
	for (let n = 0; n < count; n += 1) {
		await room.bot.post(`rate ${n}`, { referenceId: keyOf('benchbenchbe', n, 0) })
	}
	return count / ((performance.now() - began) / 1000)
}

/**
 * Messages per second in one conversation against the target's own rate, in turns in one run: what else the machine does meets both. The
 * messages are there before the relay looks, for a source that is written to at the same time would take the target's processor.
 */
export async function throughput(o: { readonly messages: number, readonly turns: number }): Promise<readonly Figure[]> {
	const here = await scene({ pairs: 1, watch: true })
	const pair = here.pairs[0]
	try {
		if (pair === undefined) {
			throw new Error('there is no room')
		}
		const run = Math.random().toString(36).slice(2, 8)
		const texts = (name: string): readonly string[] => Array.from({ length: o.messages }, (_, n) => `${name} ${run} ${n}`)
		const waiting = texts('load')
		here.relay.pause()
		await writeAll(pair.a, waiting)
		const missing = new Set(waiting)
		// The relay goes a little further each time, until it is seen and stopped.
		const each = Math.floor(o.messages / (o.turns + 2))
		const [ours, own]: [number[], number[]] = [[], []]
		for (let turn = 0; turn < o.turns; turn += 1) {
			own.push(await ownRate(pair.b, each))
			here.relay.goOn()
			ours.push(rateOf(await storedAll(here.stored.b, missing, Math.min(each, missing.size))))
			here.relay.pause()
			// What was under way belongs to neither.
			await sleep(300)
			waiting.forEach((text) => here.stored.b.at(text) !== undefined && missing.delete(text))
		}
		here.relay.goOn()
		await storedAll(here.stored.b, missing, missing.size)
		const meanwhile = texts('meanwhile').slice(0, 2 * each)
		const written = writeAll(pair.a, meanwhile)
		const both = rateOf(await storedAll(here.stored.b, new Set(meanwhile), meanwhile.length))
		await written
		return [
			{ what: 'one conversation', value: round(quantile(ours, 0.5)), unit: 'messages/s' },
			{ what: 'the target\'s own sequential POSTs', value: round(quantile(own, 0.5)), unit: 'messages/s' },
			atLeast('share of it, median of the turns', quantile(ours.map((rate, n) => rate / (own[n] ?? Number.NaN)), 0.5), '', 0.9),
			{ what: 'one conversation, while four people write at the source', value: round(both), unit: 'messages/s' },
		]
	} finally {
		await here.close()
	}
}

/** The same over many conversations at once. */
export async function manyConversations(o: { readonly pairs: number, readonly messages: number }): Promise<readonly Figure[]> {
	const here = await scene({ pairs: o.pairs, watch: true })
	try {
		const already = here.stored.b.count()
		const began = performance.now()
		const lanes = 4
		const post = async (lane: number): Promise<void> => {
			for (let n = lane; n < o.messages; n += lanes) {
				await here.pairs[n % o.pairs]?.a.owner.post(`many ${n}`)
			}
		}
		await Promise.all(Array.from({ length: lanes }, (_, lane) => post(lane)))
		await until('all messages', () => here.stored.b.count() >= already + o.messages || undefined, { within: 600_000, every: 5 })
		return [{ what: `${o.pairs} conversations`, value: round(o.messages / ((performance.now() - began) / 1000)), unit: 'messages/s' }]
	} finally {
		await here.close()
	}
}

/** What a long outage leaves: so many messages waiting for one room. */
export async function drain(o: { readonly messages: number }): Promise<readonly Figure[]> {
	const here = await scene({ pairs: 1, watch: true })
	const pair = here.pairs[0]
	try {
		const target = here.lab.b.builtIn
		if (target === undefined || pair === undefined) {
			return []
		}
		await target.stop()
		for (let n = 0; n < o.messages; n += 1) {
			await pair.a.owner.post(`drain ${n}`)
		}
		await until('all accepted', async () => await here.relay.metric('talk_relay_deliveries_waiting') >= o.messages || undefined, { within: 120_000 })
		const already = here.stored.b.count()
		await target.start()
		await until('the first', () => here.stored.b.count() > already || undefined, { within: 120_000, every: 2 })
		const began = performance.now()
		await until('all', () => here.stored.b.count() >= already + o.messages || undefined, { within: 600_000, every: 5 })
		const seconds = (performance.now() - began) / 1000
		return [
			{ what: `${o.messages} queued messages drained in`, value: round(seconds), unit: 's' },
			{ what: 'that is', value: round(o.messages / seconds), unit: 'messages/s' },
		]
	} finally {
		await here.close()
	}
}
