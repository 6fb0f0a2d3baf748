import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startProxy } from '../support/proxy.ts'
import { servers } from '../support/talk.ts'
import { until } from '../support/until.ts'
import { arriveInOrder, converse, copiesAfter, copyIn, logged } from './harness.ts'

const lab = await servers()
const [toA, toB] = await Promise.all([startProxy(lab.a.url), startProxy(lab.b.url)])
const talk = await converse(lab, { urls: { a: toA.url, b: toB.url } })
after(async () => {
	await talk.close()
	await Promise.all([toA.close(), toB.close(), lab.close()])
})
const { a, b } = talk
const carries = (name: string, act: () => Promise<void>): void => void test(name, logged(() => talk, act))
const numbered = (word: string, count: number): readonly string[] => Array.from({ length: count }, (_, index) => `${word} ${index + 1}`)

async function post(texts: readonly string[], pause = 0): Promise<readonly number[]> {
	const ids: number[] = []
	for (const [index, text] of texts.entries()) {
		ids.push((await a.as(index % 2 === 0 ? a.owner.user : a.other.user).post(text)).id)
		await sleep(pause)
	}
	return ids
}

carries('the target away for 10 s and 30 messages: all arrive, once, in order, as they are by then', async () => {
	const since = await b.owner.newest()
	const answered = await a.owner.post('de antes de todo')
	const copy = await copyIn(b, 'de antes de todo')
	await toB.down()
	const texts = numbered('sin destino', 30)
	const [began, ids] = [performance.now(), await post(texts)]
	await a.owner.edit(ids[0] ?? 0, 'sin destino 1, corregido')
	await a.other.remove(ids[1] ?? 0)
	await a.other.react(ids[4] ?? 0, '👍')
	await a.other.react(answered.id, '🎉')
	await sleep(Math.max(0, 10_000 - (performance.now() - began)))
	await toB.up()
	await copyIn(b, ({ message }) => message.endsWith('sin destino 30'), 120_000)
	const expected = ['de antes de todo', 'sin destino 1, corregido', ...texts.slice(2)]
	const settled = async (): Promise<true | undefined> => {
		const arrived = await copiesAfter(b, since)
		const fifth = arrived.find(({ message }) => message.endsWith('sin destino 5'))
		const first = await b.owner.message(copy.id)
		return JSON.stringify(arrived.map(({ message }) => message.replace(/^\[[^\]]+\] /, ''))) === JSON.stringify(expected)
			&& fifth !== undefined && '👍' in fifth.reactions && first !== undefined && '🎉' in first.reactions
			? true
			: undefined
	}
	await until('everything is as it should be', settled, { within: 60_000, every: 500 })
})

carries('the source away: what was written there meanwhile arrives afterwards', async () => {
	const since = await b.owner.newest()
	await toA.down()
	const texts = numbered('sin origen', 6)
	await post(texts, 300)
	await sleep(3000)
	await toA.up()
	await arriveInOrder(b, since, texts)
})

carries('the target hangs, and is then cut off: each arrives once', async () => {
	const since = await b.owner.newest()
	toB.set({ go: 'hang' })
	const texts = numbered('colgado', 5)
	await post(texts)
	await sleep(4000)
	await toB.down()
	toB.set({ go: 'through' })
	await toB.up()
	await arriveInOrder(b, since, texts)
})

carries('answers that get lost after the message was stored: none comes twice', async () => {
	const since = await b.owner.newest()
	toB.set({ go: 'lose' }, (method, path) => method === 'POST' && /\/chat\/\w+$/.test(path))
	const texts = numbered('respuesta perdida', 3)
	await post(texts)
	await copyIn(b, ({ message }) => message.endsWith(`] ${texts[0]}`))
	toB.set({ go: 'through' })
	await arriveInOrder(b, since, texts)
})

carries('while one server is down the relay does not knock without pause', async () => {
	toB.set({ go: 'answer', status: 503 })
	await sleep(5000)
	const before = toB.asked.length
	await sleep(10_000)
	const knocks = toB.asked.length - before
	toB.set({ go: 'through' })
	assert.ok(knocks < 30, `${knocks} requests in 10 s`)
	await a.owner.post('y vuelve')
	await copyIn(b, 'y vuelve', 120_000)
})
