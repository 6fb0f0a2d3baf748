import type { Connection } from '../support/ocs.ts'
import type { App } from './app.ts'

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { api } from '../federation/nextcloud.ts'
import { connect } from '../support/ocs.ts'
import { talk } from '../support/seat.ts'
import { sessionOf } from '../support/session.ts'
import { app, cannotRun, switchOn } from './app.ts'

interface Operation { readonly description?: string }
const { paths } = JSON.parse(readFileSync(join(import.meta.dirname, '../../openapi.json'), 'utf8')) as { paths: Record<string, Record<string, Operation>> }
const calls = Object.entries(paths).flatMap(([path, verbs]) => Object.entries(verbs).map(([verb, operation]) => ({
	verb: verb.toUpperCase(),
	path: path.replace('/ocs/v2.php/apps/talk_relay/api/v1/', ''),
	administrators: operation.description?.includes('administrators') ?? false,
	confirmed: operation.description?.includes('password confirmed') ?? false,
})))

describe('who may do what', { skip: cannotRun }, () => {
	let it: App
	before(async () => {
		it = await app()
		await switchOn(it, { groups: [] })
	})
	after(() => it.close())

	const filled = (path: string): string => path.replace('{token}', it.room.token).replaceAll(/\{\w+\}/g, '1')

	test('a stranger may do nothing', async () => {
		for (const { verb, path } of calls) {
			assert.equal((await it.stranger(verb, filled(path))).status, 401, `${verb} ${path}`)
		}
	})

	test('who is no administrator gets nowhere near the administration', async () => {
		const forAdministrators = calls.filter(({ administrators }) => administrators)
		assert.ok(forAdministrators.length > 15)
		for (const { verb, path } of forAdministrators) {
			assert.equal((await it.owner(verb, filled(path), {})).status, 403, `${verb} ${path}`)
		}
	})

	test('where a secret or a process is concerned, an administrator without the password confirmed gets nowhere', async () => {
		// An app password is a login, but no password that anybody typed.
		const made = await it.server.run('env', `NC_PASS=${it.server.adminLogin.password}`, 'php', '-d', 'apc.enable_cli=1', join(it.server.webroot, 'occ'), 'user:auth-tokens:add', '--password-from-env', it.server.adminLogin.user)
		const admin = connect(it.server.url, { user: it.server.adminLogin.user, password: made.trim().split('\n').at(-1) ?? '' })
		assert.equal((await admin.ask('GET', `${api}/admin/settings`)).status, 200)
		for (const { verb, path } of calls.filter(({ confirmed }) => confirmed)) {
			assert.equal((await admin.ask(verb, `${api}/${filled(path)}`, { body: {} })).status, 403, `${verb} ${path}`)
		}
		admin.close()
	})

	test('clients learn from the capabilities whether this person may federate', async () => {
		const told = async (person: Connection): Promise<unknown> => (await person.get<{ readonly capabilities: Readonly<Record<string, unknown>> }>('GET', '/ocs/v2.php/cloud/capabilities')).capabilities.talk_relay
		const owner = it.room.owner.connection
		assert.deepEqual(await told(owner), { federate: true })
		await switchOn(it, { groups: ['admin'] })
		assert.deepEqual([await told(owner), await told(it.server.admin)], [{ federate: false }, { federate: true }])
		await switchOn(it, { groups: [] })
	})

	test('every call about a conversation: no participant 404, no moderator 403 with the reason', async () => {
		const alone = await it.lab.a.newRoom({ people: [] })
		for (const { verb, path } of calls.filter(({ path }) => path.startsWith('rooms/'))) {
			const theirs = await it.other(verb, filled(path).replace(it.room.token, alone.token), {})
			assert.deepEqual([theirs.status, theirs.data], [404, []], `${verb} ${path}`)
			const { status, data } = await it.other(verb, filled(path), {})
			assert.deepEqual([status, data], [403, { reason: 'moderator' }], `${verb} ${path}`)
		}
		assert.equal((await it.owner('GET', 'rooms/thereisnone')).status, 404)
	})

	test('a conversation of two can\'t be federated', async () => {
		const { token } = await it.lab.a.as(it.lab.a.owner).get<{ token: string }>('POST', `${talk}/v4/room`, { roomType: 1, invite: it.lab.a.other })
		assert.deepEqual((await it.owner('GET', `rooms/${token}`)).data, { reason: 'kind' })
	})

	test('nor can a breakout room', async () => {
		const owner = it.lab.a.as(it.lab.a.owner)
		const room = await it.lab.a.newRoom({ people: [] })
		const parts = await owner.get<{ token: string, objectType?: string }[]>('POST', `${talk}/v1/breakout-rooms/${room.token}`, { mode: 2, amount: 1, attendeeMap: '{}' })
		const part = parts.find(({ token }) => token !== room.token)
		assert.ok(part)
		assert.deepEqual((await it.owner('GET', `rooms/${part.token}`)).data, { reason: 'breakout' })
	})

	test('only people of the groups that the administrator allows', async () => {
		assert.equal((await it.admin('PUT', 'admin/settings', { groups: ['admin'] })).status, 200)
		assert.deepEqual((await it.owner('GET', `rooms/${it.room.token}`)).data, { reason: 'group' })
		assert.deepEqual((await it.owner('GET', 'accounts')).data, { reason: 'group' })
		assert.deepEqual((await it.owner('POST', 'accounts/login', { server: it.lab.b.url })).data, { reason: 'group' })
		assert.equal((await it.admin('PUT', 'admin/settings', { groups: [] })).status, 200)
		assert.equal((await it.owner('GET', `rooms/${it.room.token}`)).status, 200)
	})

	test('another site\'s page can change nothing with a person\'s session', async () => {
		const changing = calls.filter(({ verb }) => verb !== 'GET')
		assert.ok(changing.length > 20)
		const standing = async (): Promise<readonly unknown[]> => Promise.all([
			it.server.admin.get('GET', `${api}/admin/settings`),
			it.server.admin.get('GET', `${api}/admin/accounts`),
			it.owner('GET', 'accounts').then(({ data }) => data),
			it.owner('GET', `rooms/${it.room.token}`).then(({ data }) => data),
		])
		const before = await standing()
		// Who may do it all: what is refused is refused for where it comes from.
		for (const [login, theirs] of [
			[it.server.adminLogin, changing.filter(({ administrators }) => administrators)],
			[it.lab.a.passwordOf(it.lab.a.owner), changing.filter(({ administrators }) => !administrators)],
		] as const) {
			const cookie = await sessionOf(it.server.url, login)
			for (const { verb, path } of theirs) {
				// The cookies go with it, the header that only Nextcloud's own pages can send does not.
				for (const [type, body] of [
					['application/x-www-form-urlencoded', 'network=nctalk&label=forged&enabled=0&action=stop'],
					['application/json', '{"network":"nctalk","label":"forged","enabled":false,"action":"stop"}'],
				] as const) {
					const headers = { cookie, origin: 'https://elsewhere.example', 'content-type': type, accept: 'application/json' }
					const { status } = await fetch(`${it.server.url}${api}/${filled(path)}`, { method: verb, headers, body })
					assert.equal(status, 412, `${verb} ${path}`)
				}
			}
		}
		assert.deepEqual(await standing(), before)
	})
})
