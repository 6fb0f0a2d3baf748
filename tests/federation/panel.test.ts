/*
 * The whole of it in a real browser, by clicking alone: switched on, joined, used, paused, ended. Each step goes on from the one before and
 * says what a person sees. What people of the other server do is done over its API, for there is no app there.
 */
import type { Page } from 'playwright-core'
import type { AtTalk, Scene } from './scene.ts'

import assert from 'node:assert/strict'
import process from 'node:process'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { wav } from '../support/samples.ts'
import { reactionsOf } from '../support/seat.ts'
import { grantAccess, sitDown } from './desk.ts'
import { arrives, becomes, cloudId } from './harness.ts'
import { cannotInstall, cannotReachB, nextcloud } from './nextcloud.ts'
import { atTalk, openScene, toPanel } from './scene.ts'
import { isShown, lengthOf } from './talk-page.ts'

const skip = cannotInstall()
const scene = skip === false ? await openScene() : undefined
let moderator: AtTalk | undefined
after(() => scene?.close())

function step(name: string, act: (scene: Scene, moderator: AtTalk) => Promise<void>, cannot: string | false = skip): void {
	void test(name, { skip: cannot }, async () => {
		const at = scene ?? assert.fail('no servers')
		moderator ??= await atTalk(at, at.a.owner.user)
		try {
			await act(at, moderator)
			assert.deepEqual(moderator.wrong, [])
		} catch (error) {
			await moderator.shot(`failed: ${name.slice(0, 50)}`)
			// What is open there must not be in the way of the next step.
			await moderator.close()
			moderator = undefined
			throw error
		}
	})
}

test('the administrator switches it on in Talk’s settings, and sees it run', { skip }, async () => {
	const { browser } = scene ?? assert.fail('no servers')
	const { url, adminLogin } = nextcloud()
	const { page, button, shot, wrong, close } = await sitDown(browser, url, adminLogin)
	await page.goto(`${url}/index.php/settings/admin/talk`)
	const section = page.locator('.settings-section', { has: page.getByRole('heading', { name: 'Federated conversations' }) })
	// The server may have no Node.js that will do; the one that runs these tests does.
	await section.getByText('Where the relay runs', { exact: true }).first().click()
	await section.getByLabel('Path of Node.js').fill(process.execPath)
	await section.getByLabel('Path of Node.js').blur()
	const toggle = section.getByRole('switch', { name: 'Moderators can federate conversations' }).or(section.getByRole('checkbox', { name: 'Moderators can federate conversations' }))
	const state = section.locator('.switch__state')
	await state.waitFor()
	if (await toggle.isChecked()) {
		await section.getByText('Moderators can federate conversations').click()
	}
	await state.getByText('Switched off').waitFor()
	await section.getByText('Moderators can federate conversations').click()
	await state.getByText('Running').waitFor()
	await section.getByText('Version').first().waitFor()
	await button('Run the self-test').click()
	await section.getByText('Node.js').first().waitFor()
	await page.reload()
	await state.getByText('Running').waitFor()
	assert.equal(await toggle.isChecked(), true)
	await shot('admin')
	assert.deepEqual(wrong, [])
	await close()
})

step('a moderator joins with another server by its address and its own page, and sees that it works', async ({ b, there, names, host }, desk) => {
	const panel = await toPanel(desk)
	await panel.getByRole('button', { name: 'Join with another conversation' }).click()
	const address = panel.getByLabel('Address of the other Nextcloud')
	const another = panel.getByRole('button', { name: 'Another Nextcloud server' })
	await address.or(another).waitFor()
	if (await another.isVisible()) {
		await another.click()
	}
	await address.fill(b.server.url)
	const [page] = await Promise.all([desk.page.context().waitForEvent('page'), panel.getByRole('button', { name: 'Connect', exact: true }).click()])
	await grantThere(page, { b })
	await page.close()
	await panel.getByRole('radio', { name: there }).check()
	await panel.getByRole('button', { name: 'Test', exact: true }).click()
	await panel.getByText('Participant of the conversation').waitFor()
	await panel.getByText('Will be carried:').waitFor()
	await desk.shot('choose')
	await panel.getByRole('button', { name: 'Join the conversations' }).click()
	const card = panel.getByRole('article', { name: there })
	await card.getByText('Working').waitFor()
	await card.getByText(host).waitFor()
	await card.getByText('2 people there').click()
	for (const name of names) {
		await card.getByText(name, { exact: true }).waitFor()
	}
	await desk.shot('joined')
	await desk.talk.closeSettings()
	await desk.talk.notice(`joined this conversation with ${there}`).waitFor()
})

async function grantThere(page: Page, { b }: Pick<Scene, 'b'>): Promise<void> {
	const login = b.server.passwordOf(b.bot.user)
	await (login.password === '' ? grantAccess(page, b.server.bot, 'app password') : grantAccess(page, login, 'password'))
}

step('what is written in Talk’s page stands on the other server', async ({ b }, { talk }) => {
	await talk.write('¡Hola desde la página!')
	await arrives(b, '¡Hola desde la página!')
})

step('a message from there appears without a click, under its author’s name and face, in a bubble of its own', async ({ a, b, names: [laura], host }, { talk, page }) => {
	await b.owner.post('Hola, ya he regado')
	await talk.message('Hola, ya he regado').waitFor()
	const group = talk.group('Hola, ya he regado')
	assert.equal((await group.locator('.messages__author').innerText()).trim(), `${laura} (${host})`)
	assert.match(await group.getAttribute('class') ?? '', /\bincoming\b/u)
	const face = group.locator('.messages__avatar img')
	await isShown(face)
	assert.match(decodeURIComponent(await face.getAttribute('src') ?? ''), new RegExp(`${a.token}.*${cloudId(b, b.owner.user)}`, 'u'))
	await b.other.post('Y yo, las fresas')
	await talk.message('Y yo, las fresas').waitFor()
	assert.equal(await talk.group('Y yo, las fresas').locator('li.message').count(), 1, 'another person’s message stands in another group')
	await page.locator('li.wrapper.outgoing', { hasText: '¡Hola desde la página!' }).waitFor()
})

step('answers quote what they answer, in both directions', async ({ b, names: [laura] }, { talk }) => {
	await talk.reply('Hola, ya he regado', '¿También los tomates?')
	const question = await arrives(b, '¿También los tomates?')
	assert.equal(question.parent?.message, 'Hola, ya he regado')
	await b.owner.post('Sí, esos primero', { replyTo: question.id })
	const answer = talk.message('Sí, esos primero')
	await answer.locator('.quote', { hasText: '¿También los tomates?' }).waitFor()
	await talk.message('¿También los tomates?').locator('.quote', { hasText: laura }).first().waitFor()
})

step('reactions of both sides are counted on one message, and say who', async ({ b, names: [laura, pedro] }, { talk, page }) => {
	const posted = await b.owner.post('Mañana llueve')
	await talk.message('Mañana llueve').waitFor()
	await talk.react('Mañana llueve', '👍')
	await becomes(b, posted.id, 'liked', (message) => reactionsOf(message)['👍'] === 1)
	await b.other.react(posted.id, '👍')
	await b.owner.react(posted.id, '👍')
	const count = talk.message('Mañana llueve').getByRole('button', { name: '👍 3' })
	await count.waitFor()
	await count.hover()
	const details = page.locator('.reaction-details')
	await details.getByText(laura).waitFor()
	assert.match(await details.innerText(), new RegExp(pedro, 'u'))
})

step('edits and deletions are seen as they happen, both ways', async ({ b }, { talk }) => {
	const there = await b.owner.post('a las cinco')
	await talk.message('a las cinco').waitFor()
	await b.owner.edit(there.id, 'a las seis')
	await talk.message('a las seis').waitFor()
	const group = talk.group('a las seis')
	// Talk 24 says it, Talk 25 shows a sign with who did it.
	await group.getByText('(edited)').or(group.locator('.editor')).first().waitFor()
	await b.owner.remove(there.id)
	await talk.message('Message deleted by author').waitFor()
	assert.equal(await talk.message('a las seis').count(), 0)
	await talk.write('el martes')
	const copy = await arrives(b, 'el martes')
	await talk.edit('el martes', 'el jueves')
	await becomes(b, copy.id, 'edited', ({ message }) => message.endsWith('el jueves'))
	await talk.remove('el jueves')
	await becomes(b, copy.id, 'deleted', ({ messageType }) => messageType === 'comment_deleted')
})

step('a picture is seen, a voice message can be played', async ({ b, names: [laura] }, { talk, page }) => {
	await b.owner.send(`bancal ${b.token}.png`, await page.locator('.top-bar').screenshot(), 'image/png', { caption: 'así está el bancal' })
	await talk.message('así está el bancal').waitFor()
	await isShown(talk.message('así está el bancal').locator('img.file-preview__image'))
	await b.owner.send(`Talk recording ${b.token}.wav`, wav, 'audio/wav', { messageType: 'voice-message' })
	const player = page.locator('audio.audio-player, .audio-player audio').last()
	assert.equal(await lengthOf(player), 0.1)
	assert.match(await page.locator('li.wrapper', { has: player }).locator('.messages__author').innerText(), new RegExp(laura, 'u'))
})

step('the participants of both sides stand in one list; nobody of the machinery does', async ({ a, names }, desk) => {
	const list = await desk.talk.participants()
	for (const name of names) {
		const row = list.filter({ hasText: name })
		await row.waitFor()
		await row.getByRole('img', { name: 'Federated user' }).waitFor()
	}
	const people = await a.owner.people()
	assert.equal(await list.count(), 4, people.map(({ actorId }) => actorId).join())
	await desk.shot('conversation')
})

step('who is no moderator finds no such section, and is told so on its page', async (at) => {
	const ana = await atTalk(at, at.a.other.user)
	await ana.talk.message('Mañana llueve').waitFor()
	const settings = await ana.talk.openSettings()
	await settings.getByRole('link').first().waitFor()
	await sleep(4000)
	assert.equal(await settings.getByText('Federat').count(), 0)
	await ana.page.goto(`${at.a.server.url}/index.php/apps/talk_relay/room/${at.a.token}`)
	await ana.page.getByText('Only moderators').first().waitFor()
	assert.equal(await ana.page.getByRole('button', { name: /Join|Pause|End/u }).count(), 0)
	await ana.close()
})

step('the app’s own page shows the same, and leads back', async ({ a, there, names }, { page, shot }) => {
	await page.goto(`${a.server.url}/index.php/apps/talk_relay/room/${a.token}`)
	const card = page.getByRole('article', { name: there })
	await card.getByText('Working').waitFor()
	await card.getByText('2 people there').click()
	await card.getByText(names[0], { exact: true }).waitFor()
	await shot('room page')
	await page.getByRole('link', { name: 'Back to the conversation' }).click()
	await page.getByText('Mañana llueve').first().waitFor()
})

step('paused, what is written stays here; resumed, what is written goes again', async ({ b }, desk) => {
	const panel = await toPanel(desk)
	await panel.getByRole('button', { name: 'Pause', exact: true }).click()
	await panel.getByText('Paused: what is written now stays here').waitFor()
	await panel.getByRole('article').getByText('Paused', { exact: true }).waitFor()
	await desk.talk.closeSettings()
	await desk.talk.notice('paused the federation of this conversation').waitFor()
	await desk.talk.write('en la pausa')
	await sleep(4000)
	assert.equal((await b.owner.said()).some(({ message }) => message.includes('en la pausa')), false)
	const again = await toPanel(desk)
	await again.getByRole('button', { name: 'Resume', exact: true }).click()
	await again.getByRole('article').getByText('Working').waitFor()
	await desk.talk.closeSettings()
	await desk.talk.write('tras la pausa')
	await arrives(b, 'tras la pausa')
	assert.equal((await b.owner.said()).some(({ message }) => message.includes('en la pausa')), false)
})

step('a blocked person is not heard here any more, and is again', async ({ b, names: [laura, pedro] }, desk) => {
	const panel = await toPanel(desk)
	await panel.getByText('2 people there').click()
	await panel.getByRole('button', { name: `Block ${pedro}` }).click()
	await panel.getByText('Blocked here', { exact: true }).waitFor()
	await panel.getByRole('button', { name: `Block ${laura}` }).waitFor()
	await sleep(2000)
	await b.other.post('¿me oís?')
	await b.owner.post('a mí sí')
	await desk.talk.closeSettings()
	await desk.talk.message('a mí sí').waitFor()
	assert.equal(await desk.talk.message('¿me oís?').count(), 0)
	const again = await toPanel(desk)
	await again.getByText('1 person is blocked').click()
	await again.getByRole('button', { name: `Unblock ${pedro}` }).first().click()
	await again.getByText('1 person is blocked').waitFor({ state: 'detached' })
	await sleep(2000)
	await b.other.post('¿y ahora?')
	await desk.talk.closeSettings()
	await desk.talk.message('¿y ahora?').waitFor()
})

step('an app password that was revoked there: it is told, and connected again by a click; what was written meanwhile arrives', async ({ a, b, there }, desk) => {
	const { occ } = nextcloud('b')
	const tokens = JSON.parse(await occ('user:auth-tokens:list', '--output=json', b.bot.user)) as readonly { readonly id: number, readonly name: string }[]
	const ours = tokens.filter(({ name }) => name === `Talk Relay (${new URL(a.server.url).host})`)
	assert.notEqual(ours.length, 0)
	for (const { id } of ours) {
		await occ('user:auth-tokens:delete', b.bot.user, String(id))
	}
	await desk.talk.write('sin llave')
	const panel = await toPanel(desk)
	const card = panel.getByRole('article', { name: there })
	await card.getByText('refuses the login').waitFor()
	await card.getByRole('button', { name: 'Connect the account again' }).click()
	const [page] = await Promise.all([desk.page.context().waitForEvent('page'), card.getByRole('button', { name: 'Connect', exact: true }).click()])
	await grantThere(page, { b })
	await page.close()
	await card.getByText('Working').waitFor()
	await desk.shot('connected again')
	await desk.talk.closeSettings()
	await arrives(b, 'sin llave')
}, cannotReachB())

step('ended, after being asked: nothing crosses, what was written stays, the others are gone from the list', async ({ b, names: [laura] }, desk) => {
	const panel = await toPanel(desk)
	await panel.getByRole('button', { name: 'End federation' }).click()
	await panel.getByText('The conversations will be separate again.').waitFor()
	await panel.getByRole('button', { name: 'End federation' }).click()
	await panel.getByRole('button', { name: 'Join with another conversation' }).waitFor()
	await desk.talk.closeSettings()
	await desk.talk.notice('ended the federation of this conversation').waitFor()
	await sleep(2000)
	await b.owner.post('ya no se oye')
	await desk.talk.write('tampoco')
	await sleep(4000)
	assert.equal(await desk.talk.message('ya no se oye').count(), 0)
	assert.equal((await b.owner.said()).some(({ message }) => message.endsWith('tampoco')), false)
	await desk.talk.message('a mí sí').waitFor()
	await desk.page.reload()
	const list = await desk.talk.participants()
	await list.first().waitFor()
	assert.equal(await list.filter({ hasText: laura }).count(), 0)
})
