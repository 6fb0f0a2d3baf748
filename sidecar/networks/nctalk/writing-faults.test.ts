import type { Fault } from '../../demo/talk-server/faults.ts'
import type { TalkServer } from '../../demo/talk-server/server.ts'

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { failureOf } from '../../core/failure.ts'
import { accountId, messageId, roomId } from '../../core/ids.ts'
import { lettersOf } from '../../core/letters.ts'
import { startTalkServer } from '../../demo/talk-server/server.ts'
import { letter, login } from './trial.ts'

const room = 'familia1'
let server: TalkServer
let bot: ReturnType<typeof login>

before(async () => {
	server = await startTalkServer({
		people: [{ uid: 'marcos' }, { uid: 'puente' }],
		rooms: [{ token: room, members: [{ uid: 'marcos', type: 1 }, 'puente'] }],
	})
	bot = login(server.url, 'puente', 'puente-app-password', { answerWithin: 400 })
	await bot.knowledge.get()
	await bot.people.of(room)
})
afterEach(() => server.faults.clear())
after(async () => {
	await bot.close()
	await server.close()
})

/** What Talk answers who is no participant: no word of what was wrong. */
const envelopeOf = (statuscode: number): string => JSON.stringify({ ocs: { meta: { status: 'failure', statuscode, message: '' }, data: [] } })

const chat = { method: 'POST', path: `/chat/${room}$` }
const shares = { method: 'POST', path: '/shares' }
const upload = { method: 'PUT', path: '/remote.php/dav' }
const withKey = (key: string) => server.messages(room).filter((row) => row.referenceId === key)

async function outcome(asked: Promise<unknown>): Promise<string> {
	try {
		return `sent ${String(await asked)}`
	} catch (error) {
		const { verdict, left } = failureOf(error)
		return `${verdict.then} ${left}`
	}
}

const faults: readonly (readonly [what: string, then: Fault, expected: string, stands: number])[] = [
	['hangs', { do: 'hang' }, 'retry unknown', 0],
	['resets', { do: 'reset' }, 'retry unknown', 0],
	['loses its answer', { do: 'answerLost' }, 'retry unknown', 1],
	['sends half an answer', { do: 'halfAnswer' }, 'retry unknown', 1],
	['answers without end', { do: 'endlessAnswer', everyMs: 50 }, 'retry unknown', 0],
	['is in maintenance', { do: 'maintenance' }, 'retry nothing', 0],
	['shows a page', { do: 'html' }, 'retry unknown', 0],
	['answers with nothing', { do: 'empty200' }, 'retry unknown', 0],
	['has a fault', { do: 'status', code: 500 }, 'retry unknown', 0],
	['is behind a proxy that gives up', { do: 'status', code: 504, body: '<html>' }, 'retry unknown', 0],
	['slows us down', { do: 'status', code: 429, headers: { 'retry-after': '1' } }, 'retry nothing', 0],
	['refuses the length', { do: 'status', code: 413, body: '<html>' }, 'drop nothing', 0],
	['has revoked the password', { do: 'status', code: 401 }, 'closeAccount nothing', 0],
]

for (const [what, then, expected, stands] of faults) {
	test(`writing: a server that ${what}`, async () => {
		const sent = letter(room)
		server.faults.add({ match: chat, then, times: 1 })
		assert.equal(await outcome(bot.writing.send(sent)), expected)
		assert.equal(withKey(sent.key).length, stands)
		const found = await bot.writing.find(room, sent.key, Date.now())
		assert.equal(found?.length ?? 0, stands)
	})
}

test('writing: Talk could not store it once, and then it could', async () => {
	const sent = letter(room)
	server.faults.add({ match: chat, times: 1, then: { do: 'status', code: 400 } })
	assert.match(await outcome(bot.writing.send(sent)), /^sent \d+$/)
	assert.equal(withKey(sent.key).length, 1)
	server.faults.add({ match: chat, times: 2, then: { do: 'status', code: 400 } })
	assert.equal(await outcome(bot.writing.send(letter(room))), 'drop nothing')
})

test('writing: an edit, deletion or reaction that breaks off is tried again', async () => {
	const [id] = await bot.writing.send(letter(room))
	assert.ok(id)
	for (const asked of [
		() => bot.writing.edit(letter(room), id),
		() => bot.writing.react(room, id, '👍', [letter(room).author]),
		() => bot.writing.remove(room, id),
	]) {
		server.faults.add({ match: { path: `${room}/${id}` }, times: 1, then: { do: 'answerLost' } })
		assert.equal(await outcome(asked()), 'retry unknown')
		assert.equal(await outcome(asked()), 'sent done')
	}
})

const aFile = () => letter(room, { files: [bot.keep('a.txt', 'text/plain', Buffer.from('abc'))] })

/** As Talk answers who was taken out of the room, which is open again when it is looked at. */
function outForAMoment(match: { readonly method: string, readonly path: string }, times = 1) {
	return server.faults.add({ match, times, then: { do: 'status', code: 404, body: envelopeOf(404) } })
}

test('writing: let in again between a refusal and the look at the room, it is asked once more', async () => {
	const [copy] = await bot.writing.send(letter(room))
	assert.ok(copy)
	outForAMoment({ method: 'DELETE', path: `/chat/${room}/` })
	assert.equal(await bot.writing.remove?.(room, copy), 'done')
	assert.equal(server.messages(room).find((row) => row.id === Number(copy))?.verb, 'comment_deleted')
	for (const [sent, match] of [[letter(room), chat], [aFile(), shares]] as const) {
		outForAMoment(match)
		assert.match(await outcome(bot.writing.send(sent)), /^sent \d+$/)
		assert.equal(withKey(sent.key).length, 1)
	}
})

test('writing: where files can’t be shared at all, a file is set aside and holds nobody up', async () => {
	outForAMoment(shares, Infinity)
	assert.equal(await outcome(bot.writing.send(aFile())), 'drop nothing')
	assert.match(await outcome(bot.writing.send(letter(room))), /^sent \d+$/)
})

test('writing: an upload that breaks off leaves no message, and the next attempt stands', async () => {
	for (const then of [{ do: 'reset' }, { do: 'answerLost' }, { do: 'status', code: 503 }] as const) {
		const sent = aFile()
		server.faults.add({ match: upload, times: 1, then })
		assert.equal(await outcome(bot.writing.send(sent)), 'retry nothing', then.do)
		assert.match(await outcome(bot.writing.send(sent)), /^sent \d+$/)
		assert.equal(withKey(sent.key).length, 1)
	}
})

test('writing: a share whose answer is lost is found', async () => {
	const sent = aFile()
	server.faults.add({ match: shares, times: 1, then: { do: 'answerLost' } })
	assert.equal(await outcome(bot.writing.send(sent)), 'retry unknown')
	assert.equal((await bot.writing.find(room, sent.key, Date.now()))?.length, 1)
	const two = aFile()
	server.faults.add({ match: { method: 'GET', path: `/chat/${room}\\?` }, times: 1, then: { do: 'reset' } })
	assert.equal(await outcome(bot.writing.send(two)), 'retry unknown', 'the share stands, and its message could not be looked for')
	assert.equal((await bot.writing.find(room, two.key, Date.now()))?.length, 1)
})

test('writing: what was uploaded for nothing is taken away', async () => {
	server.faults.add({ match: shares, times: 1, then: { do: 'status', code: 400 } })
	assert.equal(await outcome(bot.writing.send(aFile())), 'drop nothing')
	const removed = server.faults.add({ match: { method: 'DELETE', path: '/remote.php/dav' }, then: { do: 'status', code: 204, body: '' } })
	server.faults.add({ match: shares, times: 1, then: { do: 'status', code: 400 } })
	await outcome(bot.writing.send(aFile()))
	assert.equal(server.faults.log.filter(({ rule }) => rule === removed).length, 1)
})

const stores: readonly (readonly [code: number, expected: string])[] = [[507, 'drop nothing'], [413, 'drop nothing'], [423, 'retry nothing'], [403, 'drop nothing']]
for (const [code, expected] of stores) {
	test(`writing: a file store that answers ${code}`, async () => {
		server.faults.add({ match: upload, then: { do: 'status', code, body: '<d:error/>' } })
		assert.equal(await outcome(bot.writing.send(aFile())), expected)
	})
}

test('writing: a server that makes no folders by itself', async () => {
	server.faults.add({ match: upload, times: 1, then: { do: 'status', code: 409, body: '<d:error/>' } })
	assert.match(await outcome(bot.writing.send(aFile())), /^sent \d+$/)
})

test('writing: a file whose name is not allowed gets a plainer one', async () => {
	server.faults.add({ match: upload, times: 1, then: { do: 'status', code: 400, body: '<d:error/>' } })
	const sent = letter(room, { files: [bot.keep('a:b?.txt', 'text/plain', Buffer.from('abc'))] })
	const [id] = await bot.writing.send(sent)
	assert.match(JSON.stringify(await bot.message(room, id)), /"name":"a_b_\.txt"/)
})

test('writing: in an old Talk', async () => {
	const old = await startTalkServer({ version: 15, people: [{ uid: 'puente' }], rooms: [{ token: room, members: ['puente'] }] })
	const then = login(old.url, 'puente', 'puente-app-password')
	try {
		const [id] = await then.writing.send(letter(room, { silent: true, thread: { title: 'x' } }))
		assert.ok(id)
		assert.equal(await then.writing.edit(letter(room), id), 'cannot')
	} finally {
		await then.close()
		await old.close()
	}
})

test('writing: at a Talk without captions a file comes with its author once', async () => {
	const old = await startTalkServer({ version: 17, people: [{ uid: 'puente' }], rooms: [{ token: room, members: ['puente'] }] })
	const then = login(old.url, 'puente', 'puente-app-password')
	try {
		const can = await then.knowledge.get()
		assert.equal(can.caption, false)
		const one = letter(room)
		const message = { kind: 'message', id: messageId(1), room: roomId(accountId('a'), 'x'), author: one.author, at: one.at, text: [], silent: false } as const
		const letters = lettersOf({ ...message, files: [then.keep('b.txt', 'text/plain', Buffer.from('x'))] }, {
			limits: { text: can.maxLength, files: 1, caption: can.caption },
			nick: '[laura@nube2] ',
			author: one.author,
			address: room,
			key: (part) => part === 0 ? one.key : letter(room).key,
			quoteNeeded: false,
			mentionEveryone: false,
		})
		for (const each of letters) {
			await then.writing.send(each)
		}
		const said = old.messages(room).map(({ text }) => text)
		assert.equal(said.filter((text) => text.includes('laura')).length, 1, JSON.stringify(said))
	} finally {
		await then.close()
		await old.close()
	}
})
