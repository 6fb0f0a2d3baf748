import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { png } from '../support/samples.ts'
import { servers } from '../support/talk.ts'
import { converse, copyIn, logged, nameOf } from './harness.ts'

const lab = await servers()
const talk = await converse(lab)
after(async () => {
	await talk.close()
	await lab.close()
})
const { a, b } = talk
const carries = (name: string, act: () => Promise<void>): void => void test(name, logged(() => talk, act))

carries('an answer to one’s own side answers the copy there', async () => {
	const question = await a.owner.post('¿Quién trae el pan?')
	const copy = await copyIn(b, '¿Quién trae el pan?')
	await a.other.post('Yo lo traigo', { replyTo: question.id })
	const answer = await copyIn(b, 'Yo lo traigo')
	assert.equal(answer.parent?.id, copy.id)
	assert.doesNotMatch(answer.message, /pan/)
})

carries('an answer to a copy answers the original', async () => {
	const question = await a.owner.post('¿Y el vino?')
	const copy = await copyIn(b, '¿Y el vino?')
	await b.other.post('Lo traigo yo', { replyTo: copy.id })
	assert.equal((await copyIn(a, 'Lo traigo yo')).parent?.id, question.id)
})

carries('answers to answers, back and forth', async () => {
	const first = await b.owner.post('uno de muchos')
	const firstCopy = await copyIn(a, 'uno de muchos')
	const second = await a.owner.post('dos de muchos', { replyTo: firstCopy.id })
	const secondCopy = await copyIn(b, 'dos de muchos')
	assert.equal(secondCopy.parent?.id, first.id)
	await b.owner.post('tres de muchos', { replyTo: secondCopy.id })
	const third = await copyIn(a, 'tres de muchos')
	assert.equal(third.parent?.id, second.id)
	await a.other.post('cuatro de muchos', { replyTo: third.id })
	const fourth = await copyIn(b, 'cuatro de muchos')
	assert.equal((await b.owner.said()).find(({ message }) => message === 'tres de muchos')?.id, fourth.parent?.id)
})

carries('an answer to a file, and a file as an answer', async () => {
	const file = await a.owner.send(`reply ${a.token}.png`, png, 'image/png', { caption: 'este plano' })
	const copy = await copyIn(b, 'este plano')
	const answer = await b.other.post('¿qué es?', { replyTo: copy.id })
	const answerCopy = await copyIn(a, '¿qué es?')
	assert.equal(answerCopy.parent?.id, file.id)
	await a.other.send(`reply-2 ${a.token}.png`, png, 'image/png', { caption: 'la casa', replyTo: answerCopy.id })
	assert.equal((await copyIn(b, 'la casa')).parent?.id, answer.id)
})

carries('what was there before the relay has no copy, so an answer to it quotes it', async () => {
	await a.other.post('contesto a lo viejo', { replyTo: talk.before.id })
	const answer = await copyIn(b, 'contesto a lo viejo')
	assert.equal(answer.parent, undefined)
	assert.match(answer.message, new RegExp(`^> .*${await nameOf(a, a.owner.user)}: written before the relay came`, 'm'))
	assert.deepEqual((await b.owner.said()).filter(({ message }) => message.endsWith('] written before the relay came')), [])
})
