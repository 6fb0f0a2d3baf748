import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { servers } from '../support/talk.ts'
import { converse, copiesAfter, copyIn, logged, nameOf } from './harness.ts'

const lab = await servers()
const talk = await converse(lab)
after(async () => {
	await talk.close()
	await lab.close()
})
const { a, b } = talk
const carries = (name: string, act: () => Promise<void>): void => void test(name, logged(() => talk, act))

carries('text goes both ways, under the name of who wrote it', async () => {
	await a.owner.post('Hola a todos')
	assert.equal((await copyIn(b, 'Hola a todos')).message, `[${await nameOf(a, a.owner.user)}] Hola a todos`)
	await b.other.post('Hola, nube uno')
	assert.equal((await copyIn(a, 'Hola, nube uno')).message, `[${await nameOf(b, b.other.user)}] Hola, nube uno`)
})

carries('what the relay wrote does not come back', async () => {
	await a.owner.post('only once')
	await copyIn(b, 'only once')
	await sleep(4000)
	assert.equal((await a.owner.said()).filter(({ message }) => message.includes('only once')).length, 1)
	assert.equal((await b.owner.said()).filter(({ message }) => message.includes('only once')).length, 1)
})

carries('Markdown stays what it says', async () => {
	const text = '**gordo** *fino* ~~nada~~ `código` [mapa](https://example.org/a_b)\n\n- uno\n- dos\n\n```js\nlet a = 1 // **no**\n```\n\n> dicho'
	await a.owner.post(text)
	const { message } = await copyIn(b, 'gordo')
	assert.match(message, /^\[[^\]]+\] \*\*gordo\*\* [*_]fino[*_] ~~nada~~ `código` \[mapa\]\(https:\/\/example\.org\/a_b\)\n/)
	assert.match(message, /```js\nlet a = 1 \/\/ \*\*no\*\*\n```/)
	assert.match(message, /^- uno\n- dos$/m)
	assert.match(message, /^> dicho$/m)
})

carries('any script, emoji and direction pass as they are', async () => {
	for (const text of ['שלום עולם', 'مرحبا بالعالم', '👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽', '中文，日本語', 'ñandú çà', 'a < b && c > d "quoted" \'too\'', '{file} {actor} {mention-user1}', '100 % sure_thing * 2 * 3']) {
		await a.other.post(text)
		assert.equal((await copyIn(b, text)).message, `[${await nameOf(a, a.other.user)}] ${text}`)
	}
})

carries('lines stay in one message', async () => {
	await a.owner.post('uno\ndos\n\ntres')
	assert.equal((await copyIn(b, 'tres')).message, `[${await nameOf(a, a.owner.user)}] uno\ndos\n\ntres`)
})

carries('32,000 characters arrive whole, in more than one message if need be', async () => {
	const before = await b.owner.newest()
	const words = Array.from({ length: 4000 }, (_, index) => `w${String(index).padStart(4, '0')}`).join(' ')
	const text = `${words} ${'x'.repeat(32_000)}`.slice(0, 31_990) + ' the end.'
	await a.owner.post(text)
	await copyIn(b, 'the end.')
	const copies = await copiesAfter(b, before)
	assert.ok(copies.every(({ message }) => [...message].length <= 32_000))
	const nick = `[${await nameOf(a, a.owner.user)}] `
	assert.ok(copies.every(({ message }) => message.startsWith(nick)))
	const bare = (part: string): string => part.replaceAll(/\s+/g, '')
	assert.equal(bare(copies.map(({ message }) => message.slice(nick.length)).join('')), bare(text))
})

carries('silent stays silent, loud stays loud', async () => {
	await a.owner.post('bajito', { silent: true })
	assert.equal((await copyIn(b, 'bajito')).silent, true)
	await a.owner.post('bien alto')
	assert.equal((await copyIn(b, 'bien alto')).silent, undefined)
})

carries('thirty messages of several people arrive in order', async () => {
	const before = await b.owner.newest()
	for (let count = 0; count < 30; count += 1) {
		await a.as(count % 3 === 0 ? a.other.user : a.owner.user).post(`number ${String(count).padStart(2, '0')}`)
	}
	await copyIn(b, 'number 29')
	const numbers = (await copiesAfter(b, before)).map(({ message }) => message.slice(-2))
	assert.deepEqual(numbers, Array.from({ length: 30 }, (_, count) => String(count).padStart(2, '0')))
})
