import type { App, Body } from './app.ts'

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { app, cannotRun, switchOn } from './app.ts'

const secret = 'Qv7-known-to-nobody-else'

describe('accounts', { skip: cannotRun }, () => {
	let it: App
	let id: number
	const settings = (): Body => ({ server: it.lab.b.url, login: it.lab.b.bot.user, password: secret })
	before(async () => {
		it = await app()
		await switchOn(it, { groups: [], allowedHosts: [], refusedHosts: [], networks: [] })
		const made = await it.owner('POST', 'accounts', { network: 'nctalk', settings: settings() })
		assert.equal(made.status, 200, made.body.toString())
		id = made.data.id as number
	})
	after(async () => {
		await it.owner('DELETE', `accounts/${id}`)
		await it.close()
	})

	test('are called by login and server where nobody says otherwise, and say which secrets they have', async () => {
		const list = (await it.owner('GET', 'accounts')).data as unknown as readonly Body[]
		const { label, server, set, own, shared } = list.find((one) => one.id === id) ?? {}
		const host = new URL(it.lab.b.url).host
		assert.deepEqual({ label, server, set, own, shared }, { label: `${it.lab.b.bot.user} on ${host}`, server: it.lab.b.url, set: ['password'], own: true, shared: false })
	})

	test('no answer to anybody holds a secret', async () => {
		for (const who of [it.owner, it.other, it.admin]) {
			for (const path of ['accounts', 'admin/accounts', 'admin/gateways', 'admin/log?lines=1000', 'admin/state', `rooms/${it.room.token}`, 'networks']) {
				const { body } = await who('GET', path)
				assert.equal(body.includes(secret), false, path)
			}
		}
		const { body } = await it.owner('PUT', `accounts/${id}`, { label: 'another name' })
		assert.equal(body.includes(secret), false)
	})

	test('at rest the secret is encrypted', async (t) => {
		const { a } = JSON.parse(readFileSync(process.env.TALK_SERVERS ?? '', 'utf8')) as { a: { dsn?: string } }
		if (a.dsn === undefined) {
			t.skip('TALK_SERVERS gives no dsn')
			return
		}
		const database = new pg.Client({ connectionString: a.dsn })
		await database.connect()
		const { rows } = await database.query<{ row: string }>('SELECT row_to_json(t)::text AS row FROM oc_talk_relay_accounts t WHERE id = $1', [id])
		await database.end()
		assert.equal(rows.length, 1)
		assert.equal(rows[0]?.row.includes(secret), false)
	})

	test('are there for nobody else', async () => {
		const list = (await it.other('GET', 'accounts')).data as unknown as readonly Body[]
		assert.equal(list.some((one) => one.id === id), false)
		for (const [method, path, body] of [
			['PUT', `accounts/${id}`, { label: 'mine' }],
			['DELETE', `accounts/${id}`, undefined],
			['GET', `accounts/${id}/conversations`, undefined],
			['POST', 'accounts/test', { account: id }],
			['POST', 'accounts/test', { account: id, settings: { ...settings(), server: it.lab.a.url } }],
		] as const) {
			assert.equal((await it.other(method, path, body)).status, 404, `${method} ${path}`)
		}
		assert.equal((await it.admin('PUT', `admin/accounts/${id}`, { label: 'mine' })).status, 404)
	})

	test('what the relay says of one is said in the language of whoever asks', async () => {
		const { owner } = it.lab.a
		const says = async (): Promise<string> => JSON.stringify((await it.owner('POST', 'accounts/test', { account: id })).data.checks)
		assert.match(await says(), /refuses the login.*Connect the account again/u)
		await it.server.occ('user:setting', owner, 'core', 'lang', 'es')
		try {
			assert.match(await says(), /rechaza el inicio de sesión.*Vuelve a conectar la cuenta/u)
		} finally {
			await it.server.occ('user:setting', owner, 'core', 'lang', 'en')
		}
	})

	test('the stored password goes to no other server than the one it was given for', async () => {
		const elsewhere = { server: `${it.lab.a.url}/elsewhere`, login: it.lab.b.bot.user }
		for (const answer of [
			await it.owner('PUT', `accounts/${id}`, { settings: elsewhere }),
			await it.owner('POST', 'accounts/test', { account: id, settings: elsewhere }),
		]) {
			assert.equal(answer.status, 400)
			assert.equal((answer.data.errors as readonly Body[])[0]?.field, 'server')
		}
		assert.equal((await it.owner('PUT', `accounts/${id}`, { settings: { server: it.lab.b.url, login: it.lab.b.bot.user } })).status, 200)
	})

	test('what lowers a guard or reads a file here is for administrators', async () => {
		for (const [field, value] of Object.entries({ caFile: '/etc/passwd', proxy: 'http://127.0.0.1:3128', skipTlsVerify: true })) {
			const { status, data } = await it.owner('POST', 'accounts', { network: 'nctalk', settings: { ...settings(), [field]: value } })
			assert.equal(status, 400, field)
			assert.deepEqual((data.errors as readonly Body[]).map((one) => one.field), [field])
		}
	})

	test('everything that is wrong is told at once', async () => {
		const { status, data } = await it.owner('POST', 'accounts', { network: 'nctalk', settings: { server: 'no address', nonsense: 1 } })
		assert.equal(status, 400)
		assert.deepEqual((data.errors as readonly Body[]).map((one) => one.field).toSorted(), ['login', 'nonsense', 'password', 'server'])
	})

	test('servers that the administrator refuses, or does not name, can\'t be connected', async () => {
		const host = new URL(it.lab.b.url).hostname
		for (const lists of [{ refusedHosts: [host] }, { refusedHosts: [`*.${host.split('.').slice(1).join('.')}`] }, { allowedHosts: ['cloud.example.org'] }]) {
			assert.equal((await it.admin('PUT', 'admin/settings', lists)).status, 200)
			assert.equal((await it.owner('POST', 'accounts', { network: 'nctalk', settings: settings() })).status, 400, JSON.stringify(lists))
			assert.equal((await it.owner('POST', 'accounts/login', { server: it.lab.b.url })).status, 400)
			await it.admin('PUT', 'admin/settings', { refusedHosts: [], allowedHosts: [] })
		}
	})

	test('one that the administrator shares can be used by all, seen by none', async () => {
		const { data } = await it.admin('POST', 'admin/accounts', { network: 'nctalk', label: 'for all', settings: settings() })
		const list = (await it.other('GET', 'accounts')).data as unknown as readonly Body[]
		const { own, shared, set, settings: seen } = list.find((one) => one.id === data.id) ?? {}
		assert.deepEqual({ own, shared, set, seen }, { own: false, shared: true, set: [], seen: {} })
		assert.equal((await it.other('PUT', `accounts/${String(data.id)}`, { label: 'x' })).status, 404)
		assert.equal((await it.other('DELETE', `accounts/${String(data.id)}`)).status, 404)
		assert.equal((await it.admin('DELETE', `admin/accounts/${String(data.id)}`)).status, 200)
	})
})
