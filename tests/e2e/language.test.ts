import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { seat } from '../support/seat.ts'
import { servers } from '../support/talk.ts'
import { converse, copyIn, logged, nameOf } from './harness.ts'

const lab = await servers()
const talk = await converse(lab, { general: 'Language = "es"\nMediaDownloadSize = 1000000' })
after(async () => {
	await talk.close()
	await lab.close()
})
const { a, b } = talk
const carries = (name: string, act: () => Promise<void>): void => void test(name, logged(() => talk, act))

carries('with Language = "es" a call is told of in Spanish', async () => {
	const caller = seat(a.server.as(a.owner.user, { session: true }), a.owner.user, a.token)
	await caller.enter()
	const before = await b.owner.newest()
	await caller.call()
	const told = await copyIn(b, (message) => message.id > before)
	assert.equal(told.message, `${await nameOf(a, a.owner.user)} empezó una llamada: [unirse](${a.server.url}/call/${a.token})`)
	await caller.hangUp()
	const ended = await copyIn(b, (message) => message.id > told.id)
	assert.match(ended.message, /^La llamada terminó/)
})

carries('with Language = "es" a poll is one to vote in, and its result is told in Spanish', async () => {
	const poll = await a.owner.poll('¿Cuándo quedamos?', ['el lunes', 'el martes'])
	const copy = await copyIn(b, '¿Cuándo quedamos?')
	assert.match(copy.message, /\[Votar en la conversación\]\(https?:\/\//)
	await a.owner.vote(poll.id, [1])
	await a.other.vote(poll.id, [1])
	await a.owner.closePoll(poll.id)
	const result = await copyIn(b, (message) => message.id > copy.id && message.message.includes('¿Cuándo quedamos?'))
	assert.equal(result.message, `${await nameOf(a, a.owner.user)} cerró la encuesta «¿Cuándo quedamos?»: el lunes: 0, el martes: 2 (votaron 2 personas)`)
})

carries('with Language = "es" the relay says in Spanish what a file is not carried for', async () => {
	const before = await b.owner.newest()
	await a.owner.send(`grande ${a.token}.txt`, Buffer.alloc(2_000_000, 'x'), 'text/plain')
	const told = await copyIn(b, (message) => message.id > before)
	assert.match(told.message, /📎 grande .*\.txt \(2 MB\) no se transmitió: ocupa más de 1 MB$/)
})
