import type { Passed } from './support/proxy.ts'
import type { Pair } from './support/relay.ts'
import type { Scene } from './support/scene.ts'
import type { Figure } from './support/statistics.ts'

import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../tests/support/until.ts'
import { scene } from './support/scene.ts'
import { startStandIn } from './support/stand-in.ts'
import { atMost, round, spreadOf } from './support/statistics.ts'

/** Posts on one side and waits until the other has it; milliseconds from stored to stored. */
async function once({ stored }: Scene, pair: Pair, text: string, from: 'a' | 'b'): Promise<number> {
	const to = from === 'a' ? 'b' : 'a'
	await pair[from].owner.post(text)
	const then = await until(`${text} stored at the source`, () => stored[from].at(text), { every: 2 })
	return await until(`${text} stored at the target`, () => stored[to].at(text), { every: 2 }) - then
}

interface Carried { readonly text: string, readonly took: number }

/** A conversation as people have it: both sides speak, a message every half second to second and a half. The first four don't count. */
async function chat(here: Scene, pair: Pair, name: string, messages: number): Promise<readonly Carried[]> {
	const all: Carried[] = []
	for (let n = -4; n < messages; n += 1) {
		await sleep(500 + Math.random() * 1000)
		const text = `lively ${name} ${n}.`
		all.push({ text, took: await once(here, pair, text, n % 2 === 0 ? 'a' : 'b') })
	}
	return all.slice(4)
}

/** Reads and sends of one room's chat. The room list shows a room's last message too, but nobody takes it from there. */
const isChat = (method: string) => (one: Passed): boolean => one.method === method && one.path.includes('/chat/')

function usual(passed: readonly Passed[], method: string): number {
	return spreadOf(passed.filter(isChat(method)).map((one) => one.ended - one.begun)).p50
}

/**
 * What the relay itself takes: from the end of the answer in which a message came, to the whole request that sends it on. Seen from
 * outside, between relay and servers.
 */
function ownShare(passed: readonly Passed[], all: readonly Carried[]): readonly number[] {
	return all.flatMap(({ text }) => {
		const sent = passed.filter(isChat('POST')).find((one) => one.sent.includes(text))
		const heard = passed.filter(isChat('GET')).filter((one) => one.answered.includes(`"${text}"`) && one.ended <= (sent?.begun ?? 0) + 1)
			.sort((one, other) => one.ended - other.ended)[0]
		return sent === undefined || heard === undefined ? [] : [sent.begun - heard.ended]
	})
}

interface Chatted { readonly relay: readonly Carried[], readonly hand: readonly Carried[], readonly passed: readonly Passed[] }

/** The relay and the stand-in in turns: what else the machine does meets both. Whoever's turn it is not stands still. */
async function inTurns(here: Scene, messages: number, turns: number): Promise<Chatted> {
	const run = Math.random().toString(36).slice(2, 8)
	const [pair, other] = here.pairs
	const { proxies, relay: process } = here
	if (pair === undefined || other === undefined || proxies === undefined) {
		throw new Error('there are not two pairs of rooms, or no proxies')
	}
	const all: { relay: Carried[], hand: Carried[], passed: Passed[] } = { relay: [], hand: [], passed: [] }
	for (let turn = 0; turn < turns; turn += 1) {
		proxies.a.forget()
		proxies.b.forget()
		all.relay.push(...await chat(here, pair, `${run} ${turn}`, messages / turns))
		process.pause()
		all.passed.push(...proxies.a.passed, ...proxies.b.passed)
		const standIn = startStandIn(other, { a: proxies.a.url, b: proxies.b.url })
		await sleep(500)
		all.hand.push(...await chat(here, other, `${run} ${turn} by hand`, messages / turns))
		await standIn.stop()
		process.goOn()
	}
	return all
}

interface Latency {
	readonly messages: number
	readonly turns: number
	/** Built-in servers take as long as live ones: what the pace of reading does shows on a busy machine, too. */
	readonly lifelike?: boolean
}

export async function latency(o: Latency): Promise<readonly Figure[]> {
	const here = await scene({ pairs: 2, watch: true, proxied: true, keepBodies: true, lifelike: o.lifelike === true })
	try {
		const { relay, hand, passed } = await inTurns(here, o.messages, o.turns)
		const lively = spreadOf(relay.map((one) => one.took))
		const standIn = spreadOf(hand.map((one) => one.took))
		const own = spreadOf(ownShare(passed, relay))
		return [
			atMost('lively: stored to stored, median', lively.p50, 'ms', 200),
			atMost('lively: stored to stored, p95', lively.p95, 'ms', 350),
			{ what: 'lively: stored to stored, p99', value: lively.p99, unit: 'ms' },
			{ what: 'a ten-line stand-in in the same run, median', value: standIn.p50, unit: 'ms' },
			{ what: 'a ten-line stand-in in the same run, p95', value: standIn.p95, unit: 'ms' },
			{ what: 'ours by the stand-in\'s, median', value: round(lively.p50 / standIn.p50, 2), unit: '' },
			{ what: 'ours by the stand-in\'s, p95', value: round(lively.p95 / standIn.p95, 2), unit: '' },
			atMost('our own share, median', own.p50, 'ms', 10),
			{ what: 'our own share, p95', value: own.p95, unit: 'ms' },
			{ what: 'one read at the source, median', value: usual(passed, 'GET'), unit: 'ms' },
			{ what: 'one POST at the target, median', value: usual(passed, 'POST'), unit: 'ms' },
		]
	} finally {
		await here.close()
	}
}

/** After a minute in which nobody said anything. */
export async function quiet(o: { readonly messages: number, readonly silence: number }): Promise<readonly Figure[]> {
	const here = await scene({ pairs: 1, watch: true })
	const run = Math.random().toString(36).slice(2, 8)
	const pair = here.pairs[0]
	try {
		if (pair === undefined) {
			throw new Error('there is no room')
		}
		await once(here, pair, `warm ${run}`, 'a')
		const times: number[] = []
		for (let n = 0; n < o.messages; n += 1) {
			await sleep(o.silence + Math.random() * 2000)
			times.push(await once(here, pair, `quiet ${run} ${n}`, n % 2 === 0 ? 'a' : 'b'))
		}
		return [
			atMost(`quiet for ${round(o.silence / 1000)} s: stored to stored, the longest of ${times.length}`, Math.max(...times), 'ms', 2000),
			{ what: 'quiet: median', value: spreadOf(times).p50, unit: 'ms' },
		]
	} finally {
		await here.close()
	}
}
