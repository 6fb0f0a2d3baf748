import type { TalkServer } from './server.ts'

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { startTalkServer } from './server.ts'
import { clientOf } from './testClient.ts'

const folder = mkdtempSync(join(tmpdir(), 'talk-server-test-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const options = {
	people: [{ uid: 'ana' }, { uid: 'marcos' }],
	rooms: [{ token: 'room', name: 'Sala', members: [{ uid: 'ana', type: 1 as const }, 'marcos'] }],
}

/** Everything that readers can see of the room. */
async function seen(server: TalkServer): Promise<string> {
	const answers = await Promise.all(['ana', 'marcos'].flatMap((uid) => {
		const client = clientOf(server, uid)
		return [client.call('GET', 'v1/chat/room?lookIntoFuture=0&limit=200'), client.call('GET', 'v4/room/room'), client.call('GET', 'v4/room/room/participants')]
	}))
	return JSON.stringify(answers.map(({ data }) => data)).replaceAll(server.url, '')
}

test('after a restart everything is as it was: edits, deletions, reactions, polls, threads, files, read markers', async () => {
	const data = join(folder, 'restart.jsonl')
	const server = await startTalkServer({ ...options, data })
	const [ana, marcos] = [clientOf(server, 'ana'), clientOf(server, 'marcos')]
	const id = await ana.post('room', 'first @marcos')
	await marcos.post('room', 'answer', { replyTo: id, silent: true })
	await ana.call('PUT', `v1/chat/room/${id}`, { message: 'edited' })
	const gone = await ana.post('room', 'gone')
	await ana.call('PUT', `v1/chat/room/${gone}`, { message: 'edited, then gone' })
	await ana.call('DELETE', `v1/chat/room/${gone}`)
	await marcos.call('POST', `v1/reaction/room/${id}`, { reaction: '👍' })
	await marcos.call('POST', `v1/reaction/room/${id}`, { reaction: '🎉' })
	await marcos.call('DELETE', `v1/reaction/room/${id}?reaction=${encodeURIComponent('🎉')}`)
	await ana.call('POST', 'v1/poll/room', { question: 'Q', options: ['a', 'b'], resultMode: 0, maxVotes: 1 })
	await ana.call('POST', 'v1/chat/room', { message: 'thread', threadTitle: 'T' })
	await ana.call('PUT', 'v4/room/room', { roomName: 'Renamed' })
	await ana.call('MKCOL', '/remote.php/dav/files/ana/Talk')
	await ana.put('/remote.php/dav/files/ana/Talk/a.txt', 'content')
	await ana.call('POST', '/ocs/v2.php/apps/files_sharing/api/v1/shares', { shareType: 10, shareWith: 'room', path: 'Talk/a.txt' })
	await marcos.call('POST', 'v1/chat/room/read', { lastReadMessage: id })
	const before = await seen(server)
	await server.close()

	appendFileSync(data, '{"kind":"row","value":{"id":999')
	for (let restart = 0; restart < 2; restart++) {
		const again = await startTalkServer({ ...options, data })
		try {
			assert.equal(await seen(again), before, `restart ${restart}`)
			assert.equal((await clientOf(again, 'marcos').call('GET', '/remote.php/dav/files/marcos/Talk/a.txt')).text, 'content')
		} finally {
			await again.close()
		}
	}
	const later = await startTalkServer({ ...options, data })
	const next = await clientOf(later, 'ana').post('room', 'next')
	assert.ok(next > Math.max(...later.messages('room').slice(0, -1).map((row) => row.id)), 'ids go on')
	await later.close()
})

test('a killed process has lost nothing that it answered', async () => {
	const data = join(folder, 'killed.jsonl')
	const main = fileURLToPath(new URL('main.ts', import.meta.url))
	const args = [main, '--port', '0', '--data', data, '--person', 'ana', '--room', 'room:Sala:ana', '--control']
	const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
	const [line] = await child.stdout.setEncoding('utf8').take(1).toArray() as string[]
	const { url } = JSON.parse(line ?? '') as { url: string }
	const ana = clientOf({ url }, 'ana')
	const answered: number[] = []
	const posting = (async () => {
		for (;;) {
			answered.push(await ana.post('room', `message ${answered.length}`))
		}
	})()
	await new Promise((resolve) => setTimeout(resolve, 300))
	const gone = new Promise((resolve) => child.once('exit', resolve))
	child.kill('SIGKILL')
	await assert.rejects(posting)
	await gone
	const server = await startTalkServer({ ...options, data })
	const stored = new Set(server.messages('room').map(({ id }) => id))
	await server.close()
	assert.ok(answered.length > 20)
	assert.deepEqual(answered.filter((id) => !stored.has(id)), [])
})

test('a process can be told over HTTP what a test asks of it', async () => {
	const server = await startTalkServer({ ...options, control: true })
	try {
		const ana = clientOf(server, 'ana')
		const rule = { match: { path: '/chat/' }, times: 1, then: { do: 'status', code: 500 } } as const
		const added = await ana.call('POST', '/_faults', rule)
		assert.equal(added.status, 201)
		assert.equal((await ana.call('POST', 'v1/chat/room', { message: 'x' })).status, 500)
		assert.equal(JSON.parse((await ana.call('GET', '/_log')).text)[0].fault, 'status')
		await ana.call('POST', '/_faults', { then: { do: 'hang' } })
		await ana.call('DELETE', '/_faults')
		const id = await ana.post('room', 'x')
		const [row] = JSON.parse((await ana.call('GET', '/_messages?room=room')).text).slice(-1)
		assert.equal(row.id, id)
		assert.ok(Math.abs(row.storedAt - Date.now()) < 5000)
		await ana.call('POST', '/_stop', { forMs: 300 })
		await new Promise((resolve) => setTimeout(resolve, 100))
		await assert.rejects(ana.call('GET', 'v4/room'))
		await new Promise((resolve) => setTimeout(resolve, 500))
		assert.equal((await ana.call('GET', 'v4/room')).status, 200)
		assert.equal((await ana.call('POST', '/_faults', { then: { do: 'hang' }, match: { path: '(' } })).status, 400)
	} finally {
		await server.close()
	}
	const closed = await startTalkServer(options)
	assert.equal((await clientOf(closed, 'ana').call('GET', '/_log')).status, 404)
	await closed.close()
})
