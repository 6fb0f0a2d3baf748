import type { Figure } from './support/statistics.ts'

import { until } from '../tests/support/until.ts'
import { scene } from './support/scene.ts'
import { atLeast, round } from './support/statistics.ts'

/** One person's sequential POSTs into the target: what no relay can exceed there, keeping order. */
async function ownRate(post: (text: string) => Promise<unknown>, count: number): Promise<number> {
	const began = performance.now()
	for (let n = 0; n < count; n += 1) {
		await post(`rate ${n}`)
	}
	return count / ((performance.now() - began) / 1000)
}

/**
 * Messages per second in one conversation against the target's own rate, measured before and after in the same run. The messages are
 * there before the relay is: so reading waits for nobody.
 */
export async function throughput(o: { readonly messages: number }): Promise<readonly Figure[]> {
	const here = await scene({ pairs: 1, watch: true })
	const pair = here.pairs[0]
	try {
		if (pair === undefined) {
			throw new Error('there is no room')
		}
		await ownRate((text) => pair.b.bot.post(text), 20)
		const before = await ownRate((text) => pair.b.bot.post(text), Math.min(o.messages, 100))
		const already = here.stored.b.count()
		let posting = true
		// Four at a time, so that the source is faster than the target.
		const post = async (lane: number): Promise<void> => {
			for (let n = lane; n < o.messages; n += 4) {
				await pair.a.owner.post(`load ${n}`)
			}
		}
		const began = performance.now()
		const posted = Promise.all([0, 1, 2, 3].map(post)).then(() => {
			posting = false
		})
		await until('the first message', () => here.stored.b.count() > already || undefined, { every: 1 })
		const first = performance.now()
		await until('all messages', () => here.stored.b.count() >= already + o.messages || undefined, { within: 600_000, every: 2 })
		const took = (performance.now() - first) / 1000
		await posted
		const after = await ownRate((text) => pair.b.bot.post(text), Math.min(o.messages, 100))
		const rate = (o.messages - 1) / took
		return [
			{ what: 'one conversation', value: round(rate), unit: 'messages/s' },
			{ what: 'the target\'s own sequential POSTs', value: round((before + after) / 2), unit: 'messages/s' },
			atLeast('share of it', rate / ((before + after) / 2), '', 0.9),
			{ what: 'first message after the load began', value: round(first - began), unit: `ms${posting ? ' (source was still posting)' : ''}` },
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
