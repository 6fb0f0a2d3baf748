import type { Setting } from './stage.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recorded, refusal } from './recorded.ts'
import { sent, visiting } from './visit.ts'
import { makeWorld } from './world.ts'

/** A line of the relay's log. */
const logLine = recorded<{ lines: string[] }>('log').lines[0] ?? ''

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
