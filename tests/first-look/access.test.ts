import type { Stage } from './stage.ts'

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openStage, styleOf } from './stage.ts'

let stage: Stage
before(async () => {
	stage = await openStage()
	await stage.left.button('Sample picture').click()
	// At once: what is sent waits for the file that was chosen.
	await stage.left.say('with a picture')
	await stage.right.message('with a picture').getByRole('img').waitFor()
	await stage.right.button('Sample voice').click()
	await stage.right.all.getByText('voice.wav').waitFor()
	await stage.right.field.press('Enter')
	await stage.left.all.getByLabel('Voice message', { exact: true }).waitFor()
})
after(async () => {
	await stage.close()
})

interface AccessNode { readonly ignored: boolean, readonly role?: { readonly value: string }, readonly name?: { readonly value: string } }

const controls = ['button', 'textbox', 'radio', 'link', 'checkbox', 'combobox', 'slider', 'image', 'dialog', 'region', 'log', 'toolbar', 'DisclosureTriangle']

/** What a screen reader would find: the controls and landmarks of the whole page. */
async function found(): Promise<readonly { readonly role: string, readonly name: string }[]> {
	const session = await stage.page.context().newCDPSession(stage.page)
	const { nodes } = await session.send('Accessibility.getFullAXTree') as { readonly nodes: readonly AccessNode[] }
	await session.detach()
	return nodes
		.filter(({ ignored, role }) => !ignored && controls.includes(role?.value ?? ''))
		.map(({ role, name }) => ({ role: role?.value ?? '', name: name?.value ?? '' }))
}

const nameless = async (): Promise<readonly string[]> => (await found()).filter(({ name }) => name.trim() === '').map(({ role }) => role)

test('every control has a name', async () => {
	const { left, page } = stage
	assert.deepEqual(await nameless(), [])

	await left.message('with a picture').hover()
	const shown = await found()
	for (const name of ['React', 'Reply', 'Edit', 'Delete', 'Send', 'Stop Nube 1', 'Kill relay']) {
		assert.ok(shown.some((each) => each.role === 'button' && each.name === name), `there is no button ${name}`)
	}
	assert.deepEqual(await nameless(), [])

	await left.press('with a picture', 'React')
	assert.deepEqual(await nameless(), [])
	await page.keyboard.press('Escape')

	await left.button('Mention').click()
	await page.getByRole('button', { name: 'The file that did it' }).click()
	await page.getByRole('dialog', { name: 'This is the file that did it' }).waitFor()
	assert.deepEqual(await nameless(), [])
	await page.keyboard.press('Escape')
})

test('new messages are told to screen readers', async () => {
	const log = stage.right.all.getByRole('log', { name: 'Messages in Familia on Nube 2' })
	assert.equal(await log.getAttribute('aria-live'), 'polite')
})

test('everything goes with the keyboard alone', async () => {
	const { left, right, page } = stage
	// A mouse that rests on a message shows its buttons, and they are steps of the Tab key then.
	await page.mouse.move(0, 0)
	await left.field.focus()
	await page.keyboard.type('typed by key')
	await page.keyboard.press('Enter')
	await right.message('typed by key').waitFor()

	await page.keyboard.press('ArrowUp')
	await page.keyboard.press('End')
	await page.keyboard.type('board')
	await page.keyboard.press('Enter')
	await right.message('typed by keyboard').waitFor()

	await page.keyboard.press('Shift+Tab')
	await left.message('typed by keyboard').and(page.locator(':focus')).waitFor()
	assert.equal(await left.message('typed by keyboard').getByRole('button', { name: 'Delete' }).isVisible(), true)
	await page.keyboard.press('Home')
	await left.message('with a picture').and(page.locator(':focus')).waitFor()
	await page.keyboard.press('End')
	await page.keyboard.press('Tab')
	await left.message('typed by keyboard').getByRole('button', { name: 'React' }).and(page.locator(':focus')).waitFor()
	await page.keyboard.press('Enter')
	await page.getByRole('dialog', { name: 'React with' }).waitFor()
	await page.keyboard.press('Enter')
	await right.message('typed by keyboard').getByRole('button', { name: '👍 from Puente' }).waitFor()
})

test('the page fits a telephone and a dark evening', async () => {
	const { page, left } = stage
	await page.setViewportSize({ width: 360, height: 740 })
	assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= 360)
	const light = await styleOf(left.field, 'color')
	await page.emulateMedia({ colorScheme: 'dark' })
	assert.notEqual(await styleOf(left.field, 'color'), light)
	await page.emulateMedia({ colorScheme: 'light' })
	await page.setViewportSize({ width: 1280, height: 800 })
})

test('the file that did it is shown as it stands', async () => {
	const { page } = stage
	await page.getByRole('button', { name: 'The file that did it' }).click()
	const text = await page.getByRole('region', { name: 'relay.toml' }).textContent()
	assert.match(text ?? '', /\[nctalk\.nube1\]\nServer = "http:\/\/127\.0\.0\.1:\d+"\nLogin = "puente"/)
	await page.getByRole('button', { name: 'Close' }).click()
})

test('the browser found nothing wrong', () => {
	assert.deepEqual(stage.wrong, [])
})
