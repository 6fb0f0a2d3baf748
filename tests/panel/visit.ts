import type { Browser } from 'playwright-core'
import type { PageKind } from './page.ts'
import type { Setting, Stage } from './stage.ts'
import type { World } from './world.ts'

import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { openBrowser, openStage } from './stage.ts'

type Visit = (world: World, setting: Setting, work: (stage: Stage) => Promise<void>) => Promise<void>

/** For one file's tests: a browser of their own, and how one of our pages is visited in it, which must have found nothing wrong. */
export function visiting(kind: PageKind, prepare: (stage: Stage) => Promise<void> = async () => undefined): Visit {
	let browser: Browser
	before(async () => {
		browser = await openBrowser()
	})
	after(() => browser.close())
	return async (world, setting, work) => {
		const stage = await openStage(browser, kind, world, setting)
		try {
			await prepare(stage)
			await work(stage)
			assert.deepEqual(stage.wrong, [])
		} finally {
			await stage.close()
		}
	}
}

/** What was sent with the last call of this kind. */
export const sent = (world: World, call: string): unknown => world.calls.findLast((one) => one.call === call)?.sent
