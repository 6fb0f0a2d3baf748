import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { servers } from '../support/talk.ts'
import { until } from '../support/until.ts'
import { arriveInOrder, converse, copyIn, logged } from './harness.ts'

const lab = await servers()
const talk = await converse(lab, { general: 'StateDir="kept here"' })
after(async () => {
	await talk.close()
	await lab.close()
})
const { a, b, relay } = talk
const carries = (name: string, act: () => Promise<void>): void => void test(name, logged(() => talk, act))
const numbered = (word: string, count: number): readonly string[] => Array.from({ length: count }, (_, index) => `${word} ${index + 1}`)

carries('its state lies where StateDir says', async () => {
	assert.ok(existsSync(join(relay.folder, 'kept here', 'relay.db')))
})

carries('ended with SIGTERM and started again: what happened meanwhile arrives, in order, once', async () => {
	const [edited, deleted, liked] = [await a.owner.post('será cambiado'), await a.owner.post('será borrado'), await a.owner.post('gustará')]
	const [ofEdited, ofDeleted, ofLiked] = [await copyIn(b, 'será cambiado'), await copyIn(b, 'será borrado'), await copyIn(b, 'gustará')]
	assert.equal(await relay.end('SIGTERM'), 0)
	const [inA, inB] = [await a.owner.newest(), await b.owner.newest()]
	const texts = numbered('mientras', 8)
	for (const text of texts) {
		await a.owner.post(text)
		await b.other.post(`${text} de b`)
	}
	await a.owner.edit(edited.id, 'cambiado')
	await a.owner.remove(deleted.id)
	await a.other.react(liked.id, '👍')
	relay.start()
	await Promise.all([arriveInOrder(b, inB, texts), arriveInOrder(a, inA, texts.map((text) => `${text} de b`))])
	const settled = async (): Promise<true | undefined> => {
		const [one, two, three] = await Promise.all([ofEdited, ofDeleted, ofLiked].map(({ id }) => b.owner.message(id)))
		const isThere = one?.message.endsWith('] cambiado') === true && two?.messageType === 'comment_deleted'
		return isThere && three !== undefined && '👍' in three.reactions ? true : undefined
	}
	await until('edit, deletion and reaction arrive', settled, { within: 60_000, every: 300 })
})

carries('killed in the midst of messages, again and again: each arrives once, in order', async () => {
	const inB = await b.owner.newest()
	const texts = numbered('a pesar de todo', 24)
	const write = async (): Promise<void> => {
		for (const text of texts) {
			await a.owner.post(text)
			await sleep(80)
		}
	}
	const killer = async (): Promise<void> => {
		for (const wait of [700, 1300, 900]) {
			await sleep(wait)
			await relay.end('SIGKILL')
			relay.start()
		}
	}
	await Promise.all([write(), killer()])
	await arriveInOrder(b, inB, texts, 180_000)
})

carries('a second relay on the same state ends at once and says why; the first goes on', async () => {
	const second = await relay.command('run')
	assert.notEqual(second.code, 0)
	assert.match(second.output, /another .*relay is already running/i)
	await a.owner.post('el primero sigue')
	await copyIn(b, 'el primero sigue')
})

carries('`status` tells of it from outside', async () => {
	const told = await relay.command('status')
	assert.equal(told.code, 0)
	assert.match(told.output, /nctalk\.nube1: online/)
	assert.match(told.output, new RegExp(`nctalk\\.nube2/${b.token}: open`))
	const elsewhere = await relay.command('status', '--state', join(relay.folder, 'elsewhere'))
	assert.notEqual(elsewhere.code, 0)
	assert.match(elsewhere.output, /no state in .*elsewhere/)
})
