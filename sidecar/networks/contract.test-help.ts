/*
 * What every network must prove. A network's own test gives a scene of it; the same tests run for all of them.
 */
import type { ChatEvent, Message } from '../core/event.ts'
import type { MessageId } from '../core/ids.ts'
import type { Letter, Session } from '../core/network.ts'
import type { FakeHost } from './nctalk/host.fake.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { failureOf } from '../core/failure.ts'
import { messageId, personId } from '../core/ids.ts'
import { keyOf } from '../core/mark.ts'
import { plain, textOf } from '../core/richtext.ts'

/** A room of the network with a person in it who is not the relay. */
export interface Scene {
	readonly host: FakeHost
	readonly address: string
	readonly session: Session
	/** The person writes. */
	say(text: string, replyTo?: MessageId): Promise<MessageId>
	/** What stands in the room, oldest first, as people see it. */
	standing(): Promise<readonly { readonly id: MessageId, readonly text: string, readonly replyTo?: MessageId | undefined }[]>
	/** Takes the relay's account out of the room. */
	kick(): Promise<void>
	/** A session whose login is refused. */
	badLogin(host: FakeHost): Session
	close(): Promise<void>
}

let deliveries = 0

export function letterFor(scene: Scene, text: string, more: Partial<Letter> = {}): Letter {
	return {
		key: keyOf('contractword', deliveries += 1, 0),
		address: scene.address,
		nick: '[Ana] ',
		author: { id: personId('ana@elsewhere.example'), name: 'Ana', login: 'ana' },
		text: textOf(text),
		files: [],
		silent: false,
		at: Date.now(),
		mentionEveryone: false,
		...more,
	}
}

const messages = (events: readonly ChatEvent[]): readonly Message[] => events.filter((event) => event.kind === 'message')

const texts: readonly string[] = [
	'hello',
	'two\nlines',
	'**bold** and `code`',
	'```\nfenced\n\tcode\n```',
	'ñandú 你好 مرحبا 👩‍👩‍👧',
	'<b>&amp;</b>',
	'a\u200Db',
	'  spaces inside  kept',
	'https://nube.example/a?b=c&d=%20#e',
	'- list\n- of\n  - things',
	'> quoted\n\nand answered',
	'{mention-user1} {file}',
	'\\*not bold\\*',
	'@nobody there',
]

async function verdictOf(attempt: Promise<unknown>): Promise<string> {
	return attempt.then(() => 'it went through', (error: unknown) => failureOf(error).verdict.then)
}

/** Registers the tests. `open` makes a scene in which the session has joined and reads. */
export function networkContract(name: string, open: () => Promise<Scene>): void {
	const proves = (what: string, act: (scene: Scene) => Promise<void>): void => {
		test(`${name}: ${what}`, async () => {
			const scene = await open()
			try {
				await act(scene)
			} finally {
				await scene.close()
			}
		})
	}

	proves('hears people, in order', async (scene) => {
		for (let n = 0; n < 10; n += 1) {
			await scene.say(`said ${n}`)
		}
		await scene.host.until('ten messages', () => messages(scene.host.events).length >= 10, 20_000)
		assert.deepEqual(messages(scene.host.events).map((event) => plain(event.text)), Array.from({ length: 10 }, (_, n) => `said ${n}`))
	})

	proves('never hears itself', async (scene) => {
		await scene.session.send(letterFor(scene, 'from the relay'))
		await scene.say('from a person')
		await scene.host.until('the person', () => messages(scene.host.events).length > 0, 20_000)
		await sleep(scene.host.pace.listEvery * 3)
		assert.deepEqual(messages(scene.host.events).map((event) => plain(event.text)), ['from a person'])
	})

	proves('order is kept', async (scene) => {
		const ids: MessageId[] = []
		for (let n = 0; n < 10; n += 1) {
			ids.push(...await scene.session.send(letterFor(scene, `sent ${n}`)))
		}
		const there = (await scene.standing()).filter(({ id }) => ids.includes(id))
		assert.deepEqual(there.map(({ id }) => id), ids)
	})

	proves('what was sent is found by its key, and nothing by another', async (scene) => {
		const letter = letterFor(scene, 'findable')
		const since = Date.now()
		const ids = await scene.session.send(letter)
		assert.deepEqual(await scene.session.find?.(scene.address, letter.key, since), ids)
		assert.equal(await scene.session.find?.(scene.address, keyOf('contractword', 999_999_999, 0), since), undefined)
	})

	proves('a reply points to the copy', async (scene) => {
		const asked = await scene.say('who comes?')
		const [answer] = await scene.session.send(letterFor(scene, 'me', { replyTo: asked }))
		assert.equal((await scene.standing()).find(({ id }) => id === answer)?.replyTo, asked)
	})

	proves('a reply to a copy is heard as one', async (scene) => {
		const [copy] = await scene.session.send(letterFor(scene, 'who comes?'))
		await scene.say('me', copy)
		await scene.host.until('the answer', () => messages(scene.host.events).length > 0, 20_000)
		assert.equal(messages(scene.host.events)[0]?.replyTo?.id, copy)
	})

	proves('text survives there and back', async (scene) => {
		for (const text of texts) {
			await scene.say(text)
		}
		await scene.host.until('all texts', () => messages(scene.host.events).length >= texts.length, 30_000)
		const sent: MessageId[] = []
		for (const event of messages(scene.host.events)) {
			sent.push(...await scene.session.send(letterFor(scene, '', { text: event.text, nick: '' })))
		}
		const there = await scene.standing()
		// A word joiner keeps a chance @name from waking anybody; people don't see it.
		assert.deepEqual(sent.map((one) => there.find(({ id }) => id === one)?.text.replaceAll('\u2060', '')), texts.map((text) => text.trim()))
	})

	proves('an edit and a removal of a copy are seen', async (scene) => {
		const letter = letterFor(scene, 'before')
		const [copy = messageId('')] = await scene.session.send(letter)
		assert.equal(await scene.session.edit?.({ ...letter, text: textOf('after') }, copy), 'done')
		assert.match((await scene.standing()).find(({ id }) => id === copy)?.text ?? '', /after$/u)
		assert.equal(await scene.session.remove?.(scene.address, copy), 'done')
		assert.equal((await scene.standing()).find(({ id }) => id === copy), undefined)
		assert.equal(await scene.session.remove?.(scene.address, copy), 'done', 'what is gone already is removed')
	})

	proves('a kick closes the room', async (scene) => {
		await scene.kick()
		assert.equal(await verdictOf(scene.session.send(letterFor(scene, 'to nobody'))), 'closeRoom')
	})

	proves('a bad login closes the account', async (scene) => {
		const session = scene.badLogin(scene.host)
		assert.equal(await verdictOf(session.send(letterFor(scene, 'unheard'))), 'closeAccount')
		await session.close()
	})

	proves('is silent after close', async (scene) => {
		scene.host.stop()
		await scene.session.close()
		const before = scene.host.events.length
		await scene.say('too late')
		await sleep(scene.host.pace.listEvery * 4)
		assert.equal(scene.host.events.length, before)
		assert.notEqual(await verdictOf(scene.session.send(letterFor(scene, 'too late'))), 'it went through')
	})
}
