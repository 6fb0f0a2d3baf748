import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recorded, refusal } from './recorded.ts'
import { sent, visiting } from './visit.ts'
import { account, makeWorld } from './world.ts'

/** The page that the other server names for it. */
const { url: grantPage } = recorded<{ url: string }>('login')

/** The room page of a conversation that is not federated yet. */
const onPage = visiting('room', async ({ page }) => {
	// The other server's own page; what it shows is its own.
	await page.context().route('https://*.minube2.com/**', (route) => route.fulfill({ contentType: 'text/html', body: '<title>Grant access</title>' }))
})

test('another Nextcloud: address, its own page, a conversation of the list; then they are one', async () => {
	const world = makeWorld(false)
	world.grantAfter = undefined
	world.test = { ...world.test, lacks: ['polls: Talk there is too old'] }
	await onPage(world, {}, async ({ page, button, violations, shot }) => {
		await button('Join with another conversation').click()
		await page.getByLabel('Address of the other Nextcloud').fill('nube.minube2.com')
		assert.deepEqual(await violations(), [])
		const [grant] = await Promise.all([page.context().waitForEvent('page'), button('Connect').click()])
		await grant.waitForURL(grantPage)
		assert.deepEqual(sent(world, 'POST accounts/login'), { server: 'https://nube.minube2.com' })
		assert.equal(await grant.evaluate('window.opener'), null)
		await page.getByText('Press “Grant access” there.').waitFor()
		await shot('adding-waiting')
		assert.deepEqual(await violations(), [])
		world.grantAfter = 0
		await page.getByRole('radio', { name: 'Project Bridge' }).check()
		await page.getByText('Won’t be carried:').waitFor()
		assert.deepEqual(sent(world, 'POST accounts/test'), { account: 17, address: 'p8ndr2kq' })
		await shot('adding-room')
		assert.deepEqual(await violations(), [])
		await button('Join the conversations').click()
		await page.getByRole('article', { name: 'Project Bridge' }).waitFor()
		assert.deepEqual(sent(world, 'POST rooms/nb9xk3d2/members'), { account: 17, address: 'p8ndr2kq', direction: 'inout', nickFormat: '[{NICK}] ' })
	})
})

test('a link in place of an address chooses the conversation, too', async () => {
	const world = makeWorld(false)
	await onPage(world, {}, async ({ page, button }) => {
		await button('Join with another conversation').click()
		await page.getByLabel('Address of the other Nextcloud').fill('https://nube.minube2.com/index.php/call/k2mmd8sz')
		await button('Connect').click()
		await page.getByText('Will be carried:').waitFor()
		assert.deepEqual(sent(world, 'POST accounts/test'), { account: 17, address: 'k2mmd8sz' })
		assert.equal(await page.getByRole('radio', { name: 'Coffee' }).isChecked(), true)
		await page.getByLabel('Or its link').fill('https://elsewhere.example.org/call/k2mmd8sz')
		await page.getByText('This link leads to elsewhere.example.org, but the account is on nube.minube2.com.').waitFor()
		assert.equal(await button('Join the conversations').isDisabled(), true)
	})
})

test('waiting can be ended; a login that was not granted says so', async () => {
	const world = makeWorld(false)
	world.grantAfter = undefined
	await onPage(world, { expects: [404] }, async ({ page, button }) => {
		await button('Join with another conversation').click()
		const address = page.getByLabel('Address of the other Nextcloud')
		await address.fill('no address')
		await button('Connect').click()
		await page.getByText('Write the address of a Nextcloud server').waitFor()
		await address.fill('https://nube.minube2.com/')
		await button('Connect').click()
		// The form has a Cancel of its own, which leads away from it.
		await page.getByText('Waiting for the other server').waitFor()
		await button('Cancel').click()
		await address.waitFor()
		const polls = world.calls.length
		await page.waitForTimeout(2500)
		assert.equal(world.calls.slice(polls).some(({ call }) => call.includes('login')), false)
		world.refusals.set('GET accounts/login/l1', refusal('login unknown'))
		await button('Connect').click()
		await page.getByText('The other server has closed its page').waitFor()
	})
})

test('only a web page is opened, whatever the other server names', async () => {
	const world = makeWorld(false)
	world.refusals.set('POST accounts/login', { status: 200, data: { ...recorded<object>('login'), url: 'javascript:alert(1)' } })
	await onPage(world, {}, async ({ page, button }) => {
		await button('Join with another conversation').click()
		await page.getByLabel('Address of the other Nextcloud').fill('nube.minube2.com')
		await button('Connect').click()
		await page.getByText('The server named no page to log in at.').waitFor()
	})
})

test('by hand: checked as it is typed, tested before it is saved, refused fields are marked', async () => {
	const world = makeWorld(false)
	await onPage(world, { expects: [400] }, async ({ page, button, violations, shot }) => {
		await button('Join with another conversation').click()
		await page.getByLabel('Address of the other Nextcloud').fill('nube.minube2.com')
		await button('User name and app password instead').click()
		const server = page.getByLabel('Address of the Nextcloud server')
		assert.equal(await server.inputValue(), 'https://nube.minube2.com')
		await server.fill('ftp://x')
		await page.getByText('Write an address like https://cloud.example.org').waitFor()
		await server.fill('https://nube.minube2.com')
		await page.getByText('Write an address like').waitFor({ state: 'detached' })
		await button('Save').click()
		assert.equal(await page.getByText('This is needed.').count(), 2)
		await page.getByLabel('Login name of the technical account').fill('puente')
		await page.getByLabel('App password of the technical account').fill(' geheim ')
		world.test = recorded('test password')
		await button('Test').click()
		await page.getByText('Connect the account again: its app password was revoked or changed.').waitFor()
		await shot('adding-by-hand')
		assert.deepEqual(await violations(), [])
		const settings = { server: 'https://nube.minube2.com', login: 'puente', password: ' geheim ' }
		assert.deepEqual(sent(world, 'POST accounts/test'), { network: 'nctalk', settings })
		world.refusals.set('POST accounts', refusal('account refused'))
		await button('Save').click()
		await page.getByText('The administrator does not allow connections to this server.').waitFor()
		world.refusals.clear()
		await server.fill('https://nube.minube2.com')
		await button('Save').click()
		await page.getByText('Which conversation on nube.minube2.com?').waitFor()
	})
})

test('an account that is there already; not in the conversation: what to do', async () => {
	const world = makeWorld()
	world.accounts = [{ ...account, shared: true, own: false }]
	world.test = recorded('test membership')
	await onPage(world, {}, async ({ page, button }) => {
		await button('Add another conversation').click()
		await button('puente on nube.minube2.com (shared by the administrator)').click()
		await page.getByLabel('Or its link').fill('zz11yy22')
		await button('Test').click()
		await page.getByText('Ask a moderator of that conversation to add “puente” as a participant there').waitFor()
	})
})

test('an account that no conversation goes by is forgotten when somebody wants it', async () => {
	const world = makeWorld()
	world.accounts = [account, { ...account, id: 18, label: 'laura on nube.minube2.com', login: 'laura', used: 0 }]
	await onPage(world, {}, async ({ page, button, violations, shot }) => {
		await button('Add another conversation').click()
		await button('puente on nube.minube2.com').waitFor()
		assert.equal(await button('Forget puente on nube.minube2.com').count(), 0)
		await shot('adding-where')
		await button('Forget laura on nube.minube2.com').click()
		await page.getByText('Revoke its app password on nube.minube2.com, too.').waitFor()
		assert.deepEqual(await violations(), [])
		await page.getByRole('button', { name: 'Forget', exact: true }).click()
		await button('laura on nube.minube2.com').first().waitFor({ state: 'detached' })
		assert.ok(world.calls.some(({ call }) => call === 'DELETE accounts/18'))
	})
})

test('a network that nobody here knows is drawn from its fields', async () => {
	const world = makeWorld()
	world.networks = [...world.networks, {
		id: 'smoke',
		name: 'Smoke signals',
		fields: {
			hill: { type: 'text', label: 'Hill', example: 'https://hill.example' },
			password: { type: 'secret', label: 'Secret sign', optional: true },
			puffs: { type: 'number', label: 'Puffs', fallback: 3 },
		},
	}]
	await onPage(world, {}, async ({ page, button, violations }) => {
		await button('Add another conversation').click()
		await button('Smoke signals').click()
		await page.getByRole('heading', { name: 'Account on Smoke signals' }).waitFor()
		await page.getByLabel('Hill').fill('https://north')
		await page.getByText('More settings').click()
		await page.getByLabel('Puffs').fill('many')
		await page.getByText('Write a number.').waitFor()
		assert.equal(await page.getByLabel('Secret sign (optional)').count(), 1)
		assert.deepEqual(await violations(), [])
	})
})
