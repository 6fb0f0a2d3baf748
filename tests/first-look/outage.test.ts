import type { Stage } from './stage.ts'

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { openStage } from './stage.ts'

let stage: Stage
before(async () => {
	stage = await openStage()
	await stage.left.say('hello')
	await stage.right.message('hello').waitFor()
})
after(async () => {
	await stage.close()
})

const three = ['one of three', 'two of three', 'three of three']

test('what is written while the other server is stopped arrives afterwards, once and in order', async () => {
	const { left, right, page } = stage
	await right.button('Stop Nube 2').click()
	await right.all.getByText('stopped', { exact: true }).waitFor()
	await right.all.getByText(/Nube 2 is stopped\. What is written on Nube 1 meanwhile waits/).waitFor()
	assert.equal(await right.field.isDisabled(), true)
	for (const text of three) {
		await left.say(text)
		await left.message(text).getByText('waits for Nube 2').waitFor()
	}
	await page.getByText('3 wait for Nube 2 →').waitFor()

	await right.button('Start Nube 2').click()
	await right.message('three of three').waitFor({ timeout: 60_000 })
	await page.getByText('nothing waits for Nube 2 →').waitFor()
	assert.deepEqual(await right.texts('of three'), three.map((text) => `Marcos (Nube 1): ${text}`))
	await right.say('I am back')
	await left.message('I am back').waitFor()
	assert.deepEqual(await right.texts('of three'), three.map((text) => `Marcos (Nube 1): ${text}`))
})

test('what is written while the relay is killed arrives after its start, once', async () => {
	const { left, right, page } = stage
	await page.getByRole('button', { name: 'Kill relay' }).click()
	await page.getByText('The relay was killed').waitFor()
	await left.say('while it was dead')
	await right.say('on both sides')
	await left.message('while it was dead').getByText('waits for the relay').waitFor()
	await page.getByRole('button', { name: 'Start relay' }).click()
	await page.getByText('The relay is running').waitFor()
	await right.message('while it was dead').waitFor({ timeout: 60_000 })
	await left.message('on both sides').waitFor({ timeout: 60_000 })
	await setTimeout(2000)
	assert.equal(await right.message('while it was dead').count(), 1)
	assert.equal(await left.message('on both sides').count(), 1)
})

test('the relay can be stopped and started, and its log can be read', async () => {
	const { left, right, page } = stage
	await page.getByRole('button', { name: 'Stop relay' }).click()
	await page.getByText('The relay is stopped').waitFor()
	await page.getByRole('group').filter({ hasText: 'Log' }).locator('summary').click()
	await page.getByRole('region', { name: /log/ }).getByText(/SIGTERM/).waitFor()
	await page.getByRole('button', { name: 'Start relay' }).click()
	await left.say('after the pause')
	await right.message('after the pause').waitFor({ timeout: 60_000 })
})

test('the browser found nothing wrong', () => {
	assert.deepEqual(stage.wrong, [])
})
