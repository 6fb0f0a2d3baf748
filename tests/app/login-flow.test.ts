import type { Connection } from '../support/ocs.ts'
import type { App, Body } from './app.ts'

import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { after, before, describe, test } from 'node:test'
import { connect } from '../support/ocs.ts'
import { app, cannotRun, switchOn } from './app.ts'

/** What Nextcloud gives a page's scripts to begin with. */
function initial(page: string, name: string): unknown {
	const value = new RegExp(`id="initial-state-core-${name}"[^>]*value="([^"]*)"`).exec(page)?.[1] ?? ''
	return JSON.parse(Buffer.from(value, 'base64').toString('utf8'))
}

/** Grants access as a browser does that is not logged in there: by an app password, which the page lets one type. */
async function grant(browser: Connection, url: string, user: string, password: string): Promise<number> {
	const page = async (path: string): Promise<string> => {
		const { status, headers, body } = await browser.ask('GET', path, { headers: { 'ocs-apirequest': '', accept: 'text/html' } })
		return status >= 300 && headers.location !== undefined ? page(new URL(headers.location, browser.url).href.slice(browser.url.length)) : body.toString('utf8')
	}
	const picker = await page(url.slice(browser.url.length))
	const requesttoken = /data-requesttoken="([^"]*)"/.exec(picker)?.[1] ?? ''
	const form = new URLSearchParams({ stateToken: (initial(picker, 'loginFlowAuth') as { stateToken: string }).stateToken, user, password, requesttoken })
	const headers = { 'ocs-apirequest': '', 'content-type': 'application/x-www-form-urlencoded' }
	return (await browser.ask('POST', '/index.php/login/v2/apptoken', { body: form.toString(), headers })).status
}

describe('connecting another Nextcloud by its own grant page', { skip: cannotRun }, () => {
	let it: App
	// By the person who has no account there that a conversation uses: that one would be kept.
	before(async () => {
		it = await app()
		await switchOn(it, { groups: [] })
	})
	after(() => it.close())

	test('waiting, granted, an account whose password nobody saw; asked again it is the same', async () => {
		const { status, data: { id, url } } = await it.other('POST', 'accounts/login', { server: it.lab.b.url })
		assert.equal(status, 200)
		assert.ok(String(url).startsWith(it.lab.b.url))
		assert.deepEqual(Object.keys((await it.other('GET', `accounts/login/${String(id)}`)).data), ['state'])
		assert.deepEqual((await it.other('GET', `accounts/login/${String(id)}`)).data, { state: 'waiting' })
		assert.equal((await it.owner('GET', `accounts/login/${String(id)}`)).status, 404)

		const browser = connect(it.lab.b.url, undefined, { session: true })
		const { user, password } = it.lab.b.bot
		assert.ok(await grant(browser, String(url), user, password) < 400)
		browser.close()

		const { data } = await it.other('GET', `accounts/login/${String(id)}`)
		const account = data.account as Body
		assert.deepEqual([data.state, account.login, account.server, account.set], ['done', user, it.lab.b.url, ['password']])
		assert.equal(JSON.stringify(data).includes(password), false)
		assert.deepEqual((await it.other('GET', `accounts/login/${String(id)}`)).data, data)
		await it.other('DELETE', `accounts/${String(account.id)}`)
		assert.deepEqual((await it.other('GET', `accounts/login/${String(id)}`)).data, { state: 'gone' })
	})

	test('where there is no Nextcloud, it is said so', async () => {
		const { status, data } = await it.owner('POST', 'accounts/login', { server: 'http://127.0.0.1:9' })
		assert.deepEqual([status, (data.errors as readonly Body[])[0]?.field], [400, 'server'])
	})
})
