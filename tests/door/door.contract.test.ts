import type { Door } from '../../sidecar/door/client.ts'
import type { DeliverAnswer, DeliverItem, DoorPerson, OutboxRow } from '../../sidecar/door/types.ts'
import type { TalkMessage } from '../../sidecar/talk/types.ts'

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { failureOf } from '../../sidecar/core/failure.ts'
import { keyOf } from '../../sidecar/core/mark.ts'
import { Superseded } from '../../sidecar/door/judge.ts'
import { meant } from '../../sidecar/networks/local/incoming.ts'
import { openScene, relay } from './scene.ts'

/* The promises of docs/DOOR.md, "The app's door", of the fake app and of a live one alike. */

const scene = await openScene()
let door: Door

const laura: DoorPerson = { id: 'laura@nube2.example', name: 'Laura' }
const pedro: DoorPerson = { id: 'pedro@nube2.example', name: 'Pedro' }
let keys = Math.floor(Math.random() * 1e9)
const newKey = (): string => keyOf('doorcontract', keys += 1, 0)
function send(text: string, more: Partial<Extract<DeliverItem, { do: 'send' }>> = {}): DeliverItem {
	return {
		do: 'send',
		key: newKey(),
		token: scene.token,
		actor: laura,
		text,
		silent: false,
		files: [],
		...more,
	}
}
const idOf = (answer: DeliverAnswer | undefined): number => answer !== undefined && 'ids' in answer ? answer.ids[0] ?? 0 : 0
const verdicts = (answers: readonly DeliverAnswer[]): readonly string[] => answers.map((answer) => 'ids' in answer ? 'done' : answer.verdict)

/** All rows there are. */
async function rows(): Promise<readonly OutboxRow[]> {
	return (await door.outbox(500)).rows.filter(({ token }) => token === scene.token)
}
async function emptied(): Promise<void> {
	await door.ack((await door.outbox(500)).rows.map(({ id }) => id))
}

before(async () => {
	door = scene.door()
	await door.lease(relay)
	await emptied()
})
after(() => scene.close())

test('door: what a person writes is a row until it is acknowledged', async () => {
	await emptied()
	const text = `hello ${randomUUID()}`
	const id = await scene.say(text)
	const answer = await scene.say('an answer', id)
	const found = await rows()
	assert.deepEqual(found.map(({ kind }) => kind), ['message', 'message'])
	const bodies = found.map(({ body }) => body as TalkMessage)
	assert.deepEqual(bodies.map((body) => [body.id, body.actorType, body.actorId, body.parent?.id]), [[id, 'users', scene.who, undefined], [answer, 'users', scene.who, id]])
	assert.equal(bodies[0]?.message, text)
	assert.ok(found.every((row) => meant(row).as === 'message'), 'nothing more has to be asked for')
	await door.ack([found[0]?.id ?? 0])
	assert.deepEqual((await rows()).map(({ id: row }) => row), [found[1]?.id])
})

test('door: edits, deletions and reactions are rows, with what they concern', async () => {
	const id = await scene.say('before')
	await emptied()
	await scene.edit(id, 'after')
	await scene.react(id, '👍')
	await scene.react(id, '👍', true)
	await scene.remove(id)
	const means = (await rows()).map(meant)
	assert.deepEqual(means.map((one) => one.as === 'message' ? one.message.systemMessage : one.as === 'reaction' ? `${one.reaction.emoji} ${one.reaction.removed}` : one.as), [
		'message_edited',
		'👍 false',
		'👍 true',
		'message_deleted',
	])
	const [edited, reacted, , deleted] = means
	assert.ok(edited?.as === 'message' && edited.message.parent !== undefined && 'message' in edited.message.parent)
	assert.equal(edited.message.parent.message, 'after')
	assert.ok(reacted?.as === 'reaction' && reacted.reaction.target === id && reacted.reaction.actorId === scene.who)
	assert.ok(deleted?.as === 'message' && deleted.message.parent?.id === id)
})

test('door: a file is asked for, and streamed', async () => {
	await emptied()
	const body = Buffer.from(`picture ${randomUUID()}`)
	await scene.share(`${randomUUID()}.png`, body)
	const row = (await rows()).find(({ kind }) => kind === 'object')
	const means = row && meant(row)
	assert.ok(means?.as === 'asked')
	const [message] = await door.messages(scene.token, [means.id, 999_999_999])
	assert.ok(message !== undefined && !('length' in message.messageParameters))
	const { file } = message.messageParameters
	assert.deepEqual([Number(file?.size), file?.mimetype], [body.length, 'image/png'])
	assert.ok((await buffer(await door.file(scene.token, means.id, body.length))).equals(body))
	await assert.rejects(door.file(scene.token, 999_999_999, 5), (error) => failureOf(error).verdict.then === 'drop')
})

test('door: a key is performed once, and answers the same again', async () => {
	await emptied()
	const item = send('only once')
	const [first] = await door.deliver([item])
	const [again] = await door.deliver([item])
	assert.notEqual(idOf(first), 0)
	assert.deepEqual(again, first)
	assert.deepEqual(await door.find(scene.token, item.key), [idOf(first)])
	assert.equal(await door.find(scene.token, newKey()), undefined)
	const shown = await scene.shown(idOf(first))
	assert.deepEqual([shown?.actorType, shown?.actorId, shown?.message], ['federated_users', laura.id, 'only once'])
	assert.deepEqual(await rows(), [], 'what the app writes itself is no row')
})

test('door: a batch is performed in order, each answered', async () => {
	const items = Array.from({ length: 10 }, (_, n) => send(`in order ${n}`))
	const ids = (await door.deliver(items)).map(idOf)
	assert.deepEqual(ids, ids.toSorted((one, other) => one - other))
	assert.equal(new Set(ids).size, 10)
})

test('door: replies, edits and removals of copies', async () => {
	const asked = await scene.say('who comes?')
	const copy = idOf((await door.deliver([send('me', { replyTo: asked })]))[0])
	assert.equal((await scene.shown(copy))?.parent?.id, asked)
	const common = { token: scene.token, target: copy }
	assert.deepEqual(verdicts(await door.deliver([{ ...common, do: 'edit', key: `${newKey()}:edit`, actor: laura, text: 'not me' }])), ['done'])
	assert.equal((await scene.shown(copy))?.message, 'not me')
	const removal = (): DeliverItem => ({ ...common, do: 'remove', key: `remove:${randomUUID()}` })
	assert.deepEqual(verdicts(await door.deliver([removal()])), ['done'])
	assert.equal(await scene.shown(copy), undefined)
	assert.deepEqual(verdicts(await door.deliver([removal()])), ['done'], 'what is gone is removed')
	assert.deepEqual(verdicts(await door.deliver([{ ...common, do: 'edit', key: `${newKey()}:edit`, actor: laura, text: 'late' }])), ['cannot'])
})

test('door: reactions of just these people, and the service user’s sign beside them', async () => {
	const target = await scene.say('vote')
	const react = (by: readonly DoorPerson[]): DeliverItem => ({ do: 'react', key: `react:${randomUUID()}`, token: scene.token, target, emoji: '👍', by })
	const sign = (stands: boolean): DeliverItem => ({ do: 'sign', key: `sign:${randomUUID()}`, token: scene.token, target, emoji: '⏳', stands })
	await emptied()
	assert.deepEqual(verdicts(await door.deliver([react([laura, pedro]), sign(true)])), ['done', 'done'])
	const now = await scene.reactions(target)
	assert.deepEqual(now.filter((one) => one.startsWith('👍')).toSorted(), [`👍 ${laura.id}`, `👍 ${pedro.id}`])
	assert.equal(now.filter((one) => one.startsWith('⏳')).length, 1)
	assert.deepEqual(verdicts(await door.deliver([react([pedro]), react([pedro]), sign(false)])), ['done', 'done', 'done'])
	assert.deepEqual(await scene.reactions(target), [`👍 ${pedro.id}`])
	assert.deepEqual(await rows(), [])
})

test('door: a file goes up, and stands in the room with its caption', async () => {
	const body = Buffer.from(`upload ${randomUUID()}`)
	const item = send('look at this')
	const handle = await door.upload({ token: scene.token, key: item.key, name: 'ñandú 1.png', size: body.length, open: () => Readable.from([body]) })
	const [answer] = await door.deliver([{ ...item, files: [{ handle, voice: false }] } as DeliverItem])
	const shown = await scene.shown(idOf(answer))
	assert.deepEqual([shown?.actorId, shown?.message], [laura.id, 'look at this'])
	assert.ok((await buffer(await door.file(scene.token, idOf(answer), body.length))).equals(body))
})

test('door: a notice is said by nobody', async () => {
	const [answer] = await door.deliver([{ do: 'notice', key: newKey(), token: scene.token, text: 'The call ended' }])
	const shown = await scene.shown(idOf(answer))
	assert.equal(shown?.actorType, 'users')
	assert.equal(shown?.message, 'The call ended')
})

test('door: a conversation that is not there is closed, and holds up no other', async () => {
	const answers = await door.deliver([send('nowhere', { token: 'nowhere99' }), send('here')])
	assert.deepEqual(verdicts(answers), ['closeRoom', 'done'])
	assert.equal((await door.room('nowhere99')).exists, false)
})

test('door: who is in a room, without those from elsewhere', async () => {
	const facts = await door.room(scene.token)
	assert.equal(facts.exists, true)
	assert.ok(facts.people.some(({ actorType, actorId }) => actorType === 'users' && actorId === scene.who))
	assert.equal(facts.people.some(({ actorId }) => actorId === laura.id || actorId === 'talk-relay'), false)
})

test('door: roster and reports are taken', async () => {
	await door.roster({ rooms: [{ token: scene.token, member: 1, people: [laura, pedro] }] })
	await door.report([{ what: 'moving', member: 999_999 }])
})

test('door: the configuration says who we are', async () => {
	const config = await door.config()
	assert.equal(typeof config.host, 'string')
	assert.equal(typeof config.service, 'string')
	assert.ok(Array.isArray(config.gateways))
})

test('door: a newer relay supersedes an older one', async () => {
	const newer = scene.door()
	await newer.lease({ ...relay, relay: 'newer' })
	await assert.rejects(door.outbox(1), Superseded)
	assert.equal(door.over.aborted, true)
	await newer.lease({ ...relay, relay: 'newer', beat: true })
	door = newer
})

test('door: another secret opens nothing', async () => {
	const stranger = scene.door('cd'.repeat(32))
	await assert.rejects(stranger.lease(relay), (error) => failureOf(error).verdict.then === 'closeAccount')
})
