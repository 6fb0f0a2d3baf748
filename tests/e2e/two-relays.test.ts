import type { Room } from '../support/talk.ts'

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { servers } from '../support/talk.ts'
import { until } from '../support/until.ts'
import { converse, crosses, logged, matterbridgeToml, startRelay } from './harness.ts'

const lab = await servers()
const first = await converse(lab)
const { a, b } = first
// The second one joins the same room of b with another room of a.
const c = await lab.a.newRoom()
const chain = startRelay(matterbridgeToml(
	[{ name: 'uno', url: b.server.url, ...b.server.bot }, { name: 'dos', url: c.server.url, ...c.server.bot }],
	[[{ account: 'uno', channel: b.token }, { account: 'dos', channel: c.token }]],
))
after(async () => {
	await chain.close()
	await first.close()
	await lab.close()
})
const carries = (name: string, act: () => Promise<void>): void => void test(name, logged(() => ({ relay: chain }), act))
async function count(room: Room, text: string): Promise<number> {
	return (await room.owner.said()).filter(({ message }) => message.includes(text)).length
}

carries('what one relay wrote the other does not take for a person’s', async () => {
	await Promise.all([crosses(b, c), crosses(c, b)])
	await a.owner.post('de la a')
	await until('it is in b', async () => await count(b, 'de la a') > 0 ? true : undefined)
	await c.owner.post('de la c')
	await until('it is in b', async () => await count(b, 'de la c') > 0 ? true : undefined)
	await b.owner.post('de la b')
	await until('it is in a and c', async () => await count(a, 'de la b') > 0 && await count(c, 'de la b') > 0 ? true : undefined)
	await sleep(4000)
	const everywhere = (text: string): Promise<readonly number[]> => Promise.all([a, b, c].map((room) => count(room, text)))
	const counted = await Promise.all(['de la a', 'de la b', 'de la c'].map(everywhere))
	assert.deepEqual(counted, [[1, 1, 0], [1, 1, 1], [0, 1, 1]])
})

carries('two relays on the same two rooms: two copies, and then it is quiet', async () => {
	const second = startRelay(first.toml)
	try {
		await until('both rooms are open', () => second.log().includes(`${a.token} is open`) && second.log().includes(`${b.token} is open`) ? true : undefined)
		await sleep(3000)
		await a.owner.post('por partida doble')
		await until('both have written', async () => await count(b, 'por partida doble') >= 2 ? true : undefined)
		await sleep(6000)
		assert.deepEqual(await Promise.all([a, b, c].map((room) => count(room, 'por partida doble'))), [1, 2, 0])
	} finally {
		await second.close()
	}
})

carries('two rooms on one server, and directions: `in` is heard only, `out` is written only', async () => {
	const [from, to] = [await lab.a.newRoom(), await lab.a.newRoom()]
	const account = { name: 'uno', url: lab.a.url, ...lab.a.bot }
	const members = [{ account: 'uno', channel: from.token, direction: 'in' }, { account: 'uno', channel: to.token, direction: 'out' }] as const
	const oneWay = startRelay(matterbridgeToml([account], [members]))
	try {
		await crosses(from, to)
		await to.owner.post('nadie lo oye')
		await from.owner.post('todos lo oyen')
		await until('it arrives', async () => await count(to, 'todos lo oyen') > 0 ? true : undefined)
		await sleep(3000)
		assert.deepEqual([await count(from, 'nadie lo oye'), await count(to, 'todos lo oyen')], [0, 1])
	} finally {
		await oneWay.close()
	}
})
