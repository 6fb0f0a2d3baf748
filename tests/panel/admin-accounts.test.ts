import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recorded, refusal } from './recorded.ts'
import { sent, visiting } from './visit.ts'
import { makeWorld } from './world.ts'

const { url: grantPage } = recorded<{ url: string }>('login')

const onPage = visiting('admin')

test('an import is shown before it is done, and its passwords leave the page', async () => {
	const world = makeWorld()
	await onPage(world, {}, async ({ page, button, violations }) => {
		await page.getByText('Take over bridges').click()
		await page.getByLabel('Or the contents of a matterbridge.toml').fill('[nctalk.nube2]\nPassword="x"')
		await button('Show what it would become').click()
		await page.getByText('Line 12: nobody knows the key tengo').waitFor()
		assert.deepEqual(sent(world, 'POST admin/import'), { toml: '[nctalk.nube2]\nPassword="x"', apply: false })
		assert.deepEqual(await violations(), [])
		await button('Take it over').click()
		await page.getByText('Taken over.').waitFor()
		assert.equal(await page.getByLabel('Or the contents of a matterbridge.toml').inputValue(), '')
	})
})

test('an import of which nothing could be taken over says so, and leaves what was given', async () => {
	const world = makeWorld()
	await onPage(world, {}, async ({ page, button, violations }) => {
		await page.getByText('Take over bridges').click()
		const given = page.getByLabel('Or the contents of a matterbridge.toml')
		await given.fill('[nctalk.nube2]\nPassword="x"')
		await button('Show what it would become').click()
		await page.getByText('Line 12: nobody knows the key tengo').waitFor()
		const why = { severity: 'problem' as const, what: 'Gateway puente was not made', remedy: 'Set it up by hand.' }
		world.refusals.set('POST admin/import', { status: 200, data: { ...world.plan, applied: false, findings: [why] } })
		await button('Take it over').click()
		await page.getByText('Nothing was taken over').waitFor()
		await page.getByText('Gateway puente was not made').waitFor()
		assert.equal(await given.inputValue(), '[nctalk.nube2]\nPassword="x"')
		assert.deepEqual(await violations(), [])
		world.refusals.clear()
		await button('Take it over').click()
		await page.getByText('Taken over.').waitFor()
		assert.equal(await page.getByText('Nothing was taken over').count(), 0)
		assert.equal(await given.inputValue(), '')
	})
})

test('the shared accounts are read anew after an import and after a purge', async () => {
	const world = makeWorld()
	await onPage(world, { height: 2400 }, async ({ page, button }) => {
		await button('Change puente on nube.minube2.com').waitFor()
		const [first] = world.shared
		assert.ok(first)
		await page.getByText('Take over bridges').click()
		await button('Look at the bridges of Talk’s own integration').click()
		world.shared = [first, { ...first, id: 18, label: 'nctalk.nube3' }]
		await button('Take it over').click()
		await button('Change nctalk.nube3').waitFor()
		world.shared = []
		await page.getByText('Remove all data').first().click()
		await button('Remove all data').click()
		await button('Remove all data').click()
		await page.getByText('Removed.', { exact: true }).waitFor()
		await page.getByText('No account is shared.').waitFor()
	})
})

test('a shared account keeps its secret unless a new one is typed', async () => {
	const world = makeWorld()
	await onPage(world, {}, async ({ page, button }) => {
		await button('Change puente on nube.minube2.com').click()
		await page.getByText('Stored. Leave it empty to keep it.').waitFor()
		await page.getByLabel('Login name of the technical account').fill('bridge')
		world.refusals.set('PUT admin/accounts/17', { status: 200, data: world.shared[0] ?? {} })
		await button('Save').click()
		await button('Add an account: Nextcloud Talk').waitFor()
		assert.deepEqual(sent(world, 'PUT admin/accounts/17'), { settings: { server: 'https://nube.minube2.com', login: 'bridge', skipTlsVerify: false, separateDisplayName: false, liveRooms: 4 } })
	})
})

test('a shared account is tried as the administrator’s: one that is there, and one that is new', async () => {
	const world = makeWorld()
	await onPage(world, { height: 1600 }, async ({ page, button }) => {
		const tryIt = page.getByRole('button', { name: 'Test', exact: true })
		await button('Change puente on nube.minube2.com').click()
		await tryIt.click()
		const [tried] = world.test.checks
		assert.ok(tried)
		await page.getByText(tried.says).waitFor()
		const settings = { server: 'https://nube.minube2.com', login: 'puente', skipTlsVerify: false, separateDisplayName: false, liveRooms: 4 }
		assert.deepEqual(sent(world, 'POST admin/accounts/test'), { network: 'nctalk', settings, account: 17 })
		await button('Cancel').click()
		await button('Add an account: Nextcloud Talk').click()
		await button('User name and app password instead').click()
		await page.getByLabel('Address of the Nextcloud server').fill('https://nube.example.org')
		await page.getByLabel('Login name of the technical account').fill('puente')
		await page.getByLabel('App password of the technical account').fill('secreto')
		await tryIt.click()
		await page.getByText(tried.says).waitFor()
		assert.deepEqual(sent(world, 'POST admin/accounts/test'), { network: 'nctalk', settings: { ...settings, server: 'https://nube.example.org', password: 'secreto' } })
		assert.equal(world.calls.some(({ call }) => call.endsWith(' accounts/test')), false, 'not as a moderator’s')
	})
})

test('a shared account is connected by the other server’s own page; waiting can be ended, a refusal is told', async () => {
	const world = makeWorld()
	world.grantAfter = undefined
	await onPage(world, { height: 1600, expects: [400] }, async ({ page, button, violations, shot }) => {
		await page.context().route('https://*.minube2.com/**', (route) => route.fulfill({ contentType: 'text/html', body: '<title>Grant access</title>' }))
		await button('Add an account: Nextcloud Talk').click()
		const address = page.getByLabel('Address of the other Nextcloud')
		await address.fill('nube.minube2.com')
		world.refusals.set('POST admin/accounts/login', refusal('login refused'))
		await button('Connect').click()
		await page.getByText('No Nextcloud answers at this address.').waitFor()
		world.refusals.clear()
		await button('Connect').click()
		await page.getByText('Waiting for the other server').waitFor()
		await button('Cancel').click()
		const [grant] = await Promise.all([page.context().waitForEvent('page'), button('Connect').click()])
		await grant.waitForURL(grantPage)
		assert.deepEqual(sent(world, 'POST admin/accounts/login'), { server: 'https://nube.minube2.com' })
		await page.getByText('as the account that all moderators here may use').waitFor()
		await page.getByText('Press “Grant access” there.').scrollIntoViewIfNeeded()
		await shot('admin-shared-waiting')
		assert.deepEqual(await violations(), [])
		world.grantAfter = 0
		await button('Add an account: Nextcloud Talk').waitFor()
		assert.equal(world.calls.some(({ call }) => call.includes(' accounts/login')), false)
		await button('Add an account: Nextcloud Talk').click()
		await address.fill('nube.minube2.com')
		await button('User name and app password instead').click()
		assert.equal(await page.getByLabel('Address of the Nextcloud server').inputValue(), 'https://nube.minube2.com')
	})
})
