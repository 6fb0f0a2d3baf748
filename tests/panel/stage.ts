import type { AxeResults } from 'axe-core'
import type { Browser, Locator, Page } from 'playwright-core'
import type { Look, PageKind } from './page.ts'
import type { World } from './world.ts'

import axe from 'axe-core'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { chromium } from 'playwright-core'
import { serve } from './server.ts'

const shots = join(import.meta.dirname, '../results/panel')

/** The browser itself is to ask nobody. */
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

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: '/usr/bin/chromium', args: quiet })

export interface Stage {
	readonly page: Page
	readonly world: World
	/** What the page said was wrong. */
	readonly wrong: readonly string[]
	button(name: string | RegExp): Locator
	/** What axe-core finds, a line each. */
	violations(within?: string): Promise<readonly string[]>
	shot(name: string): Promise<void>
	close(): Promise<void>
}

export interface Setting extends Look {
	readonly width?: number
	readonly height?: number
	/** Behind the page's address: `#settings`, `?participantType=3`. */
	readonly suffix?: string
	/** Statuses over 399 that this test brings about, which the browser's console tells of. */
	readonly expects?: readonly number[]
}

/** Opens one of our pages over this world. */
export async function openStage(browser: Browser, kind: PageKind, world: World, setting: Setting = {}): Promise<Stage> {
	const served = await serve(world, kind, setting)
	const context = await browser.newContext({ viewport: { width: setting.width ?? 1100, height: setting.height ?? 800 }, colorScheme: setting.theme ?? 'light', locale: setting.language ?? 'en' })
	const page = await context.newPage()
	page.setDefaultTimeout(8000)
	const wrong: string[] = []
	const expected = (text: string): boolean => (setting.expects ?? []).some((status) => text.includes(`status of ${status}`))
	page.on('console', (message) => ['error', 'warning'].includes(message.type()) && !expected(message.text()) && wrong.push(message.text()))
	page.on('pageerror', (error) => wrong.push(error.message))
	await page.goto(`${served.url}${setting.suffix ?? ''}`)
	return {
		page,
		world,
		wrong,
		button: (name) => page.getByRole('button', { name }),
		async violations(within = 'body') {
			await page.evaluate(axe.source)
			// Initials in an avatar are Nextcloud's own, in colours of its own; the name stands beside them.
			const about = JSON.stringify({ include: [within], exclude: ['.avatardiv', '.toastify'] })
			const found: AxeResults = await page.evaluate(`axe.run(${about}, { resultTypes: ['violations'] })`)
			return found.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
		},
		async shot(name) {
			mkdirSync(shots, { recursive: true })
			await page.screenshot({ path: join(shots, `${name}.png`) })
		},
		async close() {
			await context.close()
			await served.close()
		},
	}
}
