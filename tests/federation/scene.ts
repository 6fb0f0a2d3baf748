/*
 * Two conversations on live servers, and the moderator of the first at a browser: what the steps of panel.test.ts have in common.
 */
import type { Browser, Locator } from 'playwright-core'
import type { Lab, Room, Server } from '../support/talk.ts'
import type { Desk } from './desk.ts'
import type { TalkPage } from './talk-page.ts'

import { openBrowser } from '../panel/stage.ts'
import { servers } from '../support/talk.ts'
import { sitDown } from './desk.ts'
import { api, install, nextcloud } from './nextcloud.ts'
import { openConversation } from './talk-page.ts'

export interface Scene {
	readonly browser: Browser
	readonly a: Room
	readonly b: Room
	/** What the conversation on the other server is called. */
	readonly there: string
	/** What people see of the other side's moderator and ordinary participant, in this order. */
	readonly names: readonly [owner: string, other: string]
	/** The other server, as it is called in what people see. */
	readonly host: string
	close(): Promise<void>
}

export interface AtTalk extends Desk { readonly talk: TalkPage }

/** Somebody of the server `a` at the conversation's page. */
export async function atTalk({ browser, a }: Pick<Scene, 'browser' | 'a'>, person: string): Promise<AtTalk> {
	const desk = await sitDown(browser, a.server.url, a.server.passwordOf(person))
	return { ...desk, talk: await openConversation(desk.page, a.server.url, a.token) }
}

/** Opens the settings and goes to our section there. */
export async function toPanel({ page, talk }: AtTalk): Promise<Locator> {
	const settings = await talk.openSettings()
	await settings.getByRole('link', { name: 'Federation', exact: true }).click()
	const section = page.locator('section', { has: page.getByRole('heading', { name: 'Federate this conversation' }) })
	await section.waitFor()
	return section
}

export async function openScene(): Promise<Scene> {
	const lab: Lab = await servers()
	await install(nextcloud())
	const [a, b, there] = await rooms(lab.a, lab.b)
	const people = await b.owner.people()
	const nameOf = (user: string): string => people.find(({ actorId }) => actorId === user)?.displayName ?? user
	const browser = await openBrowser()
	return {
		browser,
		a,
		b,
		there,
		names: [nameOf(b.owner.user), nameOf(b.other.user)],
		host: new URL(b.server.url).host,
		async close() {
			await browser.close()
			await tidy(a)
			await lab.close()
		},
	}
}

async function rooms(a: Server, b: Server): Promise<[Room, Room, string]> {
	// The account there may be in conversations of the same name.
	const there = `Huerto ${Date.now().toString(36)}`
	// Nobody of the relay is in the conversation on the side that has the app.
	return [await a.newRoom({ name: 'Huerto', people: [a.other] }), await b.newRoom({ name: there }), there]
}

/** Takes away what was made by clicking. */
async function tidy({ owner: { connection }, token }: Room): Promise<void> {
	await connection.ask('DELETE', `${api}/rooms/${token}`)
	const accounts = await connection.get<readonly { readonly id: number, readonly own: boolean, readonly used: number }[]>('GET', `${api}/accounts`)
	for (const { id } of accounts.filter(({ own, used }) => own && used === 0)) {
		await connection.ask('DELETE', `${api}/accounts/${id}`)
	}
}
