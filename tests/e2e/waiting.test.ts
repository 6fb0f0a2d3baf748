import { after, test } from 'node:test'
import { startProxy } from '../support/proxy.ts'
import { reactionsOf } from '../support/seat.ts'
import { servers } from '../support/talk.ts'
import { until } from '../support/until.ts'
import { converse, copyIn, logged } from './harness.ts'

const lab = await servers()
const toB = await startProxy(lab.b.url)
const talk = await converse(lab, { urls: { b: toB.url } })
after(async () => {
	await talk.close()
	await Promise.all([toB.close(), lab.close()])
})
const { a, b } = talk

test('a message that waits for more than a minute is marked for its author, until it arrives', logged(() => talk, async () => {
	await toB.down()
	const posted = await a.owner.post('larga espera')
	const marks = async (): Promise<Readonly<Record<string, number>>> => reactionsOf(await a.owner.message(posted.id) ?? posted)
	await until('it is marked', async () => (await marks())['⏳'] === 1 ? true : undefined, { within: 120_000, every: 500 })
	await toB.up()
	await copyIn(b, 'larga espera', 120_000)
	await until('the mark is gone', async () => Object.keys(await marks()).length === 0 ? true : undefined, { within: 60_000, every: 500 })
}))
