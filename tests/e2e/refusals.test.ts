import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startProxy } from '../support/proxy.ts'
import { servers } from '../support/talk.ts'
import { arriveInOrder, converse, logged } from './harness.ts'

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

async function post(texts: readonly string[]): Promise<void> {
	for (const text of texts) {
		await a.owner.post(text)
	}
}

const replies = [
	['503 as in maintenance', { go: 'answer', status: 503, headers: { 'x-nextcloud-maintenance-mode': '1', 'content-type': 'text/html' }, body: '<html>Maintenance</html>' }],
	['429 with Retry-After', { go: 'answer', status: 429, headers: { 'retry-after': '2' }, body: '' }],
	['a login page instead of an answer', { go: 'answer', status: 200, headers: { 'content-type': 'text/html' }, body: '<!DOCTYPE html><html></html>' }],
	['an empty 200', { go: 'answer', status: 200 }],
	['404 from a web server that lost its way', { go: 'answer', status: 404, headers: { 'content-type': 'text/html' }, body: '<html>nginx</html>' }],
	['502', { go: 'answer', status: 502 }],
] as const

for (const [what, way] of replies) {
	carries(`both sides answer with ${what} for a while: nothing is lost`, async () => {
		const [inA, inB] = [await a.owner.newest(), await b.owner.newest()]
		toA.set(way)
		toB.set(way)
		const texts = numbered(`durante ${what}`, 3)
		await post(texts)
		await b.owner.post(`de vuelta durante ${what}`)
		await sleep(4000)
		toA.set({ go: 'through' })
		toB.set({ go: 'through' })
		await post([`después de ${what}`])
		await Promise.all([
			arriveInOrder(b, inB, [...texts, `después de ${what}`], 150_000),
			arriveInOrder(a, inA, [`de vuelta durante ${what}`], 150_000),
		])
	})
}
