import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { png, wav } from '../support/samples.ts'
import { fileOf } from '../support/seat.ts'
import { until } from '../support/until.ts'
import { arrives, becomes, cloudId, stage } from './harness.ts'
import { cannotInstall } from './nextcloud.ts'

const skip = cannotInstall()
const scene = skip === false ? await stage() : undefined
const talk = await scene?.federate()
after(() => scene?.close())
const named = (name: string): string => name.replace(/(?=\.\w+$)/u, ` ${talk?.a.token ?? ''}`)

test('a picture with its caption, bit for bit, by its author', { skip }, async () => {
	const { a, b } = talk ?? assert.fail()
	const name = named('El plano ü ñ “nuevo”.png')
	await b.owner.send(name, png, 'image/png', { caption: 'mirad **esto**' })
	const seen = await arrives(a, 'mirad **esto**')
	assert.deepEqual([seen.message, seen.actorType, seen.actorId], ['mirad **esto**', 'federated_users', cloudId(b, b.owner.user)])
	const file = fileOf(await a.other.message(seen.id) ?? seen)
	assert.deepEqual([file?.name, file?.mimetype, file?.size], [name, 'image/png', String(png.length)])
	assert.ok((await a.other.download(file?.path ?? '')).body.equals(png))
})

test('a voice message stays one, both ways', { skip }, async () => {
	const { a, b } = talk ?? assert.fail()
	await b.owner.send(named('Talk recording.wav'), wav, 'audio/wav', { messageType: 'voice-message' })
	const seen = await arrives(a, ({ messageType }) => messageType === 'voice-message')
	assert.equal(seen.actorId, cloudId(b, b.owner.user))
	assert.ok((await a.other.download(fileOf(await a.other.message(seen.id) ?? seen)?.path ?? '')).body.equals(wav))
	await a.owner.send(named('Talk answer.wav'), wav, 'audio/wav', { messageType: 'voice-message' })
	const back = await arrives(b, (message) => message.messageType === 'voice-message' && message.actorId === b.bot.user)
	assert.ok((await b.other.download(fileOf(await b.other.message(back.id) ?? back)?.path ?? '')).body.equals(wav))
})

test('a file from here arrives there', { skip }, async () => {
	const { a, b } = talk ?? assert.fail()
	const bytes = randomBytes(300_000)
	const name = named('datos.bin')
	await a.other.send(name, bytes, 'application/octet-stream')
	const seen = await arrives(b, (message) => fileOf(message)?.name === name)
	assert.ok((await b.other.download(fileOf(await b.other.message(seen.id) ?? seen)?.path ?? '')).body.equals(bytes))
})

test('an answer to a picture, a picture as an answer, an edited caption', { skip }, async () => {
	const { a, b } = talk ?? assert.fail()
	const posted = await b.owner.send(named('uno.png'), png, 'image/png', { caption: 'pie viejo' })
	const copy = await arrives(a, 'pie viejo')
	await a.owner.post('¿qué es?', { replyTo: copy.id })
	const question = await arrives(b, '¿qué es?')
	assert.equal(question.parent?.id, posted.id)
	await b.owner.send(named('dos.png'), png, 'image/png', { caption: 'es esto', replyTo: question.id })
	assert.equal((await arrives(a, 'es esto')).parent?.message, '¿qué es?')
	await b.owner.edit(posted.id, 'pie nuevo')
	assert.ok('file' in (await becomes(a, copy.id, 'edited', ({ message }) => message === 'pie nuevo')).messageParameters)
})

test('deleting the message removes the file here', { skip }, async () => {
	const { a, b } = talk ?? assert.fail()
	const name = named('fuera.png')
	const posted = await b.owner.send(name, png, 'image/png', { caption: 'esto se va' })
	const copy = await arrives(a, 'esto se va')
	const path = fileOf(await a.other.message(copy.id) ?? copy)?.path ?? ''
	await b.owner.remove(posted.id)
	await becomes(a, copy.id, 'deleted', ({ messageType }) => messageType === 'comment_deleted')
	await until('the file is gone', async () => (await a.other.download(path)).status === 404 ? true : undefined, { within: 20_000 })
})
