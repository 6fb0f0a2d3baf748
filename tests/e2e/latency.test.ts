import type { Room } from '../support/talk.ts'

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { servers } from '../support/talk.ts'
import { converse, logged } from './harness.ts'

/*
 * A sanity check, with room for slow machines. What the relay promises is measured by bench/.
 */
const lab = await servers()
const talk = await converse(lab)
after(async () => {
	await talk.close()
	await lab.close()
})
const { a, b } = talk

/** Milliseconds from the answer to the writer until a reader on the other side has it. */
async function crossing(from: Room, to: Room, text: string): Promise<number> {
	const since = await to.other.newest()
	await from.owner.post(text)
	const started = performance.now()
	for (;;) {
		if ((await to.other.page({ after: since })).messages.some(({ message }) => message.endsWith(text))) {
			return performance.now() - started
		}
		assert.ok(performance.now() - started < 30_000, `${text} did not arrive`)
		await sleep(20)
	}
}

test('a lively conversation is quick', logged(() => talk, async () => {
	const took: number[] = []
	for (let count = 0; count < 12; count += 1) {
		took.push(await crossing(count % 2 === 0 ? a : b, count % 2 === 0 ? b : a, `lively ${count}`))
		await sleep(200)
	}
	took.sort((one, other) => one - other)
	const median = took[Math.floor(took.length / 2)] ?? Infinity
	assert.ok(median < 1000, `the median of ${took.map(Math.round).join(', ')} ms`)
}))

test('a quiet one is quick enough', logged(() => talk, async () => {
	await sleep(36_000)
	const took = await crossing(a, b, 'after a while')
	assert.ok(took < 6000, `${Math.round(took)} ms`)
}))
