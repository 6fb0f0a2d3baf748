import type { TalkRoom } from '../../talk/types.ts'
import type { TalkSettings } from './settings.ts'

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTalkServer } from '../../demo/talk-server/server.ts'
import { login } from './trial.ts'

let server: Awaited<ReturnType<typeof startTalkServer>>
before(async () => {
	server = await startTalkServer({
		people: [{ uid: 'puente' }, { uid: 'bridge-bot' }],
		rooms: [{ token: 'familia1', name: 'Familia', members: ['puente', 'bridge-bot'] }],
	})
})
after(() => server.close())

async function told(user: string, more: Partial<TalkSettings>): Promise<readonly string[]> {
	const bot = login(server.url, user, `${user}-app-password`, more)
	await bot.setup.account()
	await bot.setup.account()
	await bot.close()
	return bot.said
}

test('setup: what a person should know is said once', async () => {
	const said = await told('puente', { skipTlsVerify: true, separateDisplayName: true })
	assert.equal(said.filter((line) => line.startsWith('SkipTLSVerify is on')).length, 1)
	assert.equal(said.filter((line) => line.startsWith('SeparateDisplayName works for')).length, 1)
	assert.deepEqual(said.filter((line) => line.includes('read status')).length, 1)
	assert.deepEqual(await told('puente', {}), [], 'the second time, nothing is left to be done')
})

test('setup: the one account that shows names of its own needs no warning', async () => {
	assert.deepEqual((await told('bridge-bot', { separateDisplayName: true })).filter((line) => line.startsWith('SeparateDisplayName')), [])
})

test('setup: an unencrypted server elsewhere is warned of', async () => {
	const bot = login('http://cloud.invalid', 'puente', 'x')
	await assert.rejects(bot.setup.account())
	assert.match(bot.said[0] ?? '', /without encryption/)
	await bot.close()
})

test('setup: notifications are turned off only where they are on, and never stand in the way', async () => {
	const bot = login(server.url, 'puente', 'puente-app-password')
	server.faults.add({ match: { path: '/notify' }, times: 1, then: { do: 'status', code: 500 } })
	const room: TalkRoom = await bot.setup.room('familia1')
	assert.equal(room.displayName, 'Familia')
	assert.ok(bot.said.some((line) => line.includes('are not off yet')))
	await bot.setup.room('familia1')
	assert.equal((await bot.api.room('familia1')).notificationLevel, 3)
	const before = bot.said.length
	await bot.setup.room('familia1')
	assert.equal(bot.said.length, before)
	await bot.close()
})
