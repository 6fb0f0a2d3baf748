import type { Scene } from './support/scene.ts'
import type { Figure } from './support/statistics.ts'

import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../tests/support/until.ts'
import { scene } from './support/scene.ts'
import { atMost, round, spreadOf } from './support/statistics.ts'

/** Posts on one side and waits until the other has it; milliseconds from stored to stored. */
async function once({ pairs, stored }: Scene, text: string, from: 'a' | 'b'): Promise<number> {
	const to = from === 'a' ? 'b' : 'a'
	await pairs[0]?.[from].owner.post(text)
	const then = await until(`${text} stored at the source`, () => stored[from].at(text), { every: 2 })
	return await until(`${text} stored at the target`, () => stored[to].at(text), { every: 2 }) - then
}

/**
 * What the relay itself takes: from the end of the answer in which a message came, to the whole request that sends it on. Seen from
 * outside, between relay and servers.
 */
function ownShare({ proxies }: Scene, texts: readonly string[]): readonly number[] {
	const all = [...proxies?.a.passed ?? [], ...proxies?.b.passed ?? []]
	return texts.flatMap((text) => {
		const sent = all.find((one) => one.method === 'POST' && one.sent.includes(text))
		const heard = all.filter((one) => one.method === 'GET' && one.answered.includes(`"${text}"`) && one.ended <= (sent?.begun ?? 0) + 1)
			.sort((one, other) => one.ended - other.ended)[0]
		return sent === undefined || heard === undefined ? [] : [sent.begun - heard.ended]
	})
}

/** A conversation as people have it: both sides speak, a message every half second to second and a half. */
export async function latency(o: { readonly messages: number }): Promise<readonly Figure[]> {
	const here = await scene({ pairs: 1, watch: true, proxied: true, keepBodies: true })
	const run = Math.random().toString(36).slice(2, 8)
	try {
		for (let n = 0; n < 4; n += 1) {
			await once(here, `warm ${run} ${n}`, n % 2 === 0 ? 'a' : 'b')
		}
		const times: number[] = []
		const texts: string[] = []
		for (let n = 0; n < o.messages; n += 1) {
			await sleep(500 + Math.random() * 1000)
			const text = `lively ${run} ${n}.`
			texts.push(text)
			times.push(await once(here, text, n % 2 === 0 ? 'a' : 'b'))
		}
		const lively = spreadOf(times)
		const own = spreadOf(ownShare(here, texts))
		const posts = [...here.proxies?.a.passed ?? [], ...here.proxies?.b.passed ?? []]
			.filter((one) => one.method === 'POST' && one.path.includes('/chat/')).map((one) => one.ended - one.begun)
		return [
			atMost('lively: stored to stored, median', lively.p50, 'ms', 200),
			atMost('lively: stored to stored, p95', lively.p95, 'ms', 350),
			{ what: 'lively: stored to stored, p99', value: lively.p99, unit: 'ms' },
			atMost('our own share, median', own.p50, 'ms', 10),
			{ what: 'our own share, p95', value: own.p95, unit: 'ms' },
			{ what: 'one POST at the target, median', value: spreadOf(posts).p50, unit: 'ms' },
		]
	} finally {
		await here.close()
	}
}

/** After a minute in which nobody said anything. */
export async function quiet(o: { readonly messages: number, readonly silence: number }): Promise<readonly Figure[]> {
	const here = await scene({ pairs: 1, watch: true })
	const run = Math.random().toString(36).slice(2, 8)
	try {
		await once(here, `warm ${run}`, 'a')
		const times: number[] = []
		for (let n = 0; n < o.messages; n += 1) {
			await sleep(o.silence + Math.random() * 2000)
			times.push(await once(here, `quiet ${run} ${n}`, n % 2 === 0 ? 'a' : 'b'))
		}
		return [
			atMost(`quiet for ${round(o.silence / 1000)} s: stored to stored, the longest of ${times.length}`, Math.max(...times), 'ms', 2000),
			{ what: 'quiet: median', value: spreadOf(times).p50, unit: 'ms' },
		]
	} finally {
		await here.close()
	}
}
