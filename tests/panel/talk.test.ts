import type { Page } from 'playwright-core'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../support/until.ts'
import { visiting } from './visit.ts'
import { makeWorld } from './world.ts'

const onPage = visiting('talk')
const section = (page: Page) => page.getByRole('heading', { name: 'Federate this conversation' })
/** Waits from here, for Playwright's own waiting is an `eval` in the page, which a Content-Security-Policy may forbid. */
const menuEntry = (page: Page) => until('the entry in a message’s menu', async () => await page.evaluate('window.messageActions?.length > 0') || undefined)
const openDialog = (page: Page) => page.evaluate('window._nc_event_bus.emit("show-conversation-settings", { token: "nb9xk3d2" })')

test('stands between Bots and Danger zone, with an entry in the navigation, however often the dialog is opened', async () => {
	const world = makeWorld()
	await onPage(world, {}, async ({ page, shot }) => {
		await page.getByRole('heading', { name: 'Talk' }).waitFor()
		assert.equal(world.calls.length, 0, 'without the dialog, nothing is asked')
		for (let time = 0; time < 3; time += 1) {
			await openDialog(page)
			await section(page).waitFor()
			await page.getByText('Working').waitFor()
			const ids = await page.evaluate('[...document.querySelectorAll(".app-settings__content section[id]")].map(({ id }) => id.replace("settings-section_", ""))')
			assert.deepEqual(ids, ['basic-info', 'notifications', 'permissions', 'bots', 'talk-relay', 'dangerzone'])
			assert.deepEqual(await page.locator('.navigation-list li').allInnerTexts(), ['basic-info', 'notifications', 'permissions', 'bots', 'Federation', 'dangerzone'])
			await page.keyboard.press('Escape')
			await section(page).waitFor({ state: 'detached' })
			// The dialog says once more that it is closed when it has faded out.
			await page.waitForTimeout(500)
		}
		await page.waitForTimeout(300)
		const asked = world.calls.length
		await page.waitForTimeout(3500)
		assert.equal(world.calls.length, asked, 'closed, it asks no more')
		await openDialog(page)
		await page.getByRole('link', { name: 'Federation' }).click()
		await shot('talk')
	})
})

test('is there when the address itself opens the dialog, before our script runs', async () => {
	await onPage(makeWorld(), { suffix: '#settings' }, async ({ page, violations }) => {
		await section(page).waitFor()
		await page.getByText('Working').waitFor()
		assert.deepEqual(await violations('#settings-section_talk-relay'), [])
	})
})

test('is not there for who is no moderator', async () => {
	await onPage(makeWorld(), { suffix: '?participantType=3#settings' }, async ({ page }) => {
		await page.getByRole('heading', { name: 'dangerzone' }).waitFor()
		await page.waitForTimeout(3500)
		assert.equal(await section(page).count(), 0)
	})
})

test('from a message’s menu: the dialog at our section; where that is not to be had, our own page', async () => {
	for (const [suffix, ends] of [['', '#settings-section_talk-relay'], ['?participantType=3', undefined]] as const) {
		await onPage(makeWorld(), { suffix }, async ({ page }) => {
			await menuEntry(page)
			assert.equal(await page.evaluate('window.messageActions[0].label'), 'Federation settings')
			await page.evaluate('window.messageActions[0].callback({ metadata: { token: "nb9xk3d2" } })')
			await (ends === undefined ? page.waitForURL('**/apps/talk_relay/room/nb9xk3d2') : page.locator(ends).waitFor())
		})
	}
})

test('a dialog that is not as expected stays as it is', async () => {
	for (const spoil of [
		'window.OCA.Talk.instance.$ = undefined',
		'window.OCA.Talk.instance.$store = undefined',
		'window.OCA.Talk = { instance: {} }',
		'window.OCA.Talk = undefined',
	]) {
		await onPage(makeWorld(), {}, async ({ page }) => {
			await menuEntry(page)
			await page.evaluate(`try { ${spoil} } catch { Object.defineProperty(window.OCA.Talk, 'instance', { value: {} }) }`)
			await openDialog(page)
			await page.getByRole('heading', { name: 'dangerzone' }).waitFor()
			await page.waitForTimeout(500)
		})
	}
})
