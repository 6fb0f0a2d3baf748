import type { TestContext } from 'node:test'
import type { Message } from '../../sidecar/core/event.ts'
import type { Kind } from '../../sidecar/core/gateway.ts'

import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { Failure } from '../../sidecar/core/failure.ts'
import { messageId } from '../../sidecar/core/ids.ts'
import { plain, textOf } from '../../sidecar/core/richtext.ts'
import { memoryAuthor, memoryServer } from '../../sidecar/networks/memory/server.ts'
import { hosted } from '../support/hosted.ts'
import { gatewayOf, memoryAccount, memoryRoom, until } from '../support/relay.ts'

const one = memoryRoom('a', 'one')
const two = memoryRoom('b', 'two')
const three = memoryRoom('b', 'three')

/** Rooms one and two are one conversation, without these kinds; `everything`: one and three are another, which carries all. */
async function running(t: TestContext, refusedKinds: readonly Kind[], everything = false) {
	const a = memoryServer('a.example')
	const b = memoryServer('b.example')
	const accounts = [memoryAccount('a', 'a.example'), memoryAccount('b', 'b.example')]
	const gateways = (kinds: readonly Kind[]) => [
		gatewayOf('family', [one, two], { refusedKinds: kinds }),
		...everything ? [gatewayOf('all', [one, three])] : [],
	]
	const started = await hosted({ servers: [a, b], accounts, gateways: gateways(refusedKinds) })
	t.after(started.stop)
	await until(() => [one, two, ...everything ? [three] : []].every((room) => started.store.cursors.get(room) !== undefined))
	const settled = (): Promise<void> => until(() => started.store.outbox.waiting() === 0, 5000, 'an empty outbox')
	const said = (room: string): readonly string[] => b.room(room).messages.filter((message) => !message.deleted)
		.map((message) => [plain(message.text), ...message.files.map((name) => `<${name}>`)].join(' ').trim())
	/** What is written last crosses last, so what did not cross before it never will. */
	let later = 0
	const afterwards = async (): Promise<void> => {
		const text = `then ${later += 1}`
		a.post('one', 'ana', textOf(text))
		await until(() => ['two', ...everything ? ['three'] : []].every((room) => said(room).includes(text)))
		await settled()
	}
	const apply = (kinds: readonly Kind[]): Promise<unknown> => started.relay.apply({ accounts, gateways: gateways(kinds) })
	return { ...started, a, b, settled, afterwards, apply, said }
}

/** Ana's file, heard as a network tells it. */
async function sendFile({ host, store }: Pick<Awaited<ReturnType<typeof running>>, 'host' | 'store'>, id: number, voice: boolean): Promise<number> {
	let opened = 0
	const session = host('memory.a')
	const file = await session.keep(one, `${id}/0`, { name: voice ? 'voice.ogg' : 'plan.pdf', mime: 'a/b', size: 4, voice }, async () => {
		opened += 1
		return Readable.from([Buffer.from('abcd')])
	})
	const message: Message = { kind: 'message', id: messageId(id), room: one, author: memoryAuthor('ana', 'a.example'), at: Date.now(), text: [], files: [file], silent: false }
	await session.heard(one, [message], store.cursors.get(one) ?? assert.fail('it was read'))
	return opened
}

test('a file that is not carried becomes a line, and is not even fetched; a voice message crosses', async (t) => {
	const scene = await running(t, ['files'])
	assert.equal(await sendFile(scene, 900, false), 0)
	assert.equal(await sendFile(scene, 901, true), 1)
	await until(() => scene.said('two').length === 2)
	assert.deepEqual(scene.said('two'), ['📎 plan.pdf (4 bytes) was not carried: files are not carried here', '<voice.ogg>'])
})

test('where another conversation carries it, the file crosses there, and the line stands here', async (t) => {
	const scene = await running(t, ['files', 'voice'], true)
	assert.equal(await sendFile(scene, 900, false), 1)
	assert.equal(await sendFile(scene, 901, true), 1)
	await until(() => scene.said('two').length === 2 && scene.said('three').length === 2)
	assert.deepEqual(scene.said('three'), ['<plan.pdf>', '<voice.ogg>'])
	assert.deepEqual(scene.said('two'), [
		'📎 plan.pdf (4 bytes) was not carried: files are not carried here',
		'🎤 Voice message (4 bytes) was not carried: voice messages are not carried here',
	])
})

test('edits and deletions that are not carried leave the copy as it is; what was not sent yet is taken back all the same', async (t) => {
	const { a, b, settled, afterwards, said } = await running(t, ['edits', 'deletions'], true)
	const message = a.post('one', 'ana', textOf('first'))
	await until(() => said('two').length === 1 && said('three').length === 1)
	await settled()
	a.edit('one', message.id, 'ana', textOf('second'))
	await afterwards()
	assert.deepEqual([said('two'), said('three')], [['first', 'then 1'], ['second', 'then 1']])
	a.remove('one', message.id, 'ana')
	await afterwards()
	assert.deepEqual([said('two'), said('three')], [['first', 'then 1', 'then 2'], ['then 1', 'then 2']])
	assert.equal(b.room('two').messages[0]?.edits, 0)
	let tried = false
	b.before = () => {
		tried = true
		throw new Failure({ then: 'retry' }, 'it is away', { left: 'nothing' })
	}
	const regretted = a.post('one', 'ana', textOf('regretted'))
	await until(() => tried)
	a.remove('one', regretted.id, 'ana')
	await settled()
	b.before = () => undefined
	await afterwards()
	assert.deepEqual([said('two').at(-2), said('three').at(-2)], ['then 2', 'then 2'])
})

test('reactions that are not carried any more: no new one comes, and what stands from before can be taken back', async (t) => {
	const { a, b, settled, afterwards, apply, said } = await running(t, [])
	const message = a.post('one', 'ana', textOf('hello'))
	await until(() => said('two').length === 1)
	await settled()
	const copy = b.room('two').messages[0]
	assert.ok(copy)
	const stands = (emoji: string): number => copy.reactions.get(emoji)?.size ?? 0
	a.react('one', message.id, 'ana', '👍', true)
	await until(() => stands('👍') === 1)
	await settled()
	await apply(['reactions'])
	let asked = 0
	b.before = (operation) => {
		asked += operation === 'react' ? 1 : 0
	}
	a.react('one', message.id, 'ana', '🎉', true)
	a.react('one', message.id, 'marcos', '👍', true)
	await afterwards()
	assert.deepEqual([stands('👍'), stands('🎉')], [1, 0])
	a.react('one', message.id, 'ana', '🎉', false)
	a.react('one', message.id, 'ana', '👍', false)
	await until(() => stands('👍') === 0)
	await afterwards()
	assert.equal(asked, 1, 'nobody is asked to take back what never stood there')
	await apply([])
	a.react('one', message.id, 'ana', '🎉', true)
	await until(() => stands('🎉') === 1)
})
