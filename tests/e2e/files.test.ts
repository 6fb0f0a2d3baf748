import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { png, wav } from '../support/samples.ts'
import { fileOf } from '../support/seat.ts'
import { servers } from '../support/talk.ts'
import { until } from '../support/until.ts'
import { converse, copiesAfter, copyIn, logged, nameOf } from './harness.ts'

const lab = await servers()
const limit = 300_000
const talk = await converse(lab, { general: `MediaDownloadSize=${limit}` })
after(async () => {
	await talk.close()
	await lab.close()
})
const { a, b } = talk
const carries = (name: string, act: () => Promise<void>): void => void test(name, logged(() => talk, act))
/** A name that no other test uses: a person's files are not of the room alone. */
const named = (name: string): string => name.replace(/(?=\.\w+$)/, ` ${a.token}`)

carries('a picture with its caption, bit for bit', async () => {
	const name = named('El plano ü ñ “nuevo”.png')
	await a.owner.send(name, png, 'image/png', { caption: 'mirad **esto**' })
	const copy = await copyIn(b, 'mirad **esto**')
	assert.equal(copy.message, `[${await nameOf(a, a.owner.user)}] mirad **esto**`)
	const file = fileOf(copy)
	assert.deepEqual([file?.mimetype, file?.size], ['image/png', String(png.length)])
	assert.equal(file?.name, name)
	const seen = fileOf(await b.other.message(copy.id) ?? copy)
	assert.ok((await b.other.download(seen?.path ?? '')).body.equals(png))
})

carries('a folder can’t be carried: that is told, and holds nobody up', async () => {
	const name = `Fotos ${a.token}`
	await a.owner.dav('MKCOL', name)
	try {
		await a.owner.share(`/${name}`)
		await a.owner.post('después de la carpeta')
		const told = await copyIn(b, (message) => message.message.includes(name))
		assert.match(told.message, /was not carried: folders are not carried/)
		await copyIn(b, 'después de la carpeta')
	} finally {
		await a.owner.dav('DELETE', name)
	}
})

carries('a file without a word', async () => {
	const bytes = randomBytes(200_000)
	const name = named('datos 数据 бинарные.bin')
	await b.other.send(name, bytes, 'application/octet-stream')
	const copy = await copyIn(a, (message) => fileOf(message)?.name === name)
	assert.ok(copy.message.startsWith(`[${await nameOf(b, b.other.user)}]`), copy.message)
	const seen = fileOf(await a.other.message(copy.id) ?? copy)
	assert.ok((await a.other.download(seen?.path ?? '')).body.equals(bytes))
})

carries('an empty file', async () => {
	await a.owner.send(named('vacío.txt'), Buffer.alloc(0), 'text/plain', { caption: 'está vacío' })
	const file = fileOf(await copyIn(b, 'está vacío'))
	assert.equal(file?.size, '0')
})

carries('a voice message stays one', async () => {
	const before = await b.owner.newest()
	await a.owner.send(named('Talk recording.wav'), wav, 'audio/wav', { messageType: 'voice-message' })
	const copy = await copyIn(b, (message) => message.id > before && message.messageType === 'voice-message')
	const seen = fileOf(await b.other.message(copy.id) ?? copy)
	assert.ok((await b.other.download(seen?.path ?? '')).body.equals(wav))
	const spoken = (await copiesAfter(b, before)).map(({ message }) => message).join(' ')
	assert.match(spoken, new RegExp(`\\[${await nameOf(a, a.owner.user)}\\]`), 'and tells whose it is')
})

carries('several files in order, with text between them', async () => {
	const before = await b.owner.newest()
	const names = ['uno', 'dos', 'tres'].map((word) => named(`${word}.txt`))
	for (const [index, name] of names.entries()) {
		await a.owner.post(`antes de ${index + 1}`)
		await a.owner.send(name, Buffer.from(name), 'text/plain')
	}
	await a.owner.post('al final de todo')
	await copyIn(b, 'al final de todo')
	const order = (await copiesAfter(b, before)).map((message) => fileOf(message)?.name ?? message.message.replace(/^\[[^\]]+\] /, ''))
	assert.deepEqual(order, ['antes de 1', names[0], 'antes de 2', names[1], 'antes de 3', names[2], 'al final de todo'])
})

carries('two people’s files of one name', async () => {
	const name = named('igual.txt')
	await a.owner.send(name, Buffer.from('del uno'), 'text/plain', { caption: 'igual uno' })
	await a.other.send(name, Buffer.from('del otro'), 'text/plain', { caption: 'igual otro' })
	for (const [caption, text] of [['igual uno', 'del uno'], ['igual otro', 'del otro']] as const) {
		const copy = await copyIn(b, caption)
		const seen = fileOf(await b.other.message(copy.id) ?? copy)
		assert.equal((await b.other.download(seen?.path ?? '')).body.toString('utf8'), text)
	}
})

carries('a file that is too large becomes a line that says so; what follows goes on', async () => {
	const name = named('enorme.bin')
	await a.owner.send(name, randomBytes(limit + 1), 'application/octet-stream', { caption: 'no cabrá' })
	await a.owner.post('tras lo enorme')
	await copyIn(b, 'tras lo enorme')
	const told = (await b.owner.said()).find(({ message }) => message.includes('enorme') && message.includes(a.token))
	assert.match(told?.message ?? '', /too large|larger than/)
	assert.ok(told !== undefined && fileOf(told) === undefined)
	assert.ok((await b.owner.said()).some(({ message }) => message.includes('no cabrá')), 'the caption is not lost')
})

carries('a file that its owner deletes at once is told as gone, or arrived', async () => {
	const name = named('fugaz.txt')
	await a.owner.send(name, Buffer.from('fugaz'), 'text/plain', { caption: 'algo fugaz' })
	await a.owner.dav('DELETE', name)
	await a.owner.post('tras lo fugaz')
	await copyIn(b, 'tras lo fugaz')
	const told = (await b.owner.said()).filter(({ message }) => message.includes('fugaz') && !message.endsWith('tras lo fugaz'))
	assert.ok(told.length > 0)
})

carries('a deleted file message goes on the other side too, and nobody can download it there', async () => {
	const name = named('retirado.txt')
	const sent = await a.owner.send(name, Buffer.from('retirado'), 'text/plain', { caption: 'lo retiro' })
	const copy = await copyIn(b, 'lo retiro')
	const path = fileOf(await b.other.message(copy.id) ?? copy)?.path ?? ''
	assert.equal((await b.other.download(path)).status, 200)
	await a.owner.remove(sent.id)
	const gone = async (): Promise<true | undefined> => (await b.owner.message(copy.id))?.messageType === 'comment_deleted' ? true : undefined
	await until('the copy is deleted', gone, { within: 60_000 })
	assert.equal((await b.other.download(path)).status, 404)
})
