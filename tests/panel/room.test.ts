import type { Setting } from './stage.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../support/until.ts'
import { recorded, refusal } from './recorded.ts'
import { sent, visiting } from './visit.ts'
import { account, makeWorld, working } from './world.ts'

const onPage = visiting('room')

test('shows who is joined, how they do and who is there, and asks again every three seconds', async () => {
	const world = makeWorld()
	await onPage(world, {}, async ({ page }) => {
		const card = page.getByRole('article', { name: 'Project Bridge' })
		await card.getByText('Working').waitFor()
		await card.getByText('2 people there').click()
		await card.getByText('Laura', { exact: true }).waitFor()
		world.state = { ...world.state, members: [{ ...working, state: 'waiting', why: 'The server does not answer.', todo: 'Wait.', waiting: 3, oldest: Date.now() - 60_000 }] }
		await card.getByText('The server does not answer.').waitFor()
		await card.getByText('Wait.', { exact: true }).waitFor()
		assert.match(await card.innerText(), /Waiting[\s\S]*3 messages wait, the oldest from 1 minute ago/)
	})
})

test('a hidden page asks nothing; shown again, it asks at once', async () => {
	const world = makeWorld()
	await onPage(world, {}, async ({ page }) => {
		await page.getByText('Working').waitFor()
		const hide = (hidden: boolean) => page.evaluate(`Object.defineProperty(document, 'hidden', { value: ${hidden}, configurable: true }); document.dispatchEvent(new Event('visibilitychange'))`)
		await hide(true)
		const asked = world.calls.length
		await page.waitForTimeout(4000)
		assert.equal(world.calls.length, asked)
		await hide(false)
		await page.waitForTimeout(500)
		assert.equal(world.calls.length, asked + 1)
	})
})

test('undeliverable messages are tried again or discarded; one that could not be comes back', async () => {
	const world = makeWorld()
	const aside = { member: 1, at: Date.now(), why: 'The file is too large.', author: 'Marcos' }
	world.state = { ...world.state, asides: [{ id: 5, excerpt: 'holiday.mp4', ...aside }, { id: 6, excerpt: 'second', ...aside }] }
	world.refusals.set('POST rooms/nb9xk3d2/asides/6', refusal('aside without relay'))
	await onPage(world, { expects: [503] }, async ({ page, button }) => {
		await button('Try again: holiday.mp4').click()
		await page.getByText('holiday.mp4').waitFor({ state: 'detached' })
		assert.deepEqual(sent(world, 'POST rooms/nb9xk3d2/asides/5'), { action: 'retry' })
		await button('Discard: second').click()
		await page.getByText('The relay does not answer right now.').waitFor()
		await page.getByText('second').waitFor()
	})
})

test('settings are stored at once, and taken back when the server refuses', async () => {
	const world = makeWorld()
	await onPage(world, { expects: [400], height: 1800 }, async ({ page, violations, shot }) => {
		await page.getByText('Settings', { exact: true }).click()
		await page.getByText('Only from there to here').click()
		await page.waitForTimeout(300)
		assert.deepEqual(sent(world, 'PUT rooms/nb9xk3d2/members/1'), { direction: 'in' })
		const format = page.getByLabel('How names are written there')
		await format.fill('[{NICK}] ')
		await page.getByText('[Marcos] Hello!').waitFor()
		world.refusals.set('PUT rooms/nb9xk3d2/members/1', refusal('format refused'))
		await format.blur()
		await page.getByText('Write one line of at most 255 characters.').waitFor()
		assert.equal(await format.inputValue(), '{NICK} ({LABEL}): ')
		await page.getByText('What is carried').click()
		await page.getByText('Deletions', { exact: true }).click()
		await page.getByText('What somebody deletes stays on the other sides, for everybody to read.').waitFor()
		await page.waitForTimeout(300)
		assert.deepEqual(sent(world, 'PUT rooms/nb9xk3d2'), { refusedKinds: ['deletions'] })
		await shot('room-kinds')
		assert.deepEqual(await violations(), [])
		await page.getByText('Deletions', { exact: true }).click()
		await page.waitForTimeout(300)
		assert.deepEqual(sent(world, 'PUT rooms/nb9xk3d2'), { refusedKinds: [] })
		await page.getByText('Polls and their results').click()
		await page.getByLabel('Largest file, in MB').fill('600')
		await page.getByLabel('Largest file, in MB').blur()
		await page.waitForTimeout(300)
		assert.deepEqual(sent(world, 'PUT rooms/nb9xk3d2'), { notices: ['call', 'poll'] }, 'more than the administrator allows is not sent')
	})
})

test('people are blocked and let in again', async () => {
	const world = makeWorld()
	await onPage(world, {}, async ({ page, button }) => {
		await page.getByText('2 people there').click()
		await button('Block Laura').click()
		await page.getByText('1 person is blocked').waitFor()
		assert.deepEqual(sent(world, 'POST rooms/nb9xk3d2/blocked'), { person: 'laura@nube.minube2.com', name: 'Laura' })
		await button('Unblock Laura').first().click()
		await button('Block Laura').waitFor()
		// It is shown before the server has heard of it.
		await page.waitForTimeout(500)
		assert.deepEqual(world.room.gateway?.blocked, [])
	})
})

test('faces come from this server, and nothing is asked of any other', async () => {
	const world = makeWorld()
	const ours = '/ocs/v2.php/apps/spreed/api/v1/proxy/nb9xk3d2/user-avatar/64?cloudId=laura%40nube.minube2.com'
	const theirs = 'http://nube.minube2.com/avatar/pedro/64'
	const [laura, pedro] = working.people
	assert.ok(laura && pedro)
	world.state = { ...world.state, members: [{ ...working, people: [{ ...laura, avatar: ours }, { ...pedro, avatar: theirs }] }] }
	await onPage(world, {}, async ({ page, shot }) => {
		const origin = new URL(page.url()).origin
		const asked: string[] = []
		page.on('request', (request) => asked.push(request.url()))
		const face = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="teal"/></svg>'
		await page.context().route('**/*avatar/**', (route) => route.fulfill({ contentType: 'image/svg+xml', body: face }))
		await page.getByText('2 people there').click()
		await page.getByText('Pedro', { exact: true }).waitFor()
		const shown = page.locator('.people img')
		await shown.first().waitFor()
		await page.waitForTimeout(500)
		assert.deepEqual(await shown.evaluateAll((images) => images.map((image) => image.getAttribute('src'))), [`${origin}${ours}`])
		assert.ok(asked.includes(`${origin}${ours}`))
		assert.deepEqual(asked.filter((url) => new URL(url).origin !== origin && !url.startsWith('data:')), [])
		await shot('room-faces')
	})
})

test('an account that is refused is connected again where that is told, by the other server’s own page', async () => {
	const world = makeWorld()
	world.state = recorded('state refused account')
	await onPage(world, { height: 1200 }, async ({ page, button, violations, shot }) => {
		await page.context().route('https://*.minube2.com/**', (route) => route.fulfill({ contentType: 'text/html', body: '<title>Grant access</title>' }))
		await page.getByText('Connect the account again: its app password was revoked or changed.').waitFor()
		await shot('room-account-refused')
		assert.deepEqual(await violations(), [])
		await button('Connect the account again').click()
		await page.getByText('A page of nube.minube2.com opens. Log in there as “puente”, as before, and grant access.').waitFor()
		await shot('room-connect-again')
		assert.deepEqual(await violations(), [])
		world.grantAfter = undefined
		await Promise.all([page.context().waitForEvent('page'), button('Connect').click()])
		await page.getByText('Log in on the page of the other server as “puente”, as before.').waitFor()
		assert.deepEqual(sent(world, 'POST accounts/login'), { server: 'https://nube.minube2.com' })
		world.state = recorded('state')
		world.grantAfter = 0
		await page.getByText('Working').waitFor({ timeout: 4000 })
		assert.equal(await button('Connect the account again').count(), 0)
	})
})

test('who logs in over there as somebody else is told so, and nothing of that is kept', async () => {
	const world = makeWorld()
	world.state = recorded('state refused account')
	const stranger = { ...account, id: 18, login: 'laura', used: 0 }
	world.refusals.set('GET accounts/login/l1', { status: 200, data: { state: 'done', account: stranger } })
	await onPage(world, {}, async ({ page, button }) => {
		await page.context().route('https://*.minube2.com/**', (route) => route.fulfill({ contentType: 'text/html', body: '<title>Grant access</title>' }))
		await button('Connect the account again').click()
		await button('Connect').click()
		await page.getByText('you were logged in as “laura”, but this conversation goes by “puente”').waitFor()
		await until('the other account is forgotten', () => world.calls.some(({ call }) => call === 'DELETE accounts/18') || undefined)
	})
})

test('a new app password can be written by hand; the account of somebody else can’t', async () => {
	const world = makeWorld()
	await onPage(world, { height: 1400 }, async ({ page, button, violations }) => {
		await page.getByText('Settings', { exact: true }).click()
		await button('Connect the account again').click()
		await button('User name and app password instead').click()
		await page.getByText('Stored. Leave it empty to keep it.').waitFor()
		assert.deepEqual(await violations(), [])
		await page.getByLabel('App password of the technical account').fill('new')
		await button('Save').click()
		await button('Connect the account again').waitFor()
		assert.deepEqual(sent(world, 'PUT accounts/17'), { settings: { server: 'https://nube.minube2.com', login: 'puente', password: 'new' } })
		world.accounts = []
		await button('Connect the account again').click()
		await page.getByText('they can connect it again').waitFor()
		await button('Close').click()
		await button('Connect the account again').waitFor()
	})
})

test('pausing, resuming; ending asks first, with the keyboard', async () => {
	const world = makeWorld()
	await onPage(world, {}, async ({ page, button }) => {
		await button('Pause').click()
		await page.getByText('Paused: what is written now stays here').waitFor()
		await button('Resume').click()
		await button('End federation').focus()
		await page.keyboard.press('Enter')
		assert.equal(await page.evaluate('document.activeElement.textContent.trim()'), 'Cancel')
		await page.keyboard.press('Escape')
		assert.equal(world.calls.some(({ call }) => call.startsWith('DELETE')), false)
		await page.keyboard.press('Enter')
		await page.keyboard.press('Tab')
		await page.keyboard.press('Enter')
		await button('Join with another conversation').waitFor()
		// It is shown at once, and then said to the server.
		await until('the federation is ended', () => world.room.gateway === null || undefined)
	})
})

test('what is refused has a page of its own; nobody is left before an empty one', async () => {
	const classified = { ...refusal('room refused'), data: { reason: 'classified' } }
	for (const [refused, says] of [[refusal('room refused'), 'Only moderators'], [refusal('room off'), 'Federation is switched off'], [classified, 'Classified']] as const) {
		const world = makeWorld()
		world.refusals.set('GET rooms/nb9xk3d2', refused).set('GET rooms/nb9xk3d2/state', refused)
		await onPage(world, { expects: [403] }, async ({ page, violations }) => {
			await page.getByText(says).first().waitFor()
			assert.equal(await page.getByRole('button', { name: 'Pause' }).count(), 0)
			assert.deepEqual(await violations(), [])
		})
	}
})

test('a conversation whose name is not known is called by its server, not by its token', async () => {
	const world = makeWorld()
	const { gateway } = world.room
	world.room = { ...world.room, gateway: gateway && { ...gateway, members: gateway.members.map((one) => ({ ...one, name: '' })) } }
	world.state = { ...world.state, asides: [{ id: 5, member: 1, at: Date.now(), why: 'It is too large.', author: 'Marcos', excerpt: 'holiday.mp4' }] }
	await onPage(world, {}, async ({ page }) => {
		const card = page.getByRole('article', { name: 'A conversation on nube.minube2.com' })
		await card.getByText('Nextcloud Talk · nube.minube2.com · p8ndr2kq').waitFor()
		await page.getByText('To A conversation on nube.minube2.com: It is too large.').waitFor()
	})
})

test('without its relay, everything is there and says so', async () => {
	const world = makeWorld()
	world.room = recorded('room stopped')
	world.state = recorded('state stopped')
	await onPage(world, {}, async ({ page }) => {
		await page.getByText('The relay is not running. Messages are kept').waitFor()
		await page.getByRole('article', { name: 'Project Bridge' }).waitFor()
	})
})

test('a name is text, whatever it holds', async () => {
	const world = makeWorld()
	const evil = '<img src=x onerror="window.hit=1">&amp; {NICK} "\u202E'
	world.state = { ...world.state, members: [{ ...working, people: [{ id: 'x@y', name: evil, avatar: '/x" onerror="window.hit=1' }], why: evil, state: 'stopped' }] }
	world.room = { ...world.room, gateway: world.room.gateway && { ...world.room.gateway, createdBy: { id: 'x', name: evil }, members: world.room.gateway.members.map((one) => ({ ...one, name: evil })) } }
	await onPage(world, { expects: [404] }, async ({ page }) => {
		await page.getByText('1 person there').click()
		await page.waitForTimeout(500)
		assert.equal(await page.evaluate('window.hit'), undefined)
		assert.ok((await page.innerText('main')).split('<img src=x onerror="window.hit=1">&amp; {NICK}').length >= 4)
	})
})

for (const [name, setting] of Object.entries({
	light: {},
	dark: { theme: 'dark' },
	narrow: { width: 360, height: 900 },
	rtl: { dir: 'rtl', language: 'ar' },
	'rtl-narrow-dark': { dir: 'rtl', language: 'ar', theme: 'dark', width: 360 },
} satisfies Record<string, Setting>)) {
	test(`nothing to stumble over: ${name}`, async () => {
		const world = makeWorld()
		world.state = { ...world.state, asides: [{ id: 5, member: 1, at: Date.now(), why: 'The file is too large.', author: 'Marcos', excerpt: 'holiday.mp4' }] }
		await onPage(world, { height: 1500, ...setting }, async ({ page, violations, shot }) => {
			await page.getByText('Working').waitFor()
			for (const summary of await page.locator('summary').all()) {
				await summary.click()
			}
			await page.getByText('Hello!').waitFor()
			await shot(`room-${name}`)
			assert.deepEqual(await violations(), [])
			assert.equal(await page.evaluate('[...document.querySelectorAll("main *")].some((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === "visible" && one.clientWidth > 200)'), false, 'nothing is wider than the window')
		})
	})
}
