import type { Stage } from './stage.ts'

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { until } from '../support/until.ts'
import { openStage, styleOf } from './stage.ts'

/** The part of an image in the page that matters here: Node's types know no page. */
interface Picture { readonly naturalWidth: number, decode(): Promise<void> }

let stage: Stage
before(async () => {
	stage = await openStage()
})
after(async () => {
	await stage.close()
})

test('what is written on one side appears on the other, with its author and how long it took', async () => {
	const { left, right } = stage
	await left.say('Good **morning** from the left')
	const copy = right.message('morning from the left')
	await copy.waitFor()
	assert.equal(await copy.locator('.author').textContent(), 'Puente')
	assert.equal(await copy.locator('.text').textContent(), 'Marcos (Nube 1): Good morning from the left')
	assert.deepEqual(await copy.locator('.text strong').allTextContents(), ['Marcos', 'morning'])
	await copy.getByText(/^arrived after \d+\.\d s$/).waitFor()
	await left.message('morning from the left').getByText(/^on Nube 2 after \d+\.\d s$/).waitFor()

	await right.all.getByRole('radio', { name: 'Pedro' }).check()
	await right.say('And good morning from the right')
	await left.message('Pedro (Nube 2): And good morning from the right').waitFor()
})

test('a reply is a real reply on the other side', async () => {
	const { left, right } = stage
	await right.say('Who brings the cake?')
	await left.message('Who brings the cake?').waitFor()
	await left.press('Who brings the cake?', 'Reply')
	await left.say('I bring it')
	const reply = right.message('I bring it')
	await reply.waitFor()
	assert.match(await reply.getByRole('button', { name: /Who brings the cake/ }).textContent() ?? '', /^Pedro/)
})

test('an edit, a reaction and its removal, and a deletion reach the other side', async () => {
	const { left, right, page } = stage
	await left.say('Dinner at sevn')
	await right.message('Dinner at sevn').waitFor()
	await left.press('Dinner at sevn', 'Edit')
	assert.equal(await left.field.inputValue(), 'Dinner at sevn')
	await left.say('Dinner at seven')
	await right.message('Dinner at seven').getByText('edited').waitFor()

	await right.press('Dinner at seven', 'React')
	await page.getByRole('dialog', { name: 'React with' }).getByRole('button', { name: '🎉' }).click()
	const chip = left.message('Dinner at seven').getByRole('button', { name: /^🎉 from Puente$/ })
	await chip.waitFor()
	await right.message('Dinner at seven').getByRole('button', { name: '🎉 from Pedro' }).click()
	await chip.waitFor({ state: 'detached' })

	await right.press('Dinner at seven', 'React')
	await page.getByRole('textbox', { name: 'Any other emoji' }).fill('🦊')
	await page.keyboard.press('Enter')
	await left.message('Dinner at seven').getByRole('button', { name: '🦊 from Puente' }).waitFor()

	const place = await right.all.getByRole('listitem').count()
	await left.press('Dinner at seven', 'Delete')
	await right.message('Dinner at seven').waitFor({ state: 'detached' })
	const gone = right.all.getByRole('listitem').nth(place - 1)
	await gone.getByText('Message deleted').waitFor()
})

test('a picture is visible on both sides, with its caption and the same bytes', async () => {
	const { left, right, program } = stage
	await left.button('Sample picture').click()
	await left.all.getByText('view.png').waitFor()
	await left.say('The evening')
	const pictures = [left, right].map((side) => side.message('The evening').getByRole('img', { name: 'Picture view.png' }))
	const prints: string[] = []
	for (const picture of pictures) {
		await picture.waitFor()
		await picture.evaluate((image: Picture) => image.decode())
		assert.equal(await picture.evaluate((image: Picture) => image.naturalWidth), 480)
		const answer = await fetch(new URL(await picture.getAttribute('src') ?? '', program.url))
		prints.push(createHash('sha256').update(Buffer.from(await answer.arrayBuffer())).digest('hex'))
	}
	assert.equal(prints.length, 2)
	assert.equal(prints[0], prints[1])
	assert.equal(await right.message('The evening').locator('.text').textContent(), 'Marcos (Nube 1): The evening')
})

test('a voice message arrives as one, and a chosen file under its name', async () => {
	const { left, right, page } = stage
	await right.button('Sample voice').click()
	await right.all.getByText('voice.wav').waitFor()
	await right.field.press('Enter')
	const sound = left.all.getByLabel('Voice message', { exact: true })
	await sound.waitFor()
	// Asked from here: Playwright's own waiting is an `eval`, which the page's Content-Security-Policy forbids.
	await until('the sound’s length', async () => await sound.evaluate((audio: { duration: number }) => audio.duration) > 1.9 || undefined)

	const choosing = page.waitForEvent('filechooser')
	await right.button('File').click()
	await (await choosing).setFiles({ name: 'shopping list.txt', mimeType: 'text/plain', buffer: Buffer.from('bread, cheese') })
	await right.all.getByText('shopping list.txt').waitFor()
	await right.field.press('Enter')
	const paper = left.all.getByRole('link', { name: /shopping list\.txt/ })
	await paper.waitFor()
	const download = page.waitForEvent('download')
	await paper.click()
	assert.equal((await download).suggestedFilename(), 'shopping list.txt')
})

test('a name of somebody on the other side becomes a mention there', async () => {
	const { left, right } = stage
	await left.button('Mention').click()
	await left.button('@Laura').click()
	await left.field.pressSequentially('are you there?')
	await left.field.press('Enter')
	await right.message('are you there?').locator('.mention', { hasText: '@Laura' }).waitFor()
})

test('text is only ever text, and runs the way its script does', async () => {
	const { left, right } = stage
	const nasty = '<img src=x onerror=alert(1)> [a](javascript:alert(1)) `<b>` https://example.org/ok'
	await left.say(nasty)
	const copy = right.message('onerror')
	await copy.waitFor()
	assert.equal(await copy.locator('.text img').count(), 0)
	assert.deepEqual(await copy.locator('.text a').evaluateAll((links: readonly { readonly href: string }[]) => links.map(({ href }) => href)), ['https://example.org/ok'])
	assert.equal(await copy.locator('.text code').textContent(), '<b>')

	await left.say('مرحبا بالجميع')
	const text = left.message('مرحبا').locator('.text')
	await text.waitFor()
	assert.equal(await styleOf(text, 'direction'), 'rtl')
})

test('the browser found nothing wrong, and nothing came from elsewhere', () => {
	assert.deepEqual(stage.wrong, [])
})
