import type { Setting } from './stage.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recorded, refusal } from './recorded.ts'
import { sent, visiting } from './visit.ts'
import { makeWorld } from './world.ts'

/** A line of the relay's log. */
const logLine = recorded<{ lines: string[] }>('log').lines[0] ?? ''
const { url: grantPage } = recorded<{ url: string }>('login')

const onPage = visiting('admin')

test('the switch, and what the relay does; it can be stopped and started', async () => {
	const world = makeWorld()
	world.admin = { ...world.admin, memoryBytes: 58 * 1024 ** 2, cpu: 0.004 }
	await onPage(world, {}, async ({ page, button }) => {
		await page.getByText('Running').waitFor()
		await page.getByText('0.4% of a core').waitFor()
		await page.getByText('58 MB').waitFor()
		await button('Stop').click()
		await page.getByText('An administrator stopped it.').waitFor()
		await page.getByText('Stopped', { exact: true }).waitFor()
		await button('Start').click()
		await page.getByText('Running').waitFor()
		await page.getByText('Moderators can federate conversations').click()
		await page.waitForTimeout(300)
		assert.deepEqual(sent(world, 'PUT admin/settings'), { enabled: false })
	})
})

test('a relay that does not run says why and what to do; a missing Node.js can be fetched', async () => {
	const world = makeWorld()
	world.admin = {
		...world.admin,
		relay: 'stopped',
		version: null,
		node: null,
		since: null,
		memoryBytes: null,
		cpu: null,
		lease: null,
		why: 'There is no Node.js.',
		todo: 'Fetch it.',
		runtime: { found: null, source: 'none', version: null, wanted: '22.13.0' },
	}
	await onPage(world, {}, async ({ page, button, violations, shot }) => {
		await page.getByText('There is no Node.js.').waitFor()
		await page.getByText('The relay needs Node.js 22.13.0, and this server has none.').waitFor()
		await shot('admin-no-node')
		assert.deepEqual(await violations(), [])
		await button('Fetch Node.js').click()
		await page.getByText('Node.js is missing').waitFor({ state: 'detached' })
	})
})

test('the self-test shows what is wrong and the remedy; the log is shown when asked for', async () => {
	const world = makeWorld()
	const wrong = { ok: false, level: 'error', says: 'https://nube.minube1.com can’t be reached from here', todo: 'Write an address that the server reaches itself at.' } as const
	world.checks = world.checks.map((check) => check.id === 'reach' ? { ...check, ...wrong } : check)
	await onPage(world, {}, async ({ page, button }) => {
		await button('Run the self-test').click()
		await page.getByText('Write an address that the server reaches itself at.').waitFor()
		await page.getByText('Let cron run cron.php every five minutes').waitFor()
		await page.getByText('Log', { exact: true }).click()
		await button('Show the log').click()
		await page.getByText(logLine).waitFor()
	})
})

test('the log of a relay that is dead is shown, too; where there is none, nothing offers it', async () => {
	for (const logged of [true, false]) {
		const world = makeWorld()
		world.admin = { ...world.admin, relay: 'stopped', lease: null, why: 'The relay does not run.', todo: 'Start it.', logged }
		await onPage(world, { height: 2400 }, async ({ page, button, violations, shot }) => {
			await page.getByText('The relay does not run.').waitFor()
			const log = page.getByText('Log', { exact: true })
			assert.equal(await log.count(), logged ? 1 : 0)
			if (logged) {
				await log.click()
				await button('Show the log').click()
				await page.getByText(logLine).waitFor()
				await shot('admin-dead-log')
				assert.deepEqual(await violations(), [])
				await button('Start').click()
				await page.getByText('Running').waitFor()
				assert.equal(await page.getByText(logLine).isVisible(), true, 'it stays when the relay comes back')
			}
		})
	}
})

test('rights and limits are stored as they are changed; what is refused is taken back', async () => {
	const world = makeWorld()
	await onPage(world, { expects: [400] }, async ({ page }) => {
		await page.getByLabel('Servers that may be joined with').fill('*.minube2.com\n\n nube.example.org ')
		await page.getByLabel('Servers that may be joined with').blur()
		await page.waitForTimeout(300)
		assert.deepEqual(sent(world, 'PUT admin/settings'), { allowedHosts: ['*.minube2.com', 'nube.example.org'] })
		const size = page.getByLabel('Largest file that is carried, in MB')
		world.refusals.set('PUT admin/settings', refusal('settings refused'))
		await size.fill('4096')
		await size.blur()
		await page.getByText('The largest file can’t be larger than the space for files on their way.').waitFor()
		assert.equal(await size.inputValue(), '512')
	})
})

test('conversations are paused and ended, one by one', async () => {
	const world = makeWorld()
	await onPage(world, {}, async ({ page, button }) => {
		await button('Pause Project').click()
		await button('Resume Project').waitFor()
		await button('End federation').click()
		await button('End federation').click()
		await page.getByText('No conversation is federated yet.').waitFor()
		assert.deepEqual(world.gateways, [])
	})
})

test('how conversations do is read anew every three seconds while the page is seen, and nobody loses the place', async () => {
	const world = makeWorld()
	const [first] = world.gateways
	assert.ok(first)
	world.gateways = Array.from({ length: 12 }, (_, index) => ({ ...first, id: `g${index}`, token: `t${index}`, name: `Project ${index}` }))
	await onPage(world, {}, async ({ page, button, shot }) => {
		const asked = (): number => world.calls.filter(({ call }) => call === 'GET admin/gateways').length
		const place = (): Promise<unknown> => page.evaluate('[document.activeElement === window.was, Math.round(window.was.getBoundingClientRect().top), document.querySelector("input[type=search]").value]')
		await page.getByLabel('Search conversations').fill('Project 1')
		await button('Pause Project 11').focus()
		await page.evaluate('window.was = document.activeElement')
		const before = await place()
		world.gateways = world.gateways.map((one) => one.id === 'g11' ? { ...one, members: one.members.map((member) => ({ ...member, state: 'stopped' as const, why: 'The conversation was deleted there.', waiting: 2 })) } : one).filter(({ name }) => name.startsWith('Project 1'))
		const row = page.getByRole('listitem').filter({ hasText: 'Project 11' }).first()
		await row.getByText('The conversation was deleted there.').waitFor({ timeout: 3500 })
		assert.match(await row.innerText(), /2 messages/)
		await shot('admin-stuck')
		assert.deepEqual(await place(), before, 'focus, scroll and what was typed stay, with fewer conversations too')
		await page.evaluate('Object.defineProperty(document, "hidden", { value: true, configurable: true }); document.dispatchEvent(new Event("visibilitychange"))')
		await page.waitForTimeout(300)
		const sofar = asked()
		await page.waitForTimeout(4000)
		assert.equal(asked(), sofar, 'a hidden page asks nothing')
	})
})

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
		await button('Change puente on nube.minube2.com').click()
		await button('Test').click()
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
		await button('Test').click()
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

test('elsewhere: the secret is shown once, with what to paste where, on the same machine or another', async () => {
	const world = makeWorld()
	await onPage(world, { height: 2000 }, async ({ page, button, violations, shot }) => {
		await page.getByText('Where the relay runs').first().click()
		await page.getByText('Elsewhere: in a container').click()
		await button('Make a secret').click()
		await button('Make a secret').click()
		await page.getByText(`TALK_RELAY_SECRET=${'a'.repeat(64)}`).waitFor()
		const pasted = async (name: string): Promise<string> => await page.getByRole('region', { name }).innerText()
		assert.equal(await pasted('Command of the relay'), 'talk-relay serve --app https://nube.minube1.com --socket /run/talk-relay/control.sock')
		assert.equal(await pasted('Address of the relay'), '/run/talk-relay/control.sock')
		assert.deepEqual(await violations(), [])
		await shot('admin-elsewhere-same')
		await page.getByText('in a container, or on another machine').click()
		assert.equal(await pasted('Command of the relay'), 'talk-relay serve --app https://nube.minube1.com --listen 0.0.0.0:8787')
		assert.equal(await pasted('Address of the relay'), 'relay:8787')
		assert.equal(world.calls.filter(({ call }) => call === 'POST admin/secret').length, 1, 'the secret stays')
		await page.getByLabel('Address where this server reaches the relay').fill(await pasted('Address of the relay'))
		await page.getByLabel('Address where this server reaches the relay').blur()
		await page.waitForTimeout(300)
		assert.deepEqual(sent(world, 'PUT admin/settings'), { control: 'relay:8787' })
		assert.equal(await pasted('Environment of the relay'), `TALK_RELAY_SECRET=${'a'.repeat(64)}`)
		await page.getByRole('region', { name: 'Address of the relay' }).scrollIntoViewIfNeeded()
		await shot('admin-elsewhere-other')
		assert.deepEqual(await violations(), [])
	})
})

for (const [name, setting] of Object.entries({
	light: {},
	dark: { theme: 'dark' },
	narrow: { width: 360 },
	rtl: { dir: 'rtl', language: 'ar' },
} satisfies Record<string, Setting>)) {
	test(`nothing to stumble over: ${name}`, async () => {
		await onPage(makeWorld(), { height: 2400, ...setting }, async ({ page, violations, shot, button }) => {
			await page.getByText('Running').waitFor()
			await button('Run the self-test').click()
			await page.getByRole('img', { name: /deliveries within the last hour/ }).waitFor()
			await shot(`admin-${name}`)
			for (const summary of await page.locator('summary').all()) {
				await summary.click()
			}
			assert.deepEqual(await violations(), [])
		})
	})
}
