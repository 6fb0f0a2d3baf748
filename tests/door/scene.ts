/*
 * A federated conversation behind the app's door. Of a live Nextcloud where TALK_SERVERS (its server `a`), TALK_DOOR_SECRET (the app's
 * secret) and TALK_DOOR_ROOM (the token of a federated conversation that its first person moderates) are given; else of the fake app.
 */
import type { Door } from '../../sidecar/door/client.ts'
import type { TalkMessage } from '../../sidecar/talk/types.ts'
import type { TalkServer } from '../talk/person.ts'

import { readFileSync } from 'node:fs'
import { fakeApp } from '../../sidecar/door/app.fake.ts'
import { openDoor } from '../../sidecar/door/client.ts'
import { fakeWorld } from '../../sidecar/door/world.fake.ts'
import { person } from '../talk/person.ts'

export type Shown = Pick<TalkMessage, 'id' | 'actorType' | 'actorId' | 'message' | 'messageType' | 'reactions'> & { readonly parent?: { readonly id: number } }

export interface DoorScene {
	readonly live: boolean
	readonly token: string
	/** The first person of the room, who is a moderator. */
	readonly who: string
	readonly host: string
	door(secret?: string): Door
	/** What that person does, as in Talk's own clients. */
	say(text: string, replyTo?: number): Promise<number>
	edit(id: number, text: string): Promise<void>
	remove(id: number): Promise<void>
	react(id: number, emoji: string, removed?: boolean): Promise<void>
	share(name: string, body: Buffer): Promise<void>
	/** What stands there with this id; undefined where nothing does, or it was deleted. */
	shown(id: number): Promise<Shown | undefined>
	reactions(id: number): Promise<readonly string[]>
	close(): Promise<void>
}

export const relay = { relay: 'contract', version: '1', node: '24', pid: 1, host: 'test', control: '/nowhere.sock' }

export async function openScene(): Promise<DoorScene> {
	const { TALK_SERVERS: file, TALK_DOOR_SECRET: secret, TALK_DOOR_ROOM: token } = process.env
	if (file === undefined || secret === undefined || token === undefined) {
		return faked()
	}
	const { a } = JSON.parse(readFileSync(file, 'utf8')) as { readonly a: TalkServer }
	return real(a, secret, token)
}

const answerWithin = 20_000

async function faked(): Promise<DoorScene> {
	const token = 'abcd1234'
	const world = fakeWorld('nube.example', [token])
	const app = await fakeApp(world)
	const open: Door[] = []
	return {
		live: false,
		token,
		who: 'marcos',
		host: 'nube.example',
		door(secret = app.secret) {
			const door = openDoor({ address: { base: app.base }, secret, answerWithin, signal: new AbortController().signal })
			open.push(door)
			return door
		},
		async say(text, replyTo) {
			const parent = replyTo === undefined ? undefined : world.messages.get(replyTo)
			return world.say(token, 'marcos', text, parent && { parent }).id
		},
		edit: async (id, text) => world.edit(id, text),
		remove: async (id) => world.remove(id),
		react: async (id, emoji, removed) => world.react(token, id, 'marcos', emoji, removed),
		share: async (name, body) => void world.share(token, 'marcos', name, body),
		async shown(id) {
			const message = world.messages.get(id)
			return message === undefined || message.deleted ? undefined : message as Shown
		},
		reactions: async (id) => [...world.reactions.get(id) ?? []],
		async close() {
			await Promise.all(open.map((door) => door.close()))
			await app.close()
		},
	}
}

function real(server: TalkServer, secret: string, token: string): DoorScene {
	const [[who, { appPassword }] = ['', { appPassword: '' }]] = Object.entries(server.people)
	const marcos = person(server, who, appPassword)
	const chat = `/ocs/v2.php/apps/spreed/api/v1/chat/${token}`
	const open: Door[] = []
	return {
		live: true,
		token,
		who,
		host: new URL(server.url).host,
		door(given = secret) {
			const door = openDoor({ address: { base: server.url }, secret: given, answerWithin, signal: new AbortController().signal })
			open.push(door)
			return door
		},
		async say(message, replyTo) {
			const said = await marcos.ask('POST', chat, { message, ...(replyTo === undefined ? {} : { replyTo }) })
			return (said as TalkMessage).id
		},
		edit: async (id, message) => void await marcos.ask('PUT', `${chat}/${id}`, { message }),
		remove: async (id) => void await marcos.ask('DELETE', `${chat}/${id}`),
		async react(id, reaction, removed = false) {
			await marcos.ask(removed ? 'DELETE' : 'POST', `/ocs/v2.php/apps/spreed/api/v1/reaction/${token}/${id}`, { reaction })
		},
		async share(name, body) {
			await marcos.upload(name, body, 'image/png')
			await marcos.ask('POST', '/ocs/v2.php/apps/files_sharing/api/v1/shares', { shareType: 10, shareWith: token, path: `/${name}` })
		},
		async shown(id) {
			const found = await marcos.ask('GET', `${chat}/${id}/context?limit=1`) as readonly Shown[]
			return found.find((message) => message.id === id && message.messageType !== 'comment_deleted')
		},
		async reactions(id) {
			const list = await marcos.ask('GET', `/ocs/v2.php/apps/spreed/api/v1/reaction/${token}/${id}`) as Record<string, readonly { actorId: string }[]>
			return Object.entries(list).flatMap(([emoji, people]) => people.map(({ actorId }) => `${emoji} ${actorId}`))
		},
		close: async () => void await Promise.all(open.map((door) => door.close())),
	}
}
