import type { Browser, Locator, Page } from 'playwright-core'
import type { Program } from './program.ts'

import process from 'node:process'
import { chromium } from 'playwright-core'
import { startProgram } from './program.ts'

/** One of the two conversations, as a person finds what is in it. */
export interface Column {
	readonly all: Locator
	readonly field: Locator
	/** Writes and presses Enter. */
	say(text: string): Promise<void>
	/** The message with this text. */
	message(text: string | RegExp): Locator
	/** Presses a button of that message: React, Reply, Edit, Delete. */
	press(text: string, button: string): Promise<void>
	button(name: string): Locator
	/** The texts of all messages that hold this, in order. */
	texts(part: string): Promise<readonly string[]>
}

export interface Stage {
	readonly program: Program
	readonly browser: Browser
	readonly page: Page
	readonly left: Column
	readonly right: Column
	/** What the browser found wrong with the page. */
	readonly wrong: readonly string[]
	close(): Promise<void>
}

/** Nothing of the page may come from elsewhere, and the browser itself is to ask nobody. */
const quiet = [
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// Root may not have a sandbox.
	...process.getuid?.() === 0 ? ['--no-sandbox'] : [],
]

export async function openStage(): Promise<Stage> {
	const program = await startProgram()
	const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: quiet })
	const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
	page.setDefaultTimeout(15_000)
	const wrong: string[] = []
	page.on('console', (message) => ['error', 'warning'].includes(message.type()) && wrong.push(message.text()))
	page.on('pageerror', (error) => wrong.push(error.message))
	page.on('request', (request) => !request.url().startsWith(program.url) && !request.url().startsWith('blob:') && wrong.push(request.url()))
	await page.goto(program.url)
	const stage = { program, browser, page, wrong, left: column(page, 'Nube 1'), right: column(page, 'Nube 2') }
	await stage.right.field.waitFor()
	return {
		...stage,
		async close() {
			await browser.close()
			await program.close()
		},
	}
}

function column(page: Page, server: string): Column {
	const all = page.getByRole('region', { name: `Familia on ${server}` })
	const field = all.getByRole('textbox', { name: /^Message to Familia/ })
	const message = (text: string | RegExp): Locator => all.getByRole('listitem').filter({ hasText: text })
	return {
		all,
		field,
		message,
		async say(text) {
			await field.fill(text)
			await field.press('Enter')
		},
		async press(text, button) {
			await message(text).hover()
			await message(text).getByRole('button', { name: button, exact: true }).click()
		},
		button: (name) => all.getByRole('button', { name, exact: true }),
		texts: (part) => message(part).locator('.text').allTextContents(),
	}
}

interface Window { getComputedStyle(element: object): Readonly<Record<string, string>> }
interface Styled { readonly ownerDocument: { readonly defaultView: Window } }

/** A property of how an element is shown. */
export function styleOf(element: Locator, property: string): Promise<string | undefined> {
	return element.evaluate((shown: Styled, name) => shown.ownerDocument.defaultView.getComputedStyle(shown)[name], property)
}
