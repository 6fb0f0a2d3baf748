import type { TalkServer } from './server.ts'
import type { Client } from './testClient.ts'

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startTalkServer } from './server.ts'
import { clientOf } from './testClient.ts'

const people = [{ uid: 'marcos' }, { uid: 'ana' }, { uid: 'bot' }]
const room = { token: 'room', name: 'Sala', members: [{ uid: 'marcos', type: 1 as const }, 'ana'] }

describe('chat', () => {
	let server: TalkServer
	let [marcos, ana, bot]: Client[] = []
	before(async () => {
		server = await startTalkServer({ people, rooms: [room], loginAttempts: Infinity });
		[marcos, ana, bot] = ['marcos', 'ana', 'bot'].map((uid) => clientOf(server, uid))
	})
	after(() => server.close())

	test('a message has the shape of the real one', async () => {
		const { status, data, headers } = await ana!.call('POST', 'v1/chat/room', { message: ' hi @marcos ', referenceId: 'ref' })
		assert.equal(status, 201)
		assert.ok(headers.has('X-Chat-Last-Common-Read'))
		const { id, timestamp, ...rest } = data
		assert.ok(Number.isInteger(id) && Number.isInteger(timestamp))
		assert.deepEqual(rest, {
			token: 'room',
			actorType: 'users',
			actorId: 'ana',
			actorDisplayName: 'Ana',
			message: 'hi {mention-user1}',
			messageParameters: { 'mention-user1': { type: 'user', id: 'marcos', name: 'Marcos', 'mention-id': 'marcos' } },
			systemMessage: '',
			messageType: 'comment',
			isReplyable: true,
			referenceId: 'ref',
			reactions: {},
			expirationTimestamp: 0,
			markdown: true,
			threadId: id,
		})
	})

	test('empty parameters are a list, a reference is cut to 64 and may stand twice', async () => {
		const body = { message: 'x', referenceId: 'r'.repeat(80) }
		const [one, other] = [await ana!.call('POST', 'v1/chat/room', body), await ana!.call('POST', 'v1/chat/room', body)]
		assert.deepEqual(one.data.messageParameters, [])
		assert.equal(one.data.referenceId, 'r'.repeat(64))
		assert.equal(other.data.referenceId, one.data.referenceId)
		assert.ok(other.data.id > one.data.id)
	})

	test('refusals', async () => {
		const own = await ana!.post('room', 'own')
		const cases: readonly [Client, string, string, object | undefined, number, unknown][] = [
			[ana!, 'POST', 'v1/chat/room', { message: ' \n' }, 400, { error: 'message' }],
			[ana!, 'POST', 'v1/chat/room', { message: '😀'.repeat(32001) }, 413, { error: 'message' }],
			[ana!, 'POST', 'v1/chat/room', { message: '😀'.repeat(32000) }, 201, undefined],
			[ana!, 'POST', 'v1/chat/room', { message: 'x', replyTo: 987654 }, 400, { error: 'reply-to' }],
			[ana!, 'POST', 'v1/chat/room', {}, 400, undefined],
			[ana!, 'GET', 'v1/chat/room?lookIntoFuture=0&limit=201', undefined, 400, undefined],
			[bot!, 'GET', 'v1/chat/room?lookIntoFuture=0', undefined, 404, []],
			[ana!, 'GET', 'v1/chat/nosuch?lookIntoFuture=0', undefined, 404, []],
			[ana!, 'PUT', 'v1/chat/room/987654', { message: 'x' }, 404, { error: 'message' }],
			[marcos!, 'PUT', `v1/chat/room/${own}`, { message: 'by a moderator' }, 200, undefined],
			[ana!, 'POST', `v1/reaction/room/${own}`, { reaction: 'no emoji' }, 400, null],
			[ana!, 'PATCH', 'v1/chat/room', {}, 405, undefined],
			[ana!, 'GET', 'v1/nothing', undefined, 404, []],
		]
		for (const [who, method, path, body, status, data] of cases) {
			const answer = await who.call(method, path, body as never)
			assert.equal(answer.status, status, `${method} ${path} ${JSON.stringify(body)?.slice(0, 60)}`)
			if (data !== undefined) {
				assert.deepEqual(answer.data, data, `${method} ${path}`)
			}
		}
	})

	test('an edit arrives as a system message with the whole new message as parent, and moves no last activity', async () => {
		const id = await ana!.post('room', 'before')
		const lastMessage = (await ana!.call('GET', 'v4/room/room')).data.lastMessage.id
		const edit = await ana!.call('PUT', `v1/chat/room/${id}`, { message: 'after' })
		assert.equal(edit.status, 200)
		assert.equal(edit.data.systemMessage, 'message_edited')
		const news = await marcos!.after('room', id)
		assert.equal(news.data.length, 1)
		assert.equal(news.headers.get('X-Chat-Last-Given'), String(edit.data.id))
		assert.equal(news.data[0].parent.message, 'after')
		assert.equal(news.data[0].parent.lastEditActorId, 'ana')
		assert.equal((await ana!.call('GET', 'v4/room/room')).data.lastMessage.id, lastMessage)
	})

	test('messages older than a day are edited no more', async () => {
		const id = await ana!.post('room', 'old')
		server.setClockOffset(24 * 60 * 60 * 1000 + 2000)
		const { status, data } = await ana!.call('PUT', `v1/chat/room/${id}`, { message: 'new' })
		server.setClockOffset(0)
		assert.deepEqual([status, data], [400, { error: 'age' }])
	})

	test('what is deleted stays as an empty place, and is deleted no second time', async () => {
		const id = await ana!.post('room', 'gone soon')
		await ana!.call('POST', `v1/reaction/room/${id}`, { reaction: '👍' })
		const removed = await marcos!.call('DELETE', `v1/chat/room/${id}`)
		assert.equal(removed.data.systemMessage, 'message_deleted')
		assert.equal(removed.data.parent.messageType, 'comment_deleted')
		assert.equal(removed.data.parent.deleted, true)
		assert.deepEqual(removed.data.parent.reactions, {})
		assert.equal((await marcos!.call('DELETE', `v1/chat/room/${id}`)).status, 405)
		server.setBridged('room', true)
		assert.equal((await ana!.call('DELETE', `v1/chat/room/${await ana!.post('room', 'x')}`)).status, 202)
		server.setBridged('room', false)
	})

	test('reactions: 201, 200, and a revocation without emoji', async () => {
		const id = await ana!.post('room', 'react to me')
		assert.equal((await marcos!.call('POST', `v1/reaction/room/${id}`, { reaction: '👍' })).status, 201)
		const again = await marcos!.call('POST', `v1/reaction/room/${id}`, { reaction: '👍' })
		assert.equal(again.status, 200)
		assert.equal(again.data['👍'][0].actorId, 'marcos')
		const [reaction] = (await ana!.after('room', id)).data
		assert.deepEqual([reaction.systemMessage, reaction.message, reaction.parent.reactions], ['reaction', '👍', { '👍': 1 }])
		assert.equal((await marcos!.call('DELETE', `v1/reaction/room/${id}?reaction=${encodeURIComponent('👍')}`)).status, 200)
		assert.equal((await marcos!.call('DELETE', `v1/reaction/room/${id}?reaction=${encodeURIComponent('👍')}`)).status, 404)
		const [row, revoked] = (await ana!.after('room', id)).data
		assert.equal(row.systemMessage, 'reaction_deleted')
		assert.equal(revoked.systemMessage, 'reaction_revoked')
		assert.ok(!JSON.stringify(revoked).includes('👍'))
	})

	test('who looks from the same id does not see a new reaction for a while, but does from any other', async () => {
		const id = await ana!.post('room', 'believed')
		assert.equal((await ana!.after('room', id)).status, 304)
		await marcos!.call('POST', `v1/reaction/room/${id}`, { reaction: '👍' })
		assert.equal((await ana!.after('room', id)).status, 304)
		assert.equal((await ana!.after('room', id - 1)).data.at(-1).systemMessage, 'reaction')
		await ana!.post('room', 'a message ends it')
		assert.deepEqual((await ana!.after('room', id)).data.map((each: { systemMessage: string }) => each.systemMessage), ['reaction', ''])
	})

	test('a long poll looks once a second', async () => {
		const id = await ana!.post('room', 'last')
		const began = performance.now()
		const poll = ana!.call('GET', `v1/chat/room?lookIntoFuture=1&timeout=5&setReadMarker=0&lastKnownMessageId=${id}`)
		setTimeout(() => void marcos!.post('room', 'news'), 200)
		assert.equal((await poll).data[0].message, 'news')
		const took = performance.now() - began
		assert.ok(took > 950 && took < 1900, `${took} ms`)
	})

	test('a late commit makes a lower id visible after a higher one', async () => {
		const start = await ana!.post('room', 'start')
		server.faults.add({ match: { method: 'POST', user: 'ana', body: 'late' }, times: 1, then: { do: 'lateCommit', ms: 300 } })
		const late = ana!.post('room', 'late')
		await new Promise((resolve) => setTimeout(resolve, 50))
		const early = await marcos!.post('room', 'early')
		const first = await marcos!.after('room', start)
		assert.deepEqual(first.data.map((each: { id: number }) => each.id), [early])
		const lateId = await late
		assert.ok(lateId < early)
		const both = await marcos!.after('room', start)
		assert.deepEqual(both.data.map((each: { id: number }) => each.id), [lateId, early])
	})

	test('what guests, bots and people of other servers say', async () => {
		const id = server.say('room', { type: 'federated_users', id: 'laura@nube2' }, 'hola').id
		server.say('room', { type: 'bots', id: 'bot-1' }, 'beep', 'Clock (Bot)')
		const { data } = await ana!.after('room', id - 1)
		assert.deepEqual(data.map((each: { actorType: string, actorDisplayName: string }) => [each.actorType, each.actorDisplayName]), [['federated_users', 'laura@nube2'], ['bots', 'Clock (Bot)']])
	})
})

test('files: uploaded, shared, downloaded by the others, gone with the message', async () => {
	const server = await startTalkServer({ people, rooms: [room] })
	try {
		const [marcos, ana, bot] = ['marcos', 'ana', 'bot'].map((uid) => clientOf(server, uid)) as [Client, Client, Client]
		const dav = '/remote.php/dav/files'
		assert.equal((await marcos.call('MKCOL', `${dav}/marcos/Talk`)).status, 201)
		assert.equal((await marcos.put(`${dav}/marcos/Talk/a%20%C3%B1.txt`, 'content')).status, 201)
		const share = { shareType: 10, shareWith: 'room', path: 'Talk/a ñ.txt', referenceId: 'file-1' }
		const shares = '/ocs/v2.php/apps/files_sharing/api/v1/shares'
		const shared = await marcos.call('POST', shares, { ...share, talkMetaData: JSON.stringify({ caption: 'look @ana', messageType: 'voice-message' }) })
		assert.equal(shared.status, 200)
		const [message] = (await ana.call('GET', 'v1/chat/room?lookIntoFuture=0&limit=1')).data
		assert.equal(message.message, 'look {mention-user1}')
		assert.equal(message.messageType, 'comment', 'only MP3 and WAV are voice messages')
		assert.equal(message.referenceId, 'file-1')
		const { path, mimetype, size } = message.messageParameters.file
		assert.deepEqual([path, mimetype, size], ['Talk/a ñ.txt', 'text/plain', '7'])
		assert.equal((await ana.call('GET', `${dav}/ana/${encodeURI(path)}`)).text, 'content')
		assert.equal((await bot.call('GET', `${dav}/bot/${encodeURI(path)}`)).status, 404)
		assert.equal((await marcos.call('POST', shares, share)).status, 403, 'already shared')
		await ana.call('DELETE', 'v4/room/room/participants/self')
		assert.equal((await ana.call('GET', `${dav}/ana/${encodeURI(path)}`)).status, 404, 'who left sees it no more')
		await marcos.call('POST', 'v4/room/room/participants', { newParticipant: 'ana' })
		assert.equal((await ana.call('GET', `${dav}/ana/${encodeURI(path)}`)).status, 200)
		await marcos.call('DELETE', `v1/chat/room/${message.id}`)
		assert.equal((await ana.call('GET', `${dav}/ana/${encodeURI(path)}`)).status, 404)
		assert.equal((await marcos.call('GET', `${dav}/marcos/${encodeURI(path)}`)).text, 'content')
	} finally {
		await server.close()
	}
})

test('wrong logins: 401 in the envelope, then 429 for everybody at that address', async () => {
	const server = await startTalkServer({ people, rooms: [room], loginAttempts: 3 })
	try {
		const wrong = clientOf(server, 'ana', 'wrong')
		const statuses = []
		for (let count = 0; count < 5; count++) {
			statuses.push((await wrong.call('GET', 'v4/room')).status)
		}
		assert.deepEqual(statuses, [401, 401, 401, 429, 429])
		assert.equal((await clientOf(server, 'ana').call('GET', 'v4/room')).status, 429)
		server.forgive()
		assert.equal((await clientOf(server, 'ana').call('GET', 'v4/room')).status, 200)
		const refused = await wrong.call('GET', 'v4/room')
		assert.equal(JSON.parse(refused.text).ocs.meta.statuscode, 997)
		assert.equal((await clientOf(server, 'ana').call('GET', 'v4/room', undefined, { 'OCS-APIRequest': '' })).status, 412)
		const plain = await clientOf(server, 'ana').call('GET', 'v4/room', undefined, { accept: '*/*' })
		assert.ok(plain.text.startsWith('<?xml'), 'XML for who does not ask for JSON')
	} finally {
		await server.close()
	}
})

test('each version of Talk can what it could', async () => {
	const cases = [
		{ version: 24, edits: true, threads: true, reacts: true },
		{ version: 21, edits: true, threads: false, reacts: true },
		{ version: 17, edits: false, threads: false, reacts: true },
		{ version: 12, edits: false, threads: false, reacts: false },
	] as const
	for (const { version, edits, threads, reacts } of cases) {
		const server = await startTalkServer({ people, rooms: [room], version })
		try {
			const ana = clientOf(server, 'ana')
			const { spreed } = (await ana.call('GET', '/ocs/v2.php/cloud/capabilities')).data.capabilities
			assert.equal(spreed.version.split('.')[0], String(version))
			const posted = (await ana.call('POST', 'v1/chat/room', { message: 'x', threadTitle: 'T' })).data
			assert.equal(posted.isThread === true, threads, `threads in ${version}`)
			for (const [feature, method, path, good, does] of [
				['edit-messages', 'PUT', `v1/chat/room/${posted.id}`, 200, edits],
				['reactions', 'POST', `v1/reaction/room/${posted.id}`, 201, reacts],
			] as const) {
				assert.equal(spreed.features.includes(feature), does, `${feature} in ${version}`)
				const { status } = await ana.call(method, path, { message: 'y', reaction: '👍' })
				assert.equal(status === good, does, `${method} in ${version}: ${status}`)
			}
		} finally {
			await server.close()
		}
	}
})

test('only so many requests at a time with few workers', async () => {
	const server = await startTalkServer({ people, rooms: [room], workers: 2 })
	try {
		const ana = clientOf(server, 'ana')
		const id = await ana.post('room', 'x')
		const poll = (): Promise<unknown> => ana.call('GET', `v1/chat/room?lookIntoFuture=1&timeout=1&setReadMarker=0&lastKnownMessageId=${id}`)
		const polls = [poll(), poll()]
		await new Promise((resolve) => setTimeout(resolve, 100))
		const began = performance.now()
		await ana.call('GET', '/status.php')
		assert.ok(performance.now() - began > 500, 'it waited for a worker')
		await Promise.all(polls)
	} finally {
		await server.close()
	}
})
