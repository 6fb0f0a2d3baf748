import type { TalkMessage } from '../../talk/types.ts'
import type { TurningParts } from './turning.ts'

import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { Failure } from '../../core/failure.ts'
import { roomId } from '../../core/ids.ts'
import { sample } from '../../talk/samples/samples.ts'
import { fakeHost } from './host.fake.ts'
import { turned } from './turning.ts'

const token = 'fam1l1a0'

function partsFor(host: ReturnType<typeof fakeHost>, isInside: boolean): TurningParts {
	const gone = new Failure({ then: 'drop' }, 'the file is no longer there')
	const client = { host: 'nube.example', base: 'https://nube.example', download: () => Promise.reject(gone) } as Partial<TurningParts['api']['client']>
	const room = { token, displayName: 'Familia' } as Awaited<ReturnType<TurningParts['api']['room']>>
	return {
		api: {
			client: client as TurningParts['api']['client'],
			poll: () => assert.fail('nobody asks for a poll'),
			reactionsOf: () => Promise.resolve(undefined),
			room: () => isInside ? Promise.resolve(room) : Promise.reject(new Failure({ then: 'closeRoom' }, 'not a participant')),
		},
		people: { of: () => Promise.resolve([]), changed: () => undefined, forget: () => undefined, me: () => Promise.resolve({ id: 'puente', displayName: 'Puente' }) },
		host: { ...host, keep: (_room, _id, _file, open) => open().then(() => assert.fail('there is nothing to keep')) },
		troubled: new Map(),
	}
}

for (const name of ['file', 'reaction-revoked']) {
	const message = sample(name).messages.at(-1) as TalkMessage

	test(`what belongs to a message (${name}) is not given up while the account is out of the conversation`, async () => {
		const host = fakeHost()
		await assert.rejects(
			turned(partsFor(host, false), token, roomId(host.account, token), message),
			(error) => error instanceof Failure && error.verdict.then === 'closeRoom',
		)
	})
}

test('a file that is gone is told as such where the account is inside', async () => {
	const host = fakeHost()
	const message = sample('file').messages.at(-1) as TalkMessage
	await assert.rejects(
		turned(partsFor(host, true), token, roomId(host.account, token), message),
		(error) => error instanceof Failure && error.verdict.then === 'drop',
	)
})

test('a file that is not there yet, but its message has just been written, is asked for again', async () => {
	const host = fakeHost()
	const message = { ...sample('file').messages.at(-1) as TalkMessage, timestamp: Date.now() / 1000 }
	const parts = partsFor(host, true)
	const kept: string[] = []
	let asked = 0
	const download = (): Promise<Readable> => {
		asked += 1
		return asked < 3 ? parts.api.client.download('', 0) : Promise.resolve(Readable.from(['there']))
	}
	const client = { ...parts.api.client, download }
	await turned({
		...parts,
		api: { ...parts.api, client },
		host: {
			...host,
			async keep(_room, _id, file, open) {
				kept.push(await text(await open()))
				return { ...file, spooled: 'x' }
			},
		},
	}, token, roomId(host.account, token), message)
	assert.deepEqual([asked, kept], [3, ['there']])
})

test('a file that its server can\'t give, though it gives the messages, holds them up for some minutes, not for ever', async () => {
	const host = fakeHost()
	const message = sample('file').messages.at(-1) as TalkMessage
	const parts = partsFor(host, true)
	const broken = new Failure({ then: 'retry' }, 'nube.example has a problem of its own (status 500)')
	const client = { ...parts.api.client, download: () => Promise.reject(broken) }
	const failing = { ...parts, api: { ...parts.api, client } }
	const again = () => turned(failing, token, roomId(host.account, token), message)
	for (let times = 1; times < 16; times += 1) {
		await assert.rejects(again(), broken, `try ${times}`)
	}
	const [event] = await again()
	assert.deepEqual(event?.kind === 'message' && event.files.map((file) => 'refused' in file && file.refused), ['gone'])
	await assert.rejects(again(), broken, 'it is counted anew')
})

test('trouble of our own, or of the account, never costs a file', async () => {
	const host = fakeHost()
	const message = sample('file').messages.at(-1) as TalkMessage
	const parts = partsFor(host, true)
	const full = new Failure({ then: 'retry' }, 'no space left on our disk')
	const own: TurningParts = { ...parts, host: { ...parts.host, keep: () => Promise.reject(full) } }
	const shut = new Failure({ then: 'closeAccount' }, 'the password was revoked')
	const revoked: TurningParts = { ...parts, api: { ...parts.api, client: { ...parts.api.client, download: () => Promise.reject(shut) } } }
	for (let times = 1; times < 40; times += 1) {
		await assert.rejects(turned(own, token, roomId(host.account, token), message), full)
		await assert.rejects(turned(revoked, token, roomId(host.account, token), message), shut)
	}
})

test('reactions of a message that is gone change nothing', async () => {
	const host = fakeHost()
	const message = sample('reaction-revoked').messages.at(-1) as TalkMessage
	assert.deepEqual(await turned(partsFor(host, true), token, roomId(host.account, token), message), [])
})
