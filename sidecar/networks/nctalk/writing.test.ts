import type { Failure } from '../../core/failure.ts'
import type { Letter } from '../../core/network.ts'
import type { TalkServer } from '../../demo/talk-server/server.ts'
import type { Parameter } from '../../talk/types.ts'

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { failureOf } from '../../core/failure.ts'
import { messageId } from '../../core/ids.ts'
import { startTalkServer } from '../../demo/talk-server/server.ts'
import { davPath } from './names.ts'
import { laura, letter, login, text } from './trial.ts'

/**
 * Against the built-in Talk server; with TALK_SERVERS=servers.json the same against a live one (what needs a fault stays built-in).
 */
const live = process.env.TALK_SERVERS === undefined
	? undefined
	: JSON.parse(readFileSync(process.env.TALK_SERVERS, 'utf8')) as { a: LiveServer }
interface LiveServer {
	readonly url: string
	readonly room: string
	readonly bot: { readonly user: string, readonly appPassword: string }
	readonly people: Readonly<Record<string, { readonly appPassword: string }>>
}

let server: TalkServer | undefined
let room = 'familia1'
let bot: ReturnType<typeof login>
let marcos: ReturnType<typeof login>
const nowhere = messageId(999_999_999)

before(async () => {
	if (live) {
		const { url, people, bot: technical } = live.a
		room = live.a.room
		bot = login(url, technical.user, technical.appPassword)
		marcos = login(url, 'marcos', people.marcos?.appPassword ?? '')
		return
	}
	server = await startTalkServer({
		people: [{ uid: 'marcos' }, { uid: 'ana' }, { uid: 'puente' }],
		rooms: [{ token: room, name: 'Familia', members: [{ uid: 'marcos', type: 1 }, 'ana', 'puente'] }],
	})
	bot = login(server.url, 'puente', 'puente-app-password', { answerWithin: 600 })
	marcos = login(server.url, 'marcos', 'marcos-app-password')
})
after(async () => {
	await bot.close()
	await marcos.close()
	await server?.close()
})

const send = async (...given: Parameters<typeof letter>) => (await bot.writing.send(letter(...given)))[0]
function file(message: { readonly messageParameters: object } | undefined): Parameter | undefined {
	return (message?.messageParameters as { readonly file?: Parameter } | undefined)?.file
}
const failing = async (asked: Promise<unknown>): Promise<Failure> => failureOf(await asked.then(() => assert.fail('it worked'), (error: unknown) => error))

test('writing: the account disturbs nobody, and each room is described once', async () => {
	await bot.setup.account()
	await bot.setup.room(room)
	await bot.setup.room(room)
	assert.equal(bot.said.filter((line) => line.includes('carries text up to')).length, 1, bot.said.join('\n'))
	assert.equal((await bot.api.room(room)).notificationLevel, 3)
	const capabilities = await bot.api.capabilities()
	assert.equal(capabilities.capabilities.spreed?.config?.chat?.['read-privacy'], 1)
	assert.match((await failing(bot.setup.room('zzzzzzzz'))).message, /the account puente is not a participant of the conversation zzzzzzzz on .*: add it there/)
})

test('writing: a text with its nick and key', async () => {
	const sent = letter(room, { text: text('Hola **mundo** ñ 😀') })
	const [id] = await bot.writing.send(sent)
	const message = await marcos.message(room, id)
	assert.equal(message?.message, '[laura@nube2] Hola **mundo** ñ 😀')
	assert.equal(message?.referenceId, sent.key)
	assert.deepEqual(await bot.writing.find(room, sent.key, Date.now()), [id])
	assert.equal(await bot.writing.find(room, letter(room).key, Date.now()), undefined)
})

test('writing: mentions that are meant, and those that are not', async () => {
	const id = await send(room, { text: [
		{ as: 'text', text: '@marcos @all ' },
		{ as: 'mention', of: 'nobodyHere', name: 'ana' },
		{ as: 'text', text: ' ' },
		{ as: 'mention', of: 'everyone', name: 'all' },
	] })
	const message = await marcos.message(room, id)
	assert.equal(message?.message, '[laura@nube2] @\u2060marcos @\u2060all {mention-user1} @\u2060all')
	assert.deepEqual(Object.keys(message.messageParameters).filter((name) => name.startsWith('mention')), ['mention-user1'])
	const called = await send(room, { mentionEveryone: true, text: [{ as: 'mention', of: 'everyone', name: 'all' }] })
	assert.match((await marcos.message(room, called))?.message ?? '', /\{mention-call1\}$/)
})

test('writing: silent answers, threads, and answers to what is gone', async () => {
	const first = await send(room)
	const answer = await marcos.message(room, await send(room, { replyTo: first ?? nowhere, silent: true }))
	assert.equal(answer?.parent?.id, Number(first))
	assert.equal(answer.silent, true)
	const lost = await marcos.message(room, await send(room, { replyTo: nowhere }))
	assert.equal(lost?.parent, undefined)
	const root = await send(room, { thread: { title: 'Viaje' } })
	const inside = await marcos.message(room, await send(room, { thread: { title: 'Viaje', root: root ?? nowhere } }))
	assert.deepEqual([inside?.threadId, inside?.isThread, inside?.threadTitle], [Number(root), true, 'Viaje'])
	assert.ok(await send(room, { thread: { title: 'Viaje', root: nowhere } }))
})

test('writing: edits', async () => {
	const id = await send(room) ?? nowhere
	assert.equal(await bot.writing.edit(letter(room, { text: text('adiós') }), id), 'done')
	assert.equal((await marcos.message(room, id))?.message, '[laura@nube2] adiós')
	assert.equal(await bot.writing.edit(letter(room), nowhere), 'cannot')
	const theirs = (await marcos.api.post(room, { message: 'mine', referenceId: '' })).data as { id: number }
	assert.equal(await bot.writing.edit(letter(room), messageId(theirs.id)), 'cannot')
	assert.equal(await bot.writing.remove(room, messageId(theirs.id)), 'cannot')
})

test('writing: what a copy says, without the nick', async () => {
	const told = async (more: Partial<Letter>): Promise<string | undefined> => {
		const sent = letter(room, more)
		return bot.writing.says(sent, (await bot.writing.send(sent))[0] ?? nowhere)
	}
	const call = [{ as: 'text', text: 'hola ' }, { as: 'mention', of: 'nobodyHere', name: 'ana' }] as const
	assert.equal(await told({ text: text('uno\ndos') }), 'uno\ndos')
	assert.equal(await told({ text: [{ as: 'bold', inner: text('uno') }, ...text(' [dos](tres)')] }), 'uno [dos](tres)')
	assert.equal(await told({ text: text('(tres)'), nick: '[laura]' }), '(tres)')
	assert.equal(await told({ text: text('uno'), nick: '*laura*: ', author: { ...laura, name: '*laura*' } }), 'uno')
	assert.match(await told({ text: call }) ?? '', /^hola @ana$/iu)
	const id = await send(room) ?? nowhere
	await bot.writing.remove(room, id)
	assert.equal(await bot.writing.says(letter(room), id), undefined)
	assert.equal(await bot.writing.says(letter(room), nowhere), undefined)
})

test('writing: deletions, also of what is gone', async () => {
	const id = await send(room) ?? nowhere
	assert.equal(await bot.writing.remove(room, id), 'done')
	assert.equal((await marcos.message(room, id))?.messageType, 'comment_deleted')
	assert.equal(await bot.writing.remove(room, id), 'done')
	assert.equal(await bot.writing.remove(room, nowhere), 'done')
	assert.equal(await bot.writing.edit(letter(room), id), 'cannot')
	const system = (await bot.api.messages(room, { lookIntoFuture: false, lastKnownMessageId: 0 })).messages.find((one) => one.systemMessage !== '')
	assert.equal(await bot.writing.remove(room, messageId(system?.id ?? 0)), 'cannot')
})

test('writing: reactions stand or don’t, however often it is said', async () => {
	const id = await send(room) ?? nowhere
	const reactions = async (): Promise<object | undefined> => (await marcos.message(room, id))?.reactions
	assert.equal(await bot.writing.react(room, id, '👍', [laura]), 'done')
	assert.equal(await bot.writing.react(room, id, '👍', [laura]), 'done')
	assert.deepEqual(await reactions(), { '👍': 1 })
	assert.equal(await bot.writing.react(room, id, '👍', []), 'done')
	assert.equal(await bot.writing.react(room, id, '👍', []), 'done')
	assert.deepEqual(await reactions(), {})
	assert.equal(await bot.writing.react(room, id, 'abc', [laura]), 'cannot')
	assert.equal(await bot.writing.react(room, nowhere, '👍', [laura]), 'cannot')
	assert.equal(await bot.writing.react(room, nowhere, '👍', []), 'done')
})

test('writing: 32,000 characters, and more than that', async () => {
	const nick = '[laura@nube2] '
	const full = await send(room, { text: text('ñ'.repeat(32_000 - nick.length)) })
	assert.equal((await marcos.message(room, full))?.message.length, 32_000)
	const parts = await bot.writing.send(letter(room, { text: text('word '.repeat(7_000)) }))
	assert.equal(parts.length, 2)
})

test('writing: a file with a caption', async () => {
	const content = Buffer.from('any bytes \0 at all')
	const sent = letter(room, { text: text('mira **esto**'), files: [bot.keep('ñandú 日本 #1%.txt', 'text/plain', content)] })
	const ids = await bot.writing.send(sent)
	const message = await bot.message(room, ids[0])
	assert.equal(message?.message, '[laura@nube2] mira **esto**')
	assert.equal(file(message)?.name, 'ñandú 日本 #1%.txt')
	assert.deepEqual(await bot.writing.find(room, sent.key, Date.now()), ids)
	const path = davPath((await bot.people.me()).id, file(message)?.path ?? '')
	assert.deepEqual(await buffer(await bot.client.download(path, content.length)), content)
	assert.equal(await bot.writing.edit(letter(room, { text: text('nuevo') }), ids[0] ?? nowhere), 'done')
	assert.equal((await bot.message(room, ids[0]))?.message, '[laura@nube2] nuevo')
	assert.equal(await bot.writing.remove(room, ids[0] ?? nowhere), 'done')
	assert.match((await failing(bot.client.download(path, content.length))).message, /no longer there/)
})

test('writing: a voice message, silent, answering, in its place', async () => {
	const first = await send(room)
	const wave = bot.keep('Talk recording', 'audio/wav', Buffer.from('RIFF\x24\0\0\0WAVEfmt '), true)
	const voice = await marcos.message(room, await send(room, { text: [], files: [wave], replyTo: first ?? nowhere, silent: true }))
	assert.equal(voice?.messageType, 'voice-message')
	assert.deepEqual([voice.message, voice.parent?.id, voice.silent, file(voice)?.name], ['[laura@nube2]', Number(first), true, 'Talk recording.wav'])
	const other = bot.keep('voice.ogg', 'audio/ogg', Buffer.from('OggS'), true)
	assert.equal((await marcos.message(room, await send(room, { files: [other] })))?.messageType, 'comment')
})

test('writing: files of one name don’t meet', async () => {
	const one = await marcos.message(room, await send(room, { files: [bot.keep('a.txt', 'text/plain', Buffer.from('1'))] }))
	const two = await marcos.message(room, await send(room, { files: [bot.keep('a.txt', 'text/plain', Buffer.from('22'))] }))
	assert.deepEqual([file(one)?.size, file(two)?.size].map(String), ['1', '2'])
	assert.notEqual(file(one)?.id, file(two)?.id)
})

test('writing: a text too long for a caption stands before the file', async () => {
	const sent = letter(room, { text: text('ñ'.repeat(6_000)), files: [bot.keep('b.txt', 'text/plain', Buffer.from('1'))] })
	const [before, fileId] = await bot.writing.send(sent)
	assert.equal((await marcos.message(room, before))?.message.length, 6_014)
	assert.equal(file(await marcos.message(room, fileId))?.name, 'b.txt')
	assert.deepEqual(await bot.writing.find(room, sent.key, Date.now()), [fileId], 'an attempt that left only the text is not done')
})

test('writing: a room that the account is not in', async () => {
	for (const asked of [
		() => bot.writing.send(letter('zzzzzzzz')),
		() => bot.writing.send(letter('zzzzzzzz', { files: [bot.keep('c.txt', 'text/plain', Buffer.from('1'))] })),
		() => bot.writing.edit(letter('zzzzzzzz'), nowhere),
		() => bot.writing.remove('zzzzzzzz', nowhere),
		() => bot.writing.react('zzzzzzzz', nowhere, '👍', [laura]),
		() => bot.writing.find('zzzzzzzz', 'x', 0),
	]) {
		const failure = await failing(asked())
		assert.deepEqual([failure.verdict.then, failure.left], ['closeRoom', 'nothing'], failure.message)
		assert.match(failure.message, /is not a participant/)
	}
})

const closings: readonly (readonly [what: string, path: string, body: object, undo: object, why: RegExp])[] = [
	['read-only', 'read-only', { state: 1 }, { state: 0 }, /read-only/],
	['lobby', 'webinar/lobby', { state: 1 }, { state: 0 }, /lobby/],
]
for (const [what, path, body, undo, why] of closings) {
	test(`writing: a room that is closed (${what})`, async () => {
		const id = await send(room) ?? nowhere
		const put = (state: object) => marcos.client.request({ pool: 'write', method: 'PUT', path: `/ocs/v2.php/apps/spreed/api/v4/room/${room}/${path}`, body: state })
		assert.equal((await put(body)).status, 200)
		try {
			for (const asked of [
				() => bot.writing.send(letter(room)),
				() => bot.writing.edit(letter(room), id),
				() => bot.writing.remove(room, id),
				() => bot.writing.react(room, id, '👍', [laura]),
			]) {
				const failure = await failing(asked())
				assert.equal(failure.verdict.then, 'closeRoom', failure.message)
				assert.match(failure.message, why)
			}
		} finally {
			await put(undo)
		}
		assert.ok(await send(room))
	})
}

test('writing: a wrong password', async () => {
	const stranger = login(server?.url ?? live?.a.url ?? '', 'puente', 'wrong')
	const failure = await failing(stranger.setup.account())
	assert.equal(failure.verdict.then, 'closeAccount')
	await stranger.close()
})
