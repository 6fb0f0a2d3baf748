/*
 * Talk's web interface as a person uses it: what stands where, and what one clicks. Names and classes as of Talk 24.
 */
import type { Locator, Page } from 'playwright-core'

import { until } from '../support/until.ts'

export interface TalkPage {
	/** The bubble with this text. */
	message(text: string): Locator
	/** The bubbles that one person wrote in a row, with the face and the name above. */
	group(text: string): Locator
	/** What Talk itself says in the conversation. */
	notice(text: string): Locator
	write(text: string): Promise<void>
	reply(to: string, text: string): Promise<void>
	react(to: string, emoji: string): Promise<void>
	edit(old: string, text: string): Promise<void>
	remove(text: string): Promise<void>
	participants(): Promise<Locator>
	/** Opens the conversation's settings; closes what is open before. */
	openSettings(): Promise<Locator>
	closeSettings(): Promise<void>
}

/** Opens a conversation and waits until one can write there. */
export async function openConversation(page: Page, server: string, token: string): Promise<TalkPage> {
	await page.goto(`${server}/index.php/call/${token}`)
	const box = page.locator('.new-message-form [role=textbox]')
	// Until the conversation is joined, something else stands there.
	await page.locator('.new-message-form [role=textbox][aria-placeholder^="Write a message"]').waitFor()
	// Not the text that a bubble quotes.
	const message: TalkPage['message'] = (text) => page.locator('li.message', { has: page.locator('.rich-text--wrapper', { hasText: text }) }).last()
	const send = async (text: string): Promise<void> => {
		await box.fill(text)
		await box.press('Enter')
	}
	const bar = async (text: string, name: string): Promise<void> => {
		await message(text).hover()
		await message(text).getByRole('button', { name, exact: true }).click()
	}
	const menu = async (text: string, name: string): Promise<void> => {
		await bar(text, 'More actions')
		await page.getByRole('menuitem', { name, exact: true }).click()
	}
	const settings = page.getByRole('dialog', { name: 'Conversation settings' })
	return {
		message,
		group: (text) => page.locator('li.wrapper', { has: page.locator('.rich-text--wrapper', { hasText: text }) }).last(),
		notice: (text) => page.locator('.messages-list__scroller .system-message', { hasText: text }).last(),
		write: send,
		async reply(to, text) {
			await bar(to, 'Reply')
			await send(text)
		},
		async react(to, emoji) {
			await bar(to, 'Add a reaction to this message')
			await message(to).getByRole('button', { name: `React with ${emoji}` }).click()
		},
		async edit(old, text) {
			await menu(old, 'Edit message')
			await send(text)
		},
		remove: (text) => menu(text, 'Delete'),
		async participants() {
			await page.getByRole('tab', { name: /Participants/u }).click()
			return page.locator('#tab-participants .participant')
		},
		async openSettings() {
			await page.getByRole('button', { name: 'Conversation actions' }).first().click()
			await page.getByRole('menuitem', { name: 'Conversation settings' }).click()
			await settings.waitFor()
			return settings
		},
		async closeSettings() {
			await settings.getByRole('button', { name: 'Close' }).first().click()
			await settings.waitFor({ state: 'detached' })
		},
	}
}

/** Waits until a picture is really there, not only its place. */
export async function isShown(picture: Locator): Promise<void> {
	await picture.waitFor()
	await until('the picture is shown', async () => await picture.evaluate((img: { readonly naturalWidth: number }) => img.naturalWidth) > 0 ? true : undefined)
}

/** How many seconds a player says that there are to hear, once it has loaded them. */
export async function lengthOf(player: Locator): Promise<number> {
	await player.waitFor()
	return until('the recording can be played', async () => {
		const length = await player.evaluate((audio: { readonly duration: number }) => audio.duration)
		return length > 0 ? length : undefined
	})
}
