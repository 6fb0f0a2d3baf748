import type { Reactor } from '../support/talk-shapes.ts'

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { connect } from '../support/ocs.ts'
import { talk } from '../support/seat.ts'
import { servers } from '../support/talk.ts'

const lab = await servers()
after(() => lab.close())
const { a } = lab

test('an answer of the API is an envelope, its code the status', async () => {
	const answer = await a.as(a.owner).ask<{ id: string }>('GET', '/ocs/v2.php/cloud/user')
	assert.equal(answer.status, 200)
	assert.deepEqual(answer.meta, { status: 'ok', statuscode: 200, message: 'OK' })
	assert.match(answer.headers['content-type'] ?? '', /^application\/json; charset=utf-8$/)
	assert.equal(answer.data.id, a.owner)
})

test('a refusal is an envelope too, with `failure`', async () => {
	const answer = await a.as(a.owner).ask('GET', `${talk}/v4/room/nosuchroom`)
	assert.equal(answer.status, 404)
	assert.equal(answer.meta.status, 'failure')
	assert.equal(answer.meta.statuscode, 404)
	assert.deepEqual(answer.data, [])
})

test('who does not ask for JSON gets XML', async () => {
	const answer = await a.as(a.owner).ask('GET', '/ocs/v2.php/cloud/user', { headers: { accept: '' } })
	assert.equal(answer.status, 200)
	assert.match(answer.headers['content-type'] ?? '', /^application\/xml/)
	assert.match(answer.body.toString('utf8'), /^<\?xml version="1\.0"\?>\s*<ocs>/)
	const asked = await a.as(a.owner).ask<{ id: string }>('GET', '/ocs/v2.php/cloud/user', { headers: { accept: '' }, query: { format: 'json' } })
	assert.equal(asked.data.id, a.owner)
})

test('strangers and wrong passwords get 401 in an envelope', async () => {
	for (const path of ['/ocs/v2.php/cloud/user', `${talk}/v4/room`]) {
		const stranger = await a.stranger().ask('GET', path)
		assert.equal(stranger.status, 401, path)
		assert.equal(stranger.meta.status, 'failure')
		assert.equal(stranger.meta.statuscode, 997)
	}
	const wrong = connect(a.url, { user: a.owner, password: 'wrong-for-a-test' })
	const answer = await wrong.ask('GET', `${talk}/v4/room`)
	wrong.close()
	assert.equal(answer.status, 401)
	assert.equal(answer.meta.statuscode, 997)
})

test('a login password does as well as an app password', async () => {
	const connection = connect(a.url, a.passwordOf(a.owner))
	const answer = await connection.ask<{ id: string }>('GET', '/ocs/v2.php/cloud/user')
	connection.close()
	assert.equal(answer.data.id, a.owner)
})

test('without the header against forged requests the answer is 412, with a login too, and nothing is done', async () => {
	const room = await a.newRoom()
	const path = `${talk}/v1/chat/${room.token}`
	const post = await a.as(a.owner).ask('POST', path, { headers: { 'ocs-apirequest': '' }, body: { message: 'forged?' } })
	const list = await a.as(a.owner).ask('GET', `${talk}/v4/room`, { headers: { 'ocs-apirequest': '' } })
	assert.deepEqual([post.status, list.status], [412, 412])
	assert.deepEqual(JSON.parse(post.body.toString('utf8')), { message: 'CSRF check failed' })
	assert.deepEqual(await room.owner.said(), [])
})

test('a missing parameter, a body that is no JSON and an unknown way', async () => {
	const room = await a.newRoom()
	const chat = `${talk}/v1/chat/${room.token}`
	const missing = await a.as(a.owner).ask('POST', chat, { body: {} })
	const broken = await a.as(a.owner).ask('POST', chat, { body: '{"message"', headers: { 'content-type': 'application/json' } })
	const unknown = await a.as(a.owner).ask('GET', '/ocs/v2.php/apps/spreed/api/v1/nothing/here')
	assert.deepEqual([missing.status, broken.status, unknown.status], [400, 400, 404])
	assert.equal(unknown.meta.statuscode, 998)
})

test('status.php tells everybody what server it is', async () => {
	const answer = await a.stranger().ask('GET', '/status.php')
	const status = JSON.parse(answer.body.toString('utf8')) as Record<string, unknown>
	assert.equal(answer.status, 200)
	assert.equal(status.installed, true)
	assert.equal(status.maintenance, false)
	assert.match(String(status.versionstring), /^\d+\.\d+\.\d+( \w+)?$/)
	assert.equal(status.productname, 'Nextcloud')
})

interface Capabilities {
	readonly version: { readonly major: number, readonly string: string }
	readonly capabilities: {
		readonly spreed: {
			readonly version: string
			readonly features: readonly string[]
			readonly config: Readonly<Record<string, Readonly<Record<string, unknown>>>>
		}
	}
}

const wanted = `chat-v2 conversation-v4 chat-reference-id chat-replies reactions delete-messages delete-messages-unlimited edit-messages
	rich-object-sharing voice-message-sharing media-caption silent-send chat-keep-notifications chat-get-context talk-polls threads
	mention-permissions markdown-messages chat-read-status chat-read-marker read-only-rooms webinary-lobby notification-levels federation-v1
	bots-v1 react-permission pinned-messages`.split(/\s+/)

test('the capabilities that the relay goes by are there under these names', async () => {
	for (const server of [lab.a, lab.b]) {
		const { version, capabilities: { spreed } } = await server.as(server.bot.user).get<Capabilities>('GET', '/ocs/v2.php/cloud/capabilities')
		assert.match(version.string, /^\d+\.\d+\.\d+/)
		assert.match(spreed.version, /^\d+\.\d+\.\d+/)
		assert.deepEqual(wanted.filter((name) => !spreed.features.includes(name)), [], server.url)
		assert.equal(spreed.config.chat?.['max-length'], 32000)
		assert.ok([0, 1].includes(Number(spreed.config.chat?.['read-privacy'])))
		assert.equal(spreed.config.attachments?.allowed, true)
		assert.equal(spreed.config.attachments?.folder, '/Talk')
		assert.equal(typeof spreed.config.attachments?.['conversation-subfolders'], 'boolean')
		assert.ok(['internal', 'external'].includes(String(spreed.config.signaling?.mode)))
	}
})

test('the hash that changes with the capabilities comes with the room list', async () => {
	const [one, two] = [await a.as(a.owner).ask('GET', `${talk}/v4/room`), await a.as(a.owner).ask('GET', `${talk}/v4/room`)]
	assert.ok(one.headers['x-nextcloud-talk-hash'])
	assert.equal(one.headers['x-nextcloud-talk-hash'], two.headers['x-nextcloud-talk-hash'])
})

test('an empty map is [] for parameters and {} for reactions', async () => {
	const room = await a.newRoom()
	const posted = await room.owner.post('nothing special')
	assert.deepEqual(posted.messageParameters, [])
	assert.deepEqual(posted.reactions, {})
	const reactions = await a.as(a.owner).get<Record<string, Reactor[]>>('GET', `${talk}/v1/reaction/${room.token}/${posted.id}`)
	assert.deepEqual(reactions, {})
})
