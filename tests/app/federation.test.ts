import type { Room } from '../support/talk.ts'
import type { App, Body } from './app.ts'

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { until } from '../support/until.ts'
import { app, cannotRun, switchOn } from './app.ts'

interface Member extends Body {
	readonly id: number
	readonly consent: string
	readonly direction: string
	readonly nickFormat: string
}
type Gateway = Body & { readonly members: readonly Member[] }

/** A conversation's federation as its moderator sets it up, with the relay that the app runs. */
describe('one conversation\'s federation', { skip: cannotRun, timeout: 600_000 }, () => {
	let it: App
	let there: Room
	let account: number
	const room = (path = '') => `rooms/${it.room.token}${path}`
	const gateway = async () => (await it.owner('GET', room())).data.gateway as Gateway | null
	const join = (data: object) => it.owner('POST', room('/members'), data)
	const state = async (): Promise<Body | undefined> => ((await it.owner('GET', room('/state'))).data.members as readonly Body[])[0]
	/** What the conversation was told by the system, the last first. */
	const notices = async (): Promise<readonly string[]> => {
		const { messages } = await it.room.owner.page({ limit: 20 })
		return messages.filter(({ systemMessage }) => systemMessage.startsWith('matterbridge_config')).map(({ message }) => message)
	}

	before(async () => {
		it = await app()
		await switchOn(it, { groups: [] })
		there = await it.lab.b.newRoom({ people: [it.lab.b.bot.user] })
		const made = await it.owner('POST', 'accounts', { network: 'nctalk', label: 'bridge', settings: { server: it.lab.b.url, login: it.lab.b.bot.user, password: it.lab.b.bot.password } })
		assert.equal(made.status, 200, made.body.toString())
		account = made.data.id as number
	})
	after(async () => {
		await it.owner('DELETE', room())
		await it.owner('DELETE', `accounts/${account}`)
		await it.close()
	})

	test('what the account is not in can\'t be joined, and it is said what to do', async () => {
		const elsewhere = await it.lab.b.newRoom({ people: [] })
		const { status, data } = await join({ account, address: elsewhere.token })
		assert.equal(status, 400)
		assert.equal((data.errors as readonly Body[])[0]?.field, 'address')
		assert.equal(await gateway(), null)
	})

	test('joined by its link; the conversation is told, and the relay takes it up', async () => {
		const { status, data, body } = await join({ account, address: `${it.lab.b.url}/call/${there.token}` })
		assert.equal(status, 200, body.toString())
		const [member] = (data.gateway as { members: readonly Member[] }).members
		assert.deepEqual([member?.address, member?.consent, member?.direction, member?.nickFormat], [there.token, 'given', 'inout', '[{NICK}] '])
		assert.match((await notices())[0] ?? '', /joined this conversation with/)
		await until('the relay has taken it up', async () => (await state())?.state === 'working' || undefined, { within: 90_000, every: 1000 })
	})

	test('once is enough', async () => {
		const { status, data } = await join({ account, address: there.token })
		assert.deepEqual([status, (data.errors as readonly Body[])[0]?.field], [400, 'address'])
	})

	test('what is set is taken, what makes no sense is not', async () => {
		const [member] = (await gateway())?.members ?? []
		assert.ok(member)
		const changed = await it.owner('PUT', room(`/members/${member.id}`), { direction: 'out', nickFormat: '{NICK} <b>: ' })
		assert.deepEqual((changed.data.gateway as { members: readonly Member[] }).members.map(({ direction, nickFormat }) => [direction, nickFormat]), [['out', '{NICK} <b>: ']])
		for (const wrong of [{ notices: ['nonsense'] }, { maxBytes: 2 ** 50 }, { maxBytes: -1 }, { refusedNames: ['../x'] }, { refusedNames: [1] }, { refusedKinds: ['text'] }]) {
			assert.equal((await it.owner('PUT', room(), wrong)).status, 400, JSON.stringify(wrong))
		}
		const set = { notices: ['call', 'poll'], maxBytes: 5_000_000, refusedNames: ['*.exe'], refusedKinds: ['voice'], mentionEveryone: true }
		await it.owner('PUT', room(), set)
		const now = await gateway()
		assert.deepEqual(Object.fromEntries(Object.keys(set).map((name) => [name, now?.[name]])), set)
	})

	test('paused and resumed, and the conversation is told', async () => {
		await it.owner('PUT', room(), { paused: true })
		assert.match((await notices())[0] ?? '', /paused/)
		await until('it is paused', async () => (await state())?.state === 'paused' || undefined, { within: 60_000, every: 1000 })
		await it.owner('PUT', room(), { paused: false })
		assert.match((await notices())[0] ?? '', /resumed/)
	})

	test('somebody is blocked, also who has said nothing yet, and let in again', async () => {
		const person = `nobody@${new URL(it.lab.b.url).host}`
		const blocked = await it.owner('POST', room('/blocked'), { person, name: 'No Body' })
		assert.deepEqual((blocked.data.gateway as Body).blocked, [{ id: person, name: 'No Body' }])
		const free = await it.owner('DELETE', room(`/blocked?person=${encodeURIComponent(person)}`))
		assert.deepEqual((free.data.gateway as Body).blocked, [])
		assert.equal((await it.owner('DELETE', room('/blocked?person=who%40where.example'))).status, 404)
	})

	test('an account in use stays, and it is said where it is used', async () => {
		const { status, data } = await it.owner('DELETE', `accounts/${account}`)
		assert.equal(status, 409)
		assert.deepEqual((data.conversations as readonly Body[]).map(({ token }) => token), [it.room.token])
	})

	test('what was not set aside can be neither tried again nor discarded', async () => {
		assert.equal((await it.owner('POST', room('/asides/999999'), { action: 'retry' })).status, 404)
		assert.equal((await it.owner('POST', room('/asides/1'), { action: 'explode' })).status, 400)
	})

	test('the administrator sees it', async () => {
		const all = (await it.admin('GET', 'admin/gateways')).data as unknown as readonly Body[]
		assert.deepEqual(all.filter(({ token }) => token === it.room.token).map(({ members }) => (members as readonly Body[]).length), [1])
	})

	test('with the last member it ends, and the conversation is told', async () => {
		const [member] = (await gateway())?.members ?? []
		const { data } = await it.owner('DELETE', room(`/members/${member?.id ?? 0}`))
		assert.equal(data.gateway, null)
		assert.match((await notices())[0] ?? '', /ended the federation/)
		assert.equal((await it.owner('PUT', room(), { paused: true })).status, 404)
	})

	test('through a shared account it waits until a moderator over there agrees', async () => {
		const shared = await it.admin('POST', 'admin/accounts', { network: 'nctalk', label: 'shared', settings: { server: it.lab.b.url, login: it.lab.b.bot.user, password: it.lab.b.bot.password } })
		await join({ account: shared.data.id, address: there.token })
		assert.deepEqual((await gateway())?.members.map(({ consent }) => consent), ['asked'])
		await it.owner('DELETE', room())
		assert.equal((await it.admin('DELETE', `admin/accounts/${String(shared.data.id)}`)).status, 200)
	})

	test('a conversation that is deleted is federated no longer', async () => {
		const gone = await it.lab.a.newRoom({ people: [] })
		await it.owner('POST', `rooms/${gone.token}/members`, { account, address: there.token })
		const listed = async () => ((await it.admin('GET', 'admin/gateways')).data as unknown as readonly Body[]).some(({ token }) => token === gone.token)
		assert.equal(await listed(), true)
		await gone.delete()
		assert.equal(await listed(), false)
	})
})
