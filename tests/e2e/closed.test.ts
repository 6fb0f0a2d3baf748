import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { newAppPassword } from '../support/app-password.ts'
import { servers } from '../support/talk.ts'
import { until } from '../support/until.ts'
import { arriveInOrder, converse, copyIn, logged } from './harness.ts'

const lab = await servers()
const talk = await converse(lab)
after(async () => {
	await talk.close()
	await lab.close()
})
const { a, b, relay } = talk
const carries = (name: string, act: () => Promise<void>): void => void test(name, logged(() => talk, act))
const tells = (what: RegExp, since: number, within = 30_000): Promise<true> => until(`the log says ${what}`, () => what.test(relay.log().slice(since)) ? true : undefined, { within })

carries('a room that becomes read-only: what waits arrives when it is writable again', async () => {
	const since = await b.owner.newest()
	const before = relay.log().length
	await b.owner.set('read-only', { state: 1 })
	await a.owner.post('uno a la puerta')
	await a.owner.post('dos a la puerta')
	await tells(new RegExp(`${b.token}.*(?:closed|read)`), before)
	await b.owner.set('read-only', { state: 0 })
	await arriveInOrder(b, since, ['uno a la puerta', 'dos a la puerta'], 90_000)
})

carries('the bot removed from the room and added again: nothing is lost', async () => {
	const since = await b.owner.newest()
	const before = relay.log().length
	await b.owner.expel(b.bot.user)
	await a.owner.post('sin el puente')
	await tells(new RegExp(`${b.token}.*closed`), before)
	await b.owner.post('dicho sin el puente')
	await b.owner.add(b.bot.user)
	await arriveInOrder(b, since, ['sin el puente'], 90_000)
	await copyIn(a, 'dicho sin el puente', 90_000)
})

carries('the bot removed from a public room, which it can still see, and added again', async () => {
	await a.owner.set('public', {}, 'POST')
	const since = await a.owner.newest()
	const before = relay.log().length
	await a.owner.expel(a.bot.user)
	await b.owner.post('a puertas abiertas')
	await tells(new RegExp(`${a.token}.*closed`), before)
	await a.owner.post('dicho a puertas abiertas')
	await a.owner.add(a.bot.user)
	await arriveInOrder(a, since, ['a puertas abiertas'], 90_000)
	await copyIn(b, 'dicho a puertas abiertas', 90_000)
})

carries('a lobby: what waits arrives when it opens', async () => {
	const since = await b.owner.newest()
	const before = relay.log().length
	await b.owner.set('webinar/lobby', { state: 1 })
	await a.owner.post('en la antesala')
	await tells(new RegExp(`${b.token}.*(?:closed|lobby)`), before)
	await b.owner.post('dicho en la antesala')
	await b.owner.set('webinar/lobby', { state: 0 })
	await arriveInOrder(b, since, ['en la antesala'], 90_000)
	await copyIn(a, 'dicho en la antesala', 90_000)
})

test('an app password that is revoked closes the account, is told, and a new one in the file is taken up on SIGHUP', async () => {
	const first = await newAppPassword(lab.a, lab.a.other)
	const own = await converse(lab, { login: first })
	try {
		await logged(() => own, async () => {
			const seenIn = async (text: string): Promise<true | undefined> => (await own.a.owner.said()).some(({ message }) => message.endsWith(`] ${text}`)) ? true : undefined
			await first.revoke()
			const second = await newAppPassword(lab.a, lab.a.other)
			await own.b.owner.post('¿sigues ahí?')
			await own.a.owner.post('dicho mientras tanto')
			await until('the relay says that the login is refused', () => /nctalk\.nube1.*(?:login|password|401)/i.test(own.relay.log()) ? true : undefined)
			assert.ok(!own.relay.log().includes(first.password), 'but not what the password was')
			own.relay.rewrite(own.toml.replace(first.password, second.password))
			await sleep(500)
			own.relay.signal('SIGHUP')
			await until('what waited', () => seenIn('¿sigues ahí?'), { within: 60_000, every: 300 })
			await copyIn(own.b, 'dicho mientras tanto', 60_000)
			assert.ok(!own.relay.log().includes(second.password))
			await second.revoke()
		})(undefined)
	} finally {
		await own.close()
	}
})

carries('SIGHUP with a file that is broken: it goes on with the one before and says so', async () => {
	const before = relay.log().length
	relay.rewrite(talk.toml.replace('[[gateway.inout]]', '[[gateway.sideways]]'))
	relay.signal('SIGHUP')
	await tells(/goes on with the one before/, before)
	relay.rewrite(talk.toml)
	await a.owner.post('y sigue andando')
	await copyIn(b, 'y sigue andando')
})
