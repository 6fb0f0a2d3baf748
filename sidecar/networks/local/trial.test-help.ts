import type { Letter } from '../../core/network.ts'
import type { FakeApp } from '../../door/app.fake.ts'
import type { Door } from '../../door/client.ts'
import type { FakeWorld } from '../../door/world.fake.ts'
import type { FakeHost } from '../nctalk/host.fake.ts'

import { accountId, personId } from '../../core/ids.ts'
import { keyOf } from '../../core/mark.ts'
import { textOf } from '../../core/richtext.ts'
import { fakeApp } from '../../door/app.fake.ts'
import { openDoor } from '../../door/client.ts'
import { openMailbox } from '../../door/mailbox.ts'
import { fakeWorld } from '../../door/world.fake.ts'
import { fakeHost, hurried } from '../nctalk/host.fake.ts'
import { localNetwork } from './index.ts'

export const token = 'abcd1234'
export const otherToken = 'efgh5678'
export const pace = { ...hurried, outboxEvery: 60_000, gatherFor: 10 }

export const settings = { host: 'nube.example', base: 'https://nube.example', service: 'talk-relay' }

function doorOf({ base, secret }: FakeApp, { signal }: FakeHost): Door {
	return openDoor({ address: { base }, secret, answerWithin: pace.answerWithin, signal })
}

export const lease = { relay: 'r1', version: '1', node: '24', pid: 1, host: 'h', control: '/run/x.sock' }

/** The network on a fake app, which pokes it. `more`: other waiting times. */
export async function trial(more: Partial<typeof pace> = {}) {
	const world: FakeWorld = fakeWorld('nube.example', [token, otherToken])
	const app = await fakeApp(world)
	const host = fakeHost({ ...pace, ...more }, accountId('local'))
	/** What a test puts into the spool. */
	const spool = { read: host.spooled }
	const door = doorOf(app, host)
	await door.lease(lease)
	const mailbox = openMailbox()
	world.poke = (rows) => mailbox.put(JSON.parse(JSON.stringify(rows)) as typeof rows)
	const session = localNetwork({ door, mailbox }).open(settings, { ...host, spooled: (file) => spool.read(file) })
	return {
		spool,
		world,
		app,
		host,
		door,
		mailbox,
		session,
		async close() {
			host.stop()
			await session.close()
			await door.close()
			await app.close()
		},
	}
}

export type Trial = Awaited<ReturnType<typeof trial>>

let deliveries = 0

export function letter(text: string, more: Partial<Letter> = {}): Letter {
	return {
		key: keyOf('localtrial00', deliveries += 1, 0),
		address: token,
		nick: '',
		author: { id: personId('laura@nube2.example'), name: 'Laura', login: 'laura', avatar: 'https://nube2.example/index.php/avatar/laura/128' },
		text: textOf(text),
		files: [],
		silent: false,
		at: Date.now(),
		mentionEveryone: false,
		...more,
	}
}
