import type { App, Body } from './app.ts'

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { connect } from '../support/ocs.ts'
import { app, asking, cannotRun, switchOn } from './app.ts'

interface Parameter { readonly name: string, readonly in: string, readonly schema: { readonly type?: string } }
interface Operation {
	readonly description?: string
	readonly parameters: readonly Parameter[]
	readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: { readonly properties: Record<string, object> } } } }
}
const { paths } = JSON.parse(readFileSync(join(import.meta.dirname, '../../openapi.json'), 'utf8')) as { paths: Record<string, Record<string, Operation>> }

const nasty: readonly unknown[] = [
	'<script>alert(1)</script>',
	'"><img src=x onerror=alert(1)>',
	'\'; DROP TABLE oc_talk_relay_accounts; --',
	'\' OR \'1\'=\'1',
	'../../../../etc/passwd',
	'/etc/passwd\0.png',
	'file:///etc/passwd',
	'gopher://127.0.0.1:6379/_FLUSHALL',
	'http://[::1]/',
	'a'.repeat(100_000),
	'\u{202e}gnp.exe',
	'😀'.repeat(300),
	'',
	'\0',
	'%00%0d%0aSet-Cookie:x=1',
	-1,
	0,
	9.9e99,
	2 ** 53,
	true,
	null,
	[],
	{},
	[[[[]]]],
	{ __proto__: 1, constructor: 1 },
	['<b>'],
]

/**
 * Left out: what would take all that is stored, the key of the running relay, its Node.js or itself away from the tests. The settings have
 * a test of their own.
 */
const spared = ['admin/purge', 'admin/secret', 'admin/runtime', 'admin/relay', 'admin/settings']

describe('hostile input', { skip: cannotRun }, () => {
	let it: App
	before(async () => {
		it = await app()
		await switchOn(it, { groups: [] })
	})
	after(() => it.close())

	const known = [200, 400, 403, 404, 409, 429, 503]

	test('whatever stands in any field of any call: an answer in order, never a fault', { timeout: 900_000 }, async () => {
		const wrong: string[] = []
		const asked = Object.entries(paths).flatMap(([path, verbs]) => Object.entries(verbs).flatMap(([verb, operation]) => {
			const short = path.replace('/ocs/v2.php/apps/talk_relay/api/v1/', '')
			const fields = Object.keys(operation.requestBody?.content['application/json'].schema.properties ?? {})
			return spared.includes(short) ? [] : fields.map((field) => ({ verb: verb.toUpperCase(), short, field, fields }))
		}))
		assert.ok(asked.length > 20)
		assert.ok(asked.filter(({ short }) => short.startsWith('admin/')).length >= 10)
		// The password is checked anew for each request that brings it; a session is asked for it once.
		const session = connect(it.server.url, it.server.adminLogin, { session: true })
		const admin = asking(session)
		for (const { verb, short, field } of asked) {
			for (const value of nasty) {
				const ask = short.startsWith('admin/') ? admin : it.owner
				const answer = await ask(verb, short.replace('{token}', it.room.token).replaceAll(/\{\w+\}/g, '1'), { [field]: value })
				if (!known.includes(answer.status)) {
					wrong.push(`${verb} ${short} ${field}=${JSON.stringify(value).slice(0, 60)}: ${answer.status}`)
				}
			}
		}
		session.close()
		assert.deepEqual(wrong, [])
	})

	test('nor in the administrator\'s own fields', { timeout: 300_000 }, async () => {
		const before = (await it.admin('GET', 'admin/settings')).data
		const wrong: string[] = []
		// The password is checked anew for each request that brings it; a session is asked for it once.
		const session = connect(it.server.url, it.server.adminLogin, { session: true })
		const admin = asking(session)
		for (const field of Object.keys(before).filter((name) => name !== 'enabled')) {
			for (const value of nasty.filter((one) => one !== null && !(field === 'mode' && typeof one !== 'string'))) {
				const answer = await admin('PUT', 'admin/settings', { [field]: value })
				if (![200, 400].includes(answer.status)) {
					wrong.push(`${field}=${JSON.stringify(value).slice(0, 60)}: ${answer.status}`)
				}
			}
		}
		assert.deepEqual(wrong, [])
		const { maxBytes, spoolBytes, groups, networks, allowedHosts, refusedHosts, ...texts } = (await admin('GET', 'admin/settings')).data
		assert.deepEqual([groups, networks, allowedHosts, refusedHosts], [[], [], [], []])
		assert.deepEqual({ ...texts }, { enabled: before.enabled, mode: before.mode, control: '', nodePath: '', relayBase: '' })
		assert.deepEqual([typeof maxBytes, typeof spoolBytes], ['number', 'number'])
		session.close()
	})

	test('a file that no space could ever be kept for is not promised', async () => {
		const { maxBytes, spoolBytes } = (await it.admin('GET', 'admin/settings')).data as { maxBytes: number, spoolBytes: number }
		for (const [field, value] of [['maxBytes', spoolBytes + 1], ['spoolBytes', maxBytes - 1]] as const) {
			const { status, data } = await it.admin('PUT', 'admin/settings', { [field]: value })
			assert.deepEqual([status, (data.errors as readonly Body[])[0]?.field], [400, field])
		}
		for (const right of [0, spoolBytes]) {
			assert.equal((await it.admin('PUT', 'admin/settings', { maxBytes: right, spoolBytes })).status, 200)
		}
		assert.equal((await it.admin('PUT', 'admin/settings', { maxBytes, spoolBytes })).status, 200)
	})

	test('no address of an account may lead where Nextcloud does not go, hold a password, or be none', async () => {
		const bad = [
			'file:///etc/passwd',
			'gopher://127.0.0.1:6379/',
			'https://user:pass@cloud.example.org',
			'javascript:alert(1)',
			'https://',
			'https://a b',
			'https://cloud.example.org/?x=1\r\nHost: y',
			'ldap://x',
			'//x',
			`https://${'a'.repeat(300)}.org`,
			'https://x.org/<script>',
		]
		for (const server of bad) {
			const { status, data } = await it.owner('POST', 'accounts/login', { server })
			assert.equal(status, 400, server)
			assert.equal((data.errors as { field: string }[])[0]?.field, 'server', server)
		}
	})

	test('everything is still there', async () => {
		assert.equal((await it.owner('GET', `rooms/${it.room.token}`)).status, 200)
		assert.equal((await it.owner('GET', 'accounts')).status, 200)
		assert.equal((await it.admin('GET', 'admin/gateways')).status, 200)
	})
})
