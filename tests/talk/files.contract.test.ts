import type { Room } from '../support/talk.ts'

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { png, wav } from '../support/samples.ts'
import { fileOf, shares, talk } from '../support/seat.ts'
import { servers } from '../support/talk.ts'

const lab = await servers()
after(() => lab.close())
const { a } = lab

/** A name that no other test uses: a person's files are not of the room alone. */
const named = (room: Room, name: string): string => name.replace(/(?=\.\w+$)/, ` ${room.token}`)
/** As the bot sees the message that stands there last. */
const lastSeen = async (room: Room) => (await room.bot.said()).at(-1)

test('upload: 201, over what is there 204, into no folder 404 or 409', async () => {
	const room = await a.newRoom()
	const name = named(room, 'plano ü ＃%.png')
	const made = await room.other.upload(name, png, 'image/png')
	assert.equal(made.status, 201)
	assert.match(String(made.headers.etag), /^"\w+"$/)
	assert.match(String(made.headers['oc-fileid']), /^\d+\w*$/)
	assert.equal((await room.other.upload(name, png, 'image/png')).status, 204)
	const nowhere = await room.other.upload(`no such folder ${room.token}/x.png`, png)
	assert.ok([404, 409].includes(nowhere.status), String(nowhere.status))
	assert.match(nowhere.body.toString('utf8'), /<d:error/)
})

test('a shared file is a message with {file}; its path is the reader’s own, in the folder for Talk', async () => {
	const room = await a.newRoom()
	const name = named(room, 'plano ü.png')
	const sent = await room.other.send(name, png, 'image/png')
	assert.deepEqual([sent.message, sent.messageType, sent.systemMessage, fileOf(sent)?.path], ['{file}', 'comment', '', name])
	const seen = await lastSeen(room)
	assert.equal(seen?.actorId, a.other)
	const file = fileOf(seen ?? sent)
	assert.deepEqual([file?.type, file?.name, file?.size, file?.path], ['file', name, String(png.length), `Talk/${name}`])
	assert.deepEqual([file?.mimetype, file?.['hide-download'], file?.link], ['image/png', 'no', `${a.url}/f/${file?.id}`])
	const downloaded = await room.bot.download(file?.path ?? '')
	assert.equal(downloaded.status, 200)
	assert.ok(downloaded.body.equals(png))
	assert.equal(downloaded.headers['content-type'], 'image/png')
	assert.equal(downloaded.headers['content-length'], String(png.length))
})

test('caption, silence and referenceId go with it', async () => {
	const room = await a.newRoom()
	const meta = { caption: `El **plano**, @${a.owner}`, silent: true }
	await room.other.send(named(room, 'plano.png'), png, 'image/png', meta, { referenceId: 'f'.repeat(70) })
	const seen = await lastSeen(room)
	assert.deepEqual([seen?.message, seen?.silent, seen?.referenceId, seen?.messageType], ['El **plano**, {mention-user1}', true, 'f'.repeat(64), 'comment'])
	assert.ok(seen !== undefined && fileOf(seen))
	assert.equal((seen.messageParameters as Record<string, { id: string }>)['mention-user1']?.id, a.owner)
})

test('an answer with a file', async () => {
	const room = await a.newRoom()
	const { id } = await room.owner.post('¿Cómo es?')
	await room.other.send(named(room, 'así.png'), png, 'image/png', { replyTo: id })
	assert.equal((await lastSeen(room))?.parent?.id, id)
})

test('voice messages are wav or mp3; any other file with that word is a file', async () => {
	const room = await a.newRoom()
	const kinds: string[] = []
	for (const [name, type] of [['v.wav', 'audio/wav'], ['v.mp3', 'audio/mpeg'], ['v.ogg', 'audio/ogg'], ['v.txt', 'text/plain']] as const) {
		const sent = await room.other.send(named(room, name), wav, type, { messageType: 'voice-message' })
		assert.equal(fileOf(sent)?.mimetype, type)
		kinds.push(sent.messageType)
	}
	assert.deepEqual(kinds, ['voice-message', 'voice-message', 'comment', 'comment'])
})

test('the sort of a file goes by its name, whatever the upload says', async () => {
	const room = await a.newRoom()
	const sent = await room.other.send(named(room, 'notes.txt'), wav, 'audio/wav')
	assert.equal(fileOf(sent)?.mimetype, 'text/plain')
})

test('the same file again is 403, and yet a second message', async () => {
	const room = await a.newRoom()
	const name = named(room, 'twice.txt')
	await room.other.send(name, Buffer.from('x'), 'text/plain')
	const again = await room.other.share(`/${name}`, { caption: 'again' })
	assert.deepEqual([again.status, again.meta.statuscode], [403, 403])
	assert.deepEqual((await room.bot.said()).map(({ message }) => message), ['{file}', 'again'])
})

test('what can’t be shared: no such file, no such room, a room that is read-only', async () => {
	const room = await a.newRoom()
	const name = named(room, 'x.txt')
	assert.equal((await room.other.share(`/no such ${name}`)).status, 404)
	await room.other.upload(name, Buffer.from('x'), 'text/plain')
	const nowhere = await room.other.connection.ask('POST', shares, { body: { shareType: 10, shareWith: 'nosuchroom', path: `/${name}` } })
	assert.equal(nowhere.status, 404)
	await room.owner.set('read-only', { state: 1 })
	assert.equal((await room.other.share(`/${name}`)).status, 404)
	assert.deepEqual(await room.bot.said(), [])
})

test('two people’s files of one name: the reader’s second has a number', async () => {
	const room = await a.newRoom()
	const name = named(room, 'same.txt')
	await room.other.send(name, Buffer.from('other'), 'text/plain')
	await room.owner.send(name, Buffer.from('owner'), 'text/plain')
	const [first, second] = (await room.bot.said()).map(fileOf)
	assert.equal(first?.path, `Talk/${name}`)
	assert.equal(second?.path, `Talk/${name.replace('.txt', ' (2).txt')}`)
	assert.equal(second?.name, name.replace('.txt', ' (2).txt'))
	assert.equal((await room.bot.download(second?.path ?? '')).body.toString('utf8'), 'owner')
})

test('a file deleted at its owner: its message stays, without the file', async () => {
	const room = await a.newRoom()
	const name = named(room, 'brief.txt')
	const sent = await room.other.send(name, Buffer.from('x'), 'text/plain')
	await room.other.dav('DELETE', name)
	const seen = await lastSeen(room)
	assert.deepEqual([seen?.id, seen?.messageType, seen?.systemMessage], [sent.id, 'comment', ''])
	assert.equal(seen && fileOf(seen), undefined)
	assert.match(seen?.message ?? '', /\{actor\}/)
})

test('a file’s message deleted: the share goes, the owner’s file stays', async () => {
	const room = await a.newRoom()
	const name = named(room, 'brief.txt')
	const sent = await room.other.send(name, Buffer.from('x'), 'text/plain')
	await room.other.remove(sent.id)
	assert.equal((await room.bot.message(sent.id))?.messageType, 'comment_deleted')
	assert.equal((await room.bot.download(`Talk/${name}`)).status, 404)
	assert.equal((await room.other.dav('HEAD', name)).status, 200)
})

test('a caption is edited like a message, but can’t be emptied', async () => {
	const room = await a.newRoom()
	const sent = await room.other.send(named(room, 'plano.png'), png, 'image/png', { caption: 'old' })
	const told = await room.other.edit(sent.id, 'new')
	assert.deepEqual([told.systemMessage, told.parent?.message], ['message_edited', 'new'])
	const seen = await room.bot.message(sent.id)
	assert.equal(seen?.message, 'new')
	assert.ok(seen && fileOf(seen))
	const without = await room.other.send(named(room, 'bare.png'), png, 'image/png')
	assert.equal((await room.other.tryEdit(without.id, 'now with')).status, 200)
	assert.equal((await room.other.tryEdit(sent.id, '')).status, 400)
})

test('who was removed can’t download any more', async () => {
	const room = await a.newRoom()
	const name = named(room, 'plano.png')
	await room.owner.send(name, png, 'image/png')
	await room.owner.expel(a.bot.user)
	assert.equal((await room.bot.download(`Talk/${name}`)).status, 404)
})

interface Renames { readonly renames: readonly Readonly<Record<string, string>>[] }

test('Talk’s own way: a draft folder for the room, then one request that makes the message', async () => {
	const room = await a.newRoom()
	const { ask } = room.other.connection
	const { data: { folder } } = await ask<Renames & { folder: string }>('POST', `${talk}/v1/chat/${room.token}/attachment/folder`, { body: { fileNames: ['a.txt'] } })
	assert.match(folder, new RegExp(`^Talk/.*-${room.token}/Draft$`))
	const attach = async (upload: string, meta: object, referenceId: string) => {
		assert.equal((await room.other.upload(`${folder}/${upload}`, Buffer.from(upload), 'text/plain')).status, 201)
		const body = { filePath: `${folder}/${upload}`, fileName: 'a ü.txt', referenceId, talkMetaData: JSON.stringify(meta) }
		return ask<Renames>('POST', `${talk}/v1/chat/${room.token}/attachment`, { body })
	}
	const first = await attach('one.txt', { caption: 'pie', silent: true }, 'key-1')
	const second = await attach('two.txt', {}, 'key-2')
	assert.deepEqual([first.status, first.data.renames], [200, [{ 'a ü.txt': 'a ü.txt' }]])
	assert.deepEqual(second.data.renames, [{ 'a ü.txt': 'a ü (1).txt' }])
	const [one, two] = await room.bot.said()
	assert.deepEqual([one?.message, one?.silent, one?.referenceId, one?.actorId], ['pie', true, 'key-1', a.other])
	assert.deepEqual([two?.message, two?.referenceId], ['{file}', 'key-2'])
	const [file, other] = [one, two].map((each) => each && fileOf(each))
	assert.deepEqual([file?.name, other?.name], ['a ü.txt', 'a ü (1).txt'])
	assert.equal((await room.bot.download(file?.path ?? '')).body.toString('utf8'), 'one.txt')
	assert.equal((await room.bot.download(other?.path ?? '')).body.toString('utf8'), 'two.txt')
	const gone = await ask('POST', `${talk}/v1/chat/${room.token}/attachment`, { body: { filePath: `${folder}/none.txt`, fileName: 'x.txt', referenceId: '', talkMetaData: '{}' } })
	assert.equal(gone.status, 404)
	await room.other.upload(named(room, 'out.txt'), Buffer.from('x'))
	const outside = { filePath: named(room, 'out.txt'), fileName: 'x.txt', referenceId: '', talkMetaData: '{}' }
	assert.equal((await ask('POST', `${talk}/v1/chat/${room.token}/attachment`, { body: outside })).status, 422)
	await room.other.remove(one?.id ?? 0)
	assert.equal((await room.bot.download(file?.path ?? '')).status, 200, 'the folder is shared, not the file')
	await room.other.dav('DELETE', folder.replace(/\/Draft$/, ''))
})
