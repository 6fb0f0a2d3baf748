import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { until } from '../support/until.ts'
import { localToken, poking, scene } from './scene.ts'

const one = await scene()
after(() => one.close())
const { app } = one
const inLocal = () => app.batches.flat().flatMap((item) => item.do === 'send' ? [`${item.actor.id}: ${item.text}`] : [])
const has = (read: () => Promise<readonly string[]> | readonly string[], text: string, within = 20_000) => until(`“${text}”`, async () => (await read()).includes(text) || undefined, { within, every: 100 })

test('it takes the lease, and says in the other room who joined it with what', async () => {
	one.start()
	await until('the lease', () => app.generation === 1 || undefined, { within: 20_000, every: 10 })
	await until('the notice', async () => (await one.said()).find((line) => line.startsWith('puente: Marcos (nube1.example) joined')), { within: 20_000, every: 100 })
})

test('a poked row arrives in the Talk server’s room; a message there arrives at the app’s door', async () => {
	poking(one)
	app.world.say(localToken, 'marcos', 'hola desde la app')
	await has(one.said, 'puente: [Marcos] hola desde la app')
	await one.say('hola desde nube2')
	await has(inLocal, `laura@${new URL(one.talk.url).host}: hola desde nube2`)
	assert.equal(app.world.outbox.size, 0)
})
