/*
 * A person at a browser, before a live server: types name and password, confirms the password where the server wants it, clicks.
 */
import type { Browser, Locator, Page } from 'playwright-core'

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

export interface Login { readonly user: string, readonly password: string }

export interface Desk {
	readonly page: Page
	/** What scripts of the page threw, and what this app's addresses answered that was an error. */
	readonly wrong: readonly string[]
	button(name: string | RegExp): Locator
	/** Into tests/results/federation. */
	shot(name: string): Promise<void>
	close(): Promise<void>
}

const shots = join(import.meta.dirname, '../results/federation')

/** A browser of this person's own, logged in at the server by its login page. */
export async function sitDown(browser: Browser, server: string, login: Login): Promise<Desk> {
	// Nextcloud names a session by its browser, and some servers refuse one that says it has no head.
	const userAgent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${browser.version()} Safari/537.36`
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: 'light', locale: 'en', userAgent })
	const page = await context.newPage()
	// A page of Talk's is several megabytes of scripts; test machines can be slow.
	page.setDefaultTimeout(60_000)
	const wrong: string[] = []
	page.on('pageerror', (error) => wrong.push(error.stack ?? error.message))
	page.on('response', (response) => response.status() >= 400 && response.url().includes('talk_relay') && wrong.push(`${response.status()} ${response.url()}`))
	const asked = page.getByRole('dialog', { name: 'Authentication required' })
	await page.addLocatorHandler(asked, async () => {
		await asked.getByLabel('Password').fill(login.password)
		await asked.getByRole('button', { name: 'Confirm' }).click()
	})
	await page.goto(`${server}/index.php/login`)
	await typeLogin(page, login)
	await page.waitForURL((url) => !url.pathname.includes('/login'))
	return {
		page,
		wrong,
		button: (name) => page.getByRole('button', { name, exact: typeof name === 'string' }),
		async shot(name) {
			mkdirSync(shots, { recursive: true })
			await page.screenshot({ path: join(shots, `${name}.png`) })
		},
		close: () => context.close(),
	}
}

async function typeLogin(page: Page, { user, password }: Login): Promise<void> {
	await page.locator('#user').fill(user)
	await page.locator('#password').fill(password)
	await page.locator('button[type=submit]').click()
}

/** Nextcloud's own page for granting an app access (Login Flow v2): with the login's password, or with an app password that one has. */
export async function grantAccess(page: Page, login: Login, how: 'password' | 'app password'): Promise<void> {
	await page.getByRole('heading', { name: 'Connect to your account' }).waitFor()
	if (how === 'password') {
		// A link in Nextcloud 34, a button in 35.
		await page.getByRole('link', { name: 'Log in', exact: true }).or(page.getByRole('button', { name: 'Log in', exact: true })).click()
		const name = page.locator('#user')
		await name.or(page.getByRole('button', { name: 'Grant access' })).waitFor()
		// Who has been there before is still logged in.
		if (await name.isVisible()) {
			await typeLogin(page, login)
		}
	} else {
		await page.getByRole('button', { name: 'Alternative log in using app password' }).click()
		await page.getByLabel('Login').fill(login.user)
		await page.getByLabel('App password').fill(login.password)
	}
	await page.getByRole('button', { name: 'Grant access' }).click()
	await page.getByRole('heading', { name: 'Account connected' }).waitFor()
}
