import type { TalkServer, TalkServerOptions } from '../../sidecar/demo/talk-server/server.ts'
import type { Seat } from '../support/seat.ts'

import assert from 'node:assert/strict'
import process from 'node:process'
import { test } from 'node:test'
import { startTalkServer } from '../../sidecar/demo/talk-server/server.ts'
import { connect } from '../support/ocs.ts'
import { seat, talk } from '../support/seat.ts'

/*
 * What a live server can't be brought to at will, or what would harm it. The reasons to believe it stand with each.
 */
const skip = process.env.TALK_SERVERS === undefined || process.env.TALK_SERVERS === '' ? false : 'a live server can’t be brought to this at will'

interface Stage { readonly server: TalkServer, readonly owner: Seat, readonly bot: Seat }

function contract(name: string, options: TalkServerOptions, act: (stage: Stage) => Promise<void>): void {
	test(name, { skip }, async () => {
		const server = await startTalkServer({
			people: [{ uid: 'marcos' }, { uid: 'puente' }],
			rooms: [{ token: 'familia', members: [{ uid: 'marcos', type: 1 }, 'puente'] }],
			...options,
		})
		const connections = ['marcos', 'puente'].map((user) => connect(server.url, { user, password: `${user}-app-password` }))
		const [owner, bot] = connections.map((connection, index) => seat(connection, ['marcos', 'puente'][index] ?? '', 'familia')) as [Seat, Seat]
		try {
			await act({ server, owner, bot })
		} finally {
			connections.forEach((connection) => connection.close())
			await server.close()
		}
	})
}

contract('a lower id may become visible after a higher one, and stands before it: who has read past it must look back', {}, async ({ server, owner, bot }) => {
	// Two transactions: ids are given when rows are inserted, rows are seen when their transaction commits.
	const { id: known } = await owner.post('known')
	server.faults.add({ match: { body: 'slow to commit' }, times: 1, then: { do: 'lateCommit', ms: 400 } })
	const late = owner.post('slow to commit')
	await new Promise((resolve) => setTimeout(resolve, 100))
	const quick = await owner.post('quick')
	assert.deepEqual((await bot.page({ after: known })).messages.map(({ message }) => message), ['quick'])
	const { id } = await late
	assert.ok(id < quick.id)
	assert.equal((await bot.page({ after: quick.id })).status, 304)
	assert.deepEqual((await bot.page({ after: known })).messages.map((message) => message.id), [id, quick.id])
})

contract('more than ten wrong logins: 429, for right ones too', { loginAttempts: 10 }, async ({ server, bot }) => {
	// Server: lib/private/Security/Bruteforce/Throttler.php; the lab has it off.
	const wrong = connect(server.url, { user: 'puente', password: 'wrong' })
	const codes: number[] = []
	for (let count = 0; count < 12; count += 1) {
		codes.push((await wrong.ask('GET', `${talk}/v4/room`)).status)
	}
	wrong.close()
	assert.deepEqual([codes[0], codes[9], codes[11]], [401, 401, 429])
	assert.equal((await bot.tryRoom()).status, 429)
	server.forgive()
	assert.equal((await bot.tryRoom()).status, 200)
})

contract('maintenance: 503 for everything, with the header that says so', {}, async ({ server, bot, owner }) => {
	server.setMaintenance(true)
	const answer = await bot.tryRoom()
	assert.equal(answer.status, 503)
	assert.equal(answer.headers['x-nextcloud-maintenance-mode'], '1')
	server.setMaintenance(false)
	assert.equal((await owner.tryPost('back')).status, 201)
})

contract('a backup restored: what was after it is gone, and its ids are given anew', {}, async ({ server, owner, bot }) => {
	const kept = await owner.post('kept')
	const lost = await owner.post('lost')
	server.restore(kept.id)
	assert.deepEqual((await bot.said()).map(({ message }) => message), ['kept'])
	assert.equal(await bot.newest(), kept.id)
	assert.equal((await bot.page({ after: lost.id })).status, 304)
	assert.equal((await owner.post('anew')).id, lost.id)
})

contract('where a bot or a Matterbridge is in the room, edits and deletions answer 202', {}, async ({ server, owner }) => {
	// ChatController::editMessage and deleteMessage of Talk 24.
	server.setBridged('familia', true)
	const { id } = await owner.post('text')
	assert.equal((await owner.tryEdit(id, 'edited')).status, 202)
	assert.equal((await owner.tryRemove(id)).status, 202)
})

contract('authors that have no login: bots and people of other servers', {}, async ({ server, owner, bot }) => {
	server.say('familia', { type: 'bots', id: 'bot-0a1b' }, 'beep', 'Robot')
	server.say('familia', { type: 'federated_users', id: 'ada@cloud.example' }, 'hello', 'Ada')
	const [robot, ada] = await bot.said()
	assert.deepEqual([robot?.actorType, robot?.actorId, robot?.actorDisplayName, robot?.isReplyable], ['bots', 'bot-0a1b', 'Robot', true])
	assert.deepEqual([ada?.actorType, ada?.actorId, ada?.isReplyable], ['federated_users', 'ada@cloud.example', true])
	assert.equal((await owner.tryPost('hello Ada', { replyTo: ada?.id ?? 0 })).status, 201)
})

for (const [version, lacks] of [[15, 'edit-messages'], [18, 'edit-messages'], [21, 'threads']] as const) {
	contract(`Talk ${version} says and has only what it had`, { version }, async ({ owner, bot }) => {
		// docs/capabilities.md of Talk says which version brought what.
		const { capabilities } = await bot.connection.get<{ capabilities: { spreed: { version: string, features: readonly string[] } } }>('GET', '/ocs/v2.php/cloud/capabilities')
		assert.ok(capabilities.spreed.version.startsWith(`${version}.`))
		assert.ok(!capabilities.spreed.features.includes(lacks))
		const posted = await owner.post('text', { threadTitle: 'El viaje' })
		assert.equal(posted.isThread, undefined)
		assert.equal((await owner.tryEdit(posted.id, 'edited')).status, version >= 19 ? 200 : 405)
	})
}
