/*
 * Two live servers of which one has the app: what a moderator and an administrator do, done over the API that their pages use. What the
 * pages themselves do is tested in panel.test.ts.
 */
import type { Connection, Login } from '../support/ocs.ts'
import type { Posted } from '../support/talk-shapes.ts'
import type { Lab, Room } from '../support/talk.ts'
import type { Nextcloud } from './nextcloud.ts'

import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { servers } from '../support/talk.ts'
import { until } from '../support/until.ts'
import { api, install, nextcloud } from './nextcloud.ts'

interface Person { readonly id: string, readonly name: string }
export interface MemberState {
	readonly id: number
	readonly state: string
	readonly why: string
	readonly todo: string
	readonly waiting: number
	readonly people: readonly Person[]
}
export interface RoomState {
	readonly relay: string
	readonly members: readonly MemberState[]
	readonly asides: readonly { readonly id: number, readonly why: string }[]
}
export interface RoomFederation {
	readonly gateway: null | {
		readonly id: string
		readonly paused: boolean
		readonly members: readonly { readonly id: number, readonly consent: string, readonly name: string }[]
		readonly blocked: readonly Person[]
	}
	readonly relay: string
}

/** Two conversations that the app has made one: `a` is on the server with the app, `b` on the one without. */
export interface Federated {
	readonly a: Room
	readonly b: Room
	readonly account: number
	state(): Promise<RoomState>
	federation(): Promise<RoomFederation>
	close(): Promise<void>
}

export interface Stage {
	readonly lab: Lab
	readonly app: Nextcloud
	/** As the administrator, with the login password, so that confirmation is given. */
	readonly admin: Connection
	federate(bot?: Login): Promise<Federated>
	/** Switches the relay on or off and waits until it is so. */
	switchRelay(on: boolean): Promise<void>
	close(): Promise<void>
}

/** The people of the server without the app, as they are called on the one with it. */
export const cloudId = (room: Room, person: string): string => `${person}@${new URL(room.server.url).host}`

export async function stage(): Promise<Stage> {
	const lab = await servers()
	const app = nextcloud()
	await install(app)
	const { admin } = app
	const switchRelay: Stage['switchRelay'] = async (on) => {
		await admin.get('PUT', `${api}/admin/settings`, { enabled: on })
		await until(`the relay is ${on ? 'on' : 'off'}`, async () => {
			const { relay } = await admin.get<{ relay: string }>('GET', `${api}/admin/state`)
			return (relay === 'running') === on ? true : undefined
		}, { within: 60_000, every: 250 })
	}
	// The server may have no Node.js that will do; the one that runs these tests does.
	await admin.get('PUT', `${api}/admin/settings`, { nodePath: process.execPath })
	await switchRelay(true)
	const open = new Set<Federated>()
	return {
		lab,
		app,
		admin,
		switchRelay,
		async federate(bot) {
			const made = await federate(lab, bot)
			open.add(made)
			return made
		},
		async close() {
			await Promise.all([...open].map((made) => made.close()))
			admin.close()
			await lab.close()
		},
	}
}

async function federate(lab: Lab, bot?: Login): Promise<Federated> {
	// Nobody of the relay is in the conversation on the side that has the app.
	const [a, b] = await Promise.all([lab.a.newRoom({ name: 'Familia', people: [lab.a.other] }), lab.b.newRoom({ name: 'Familia allí' })])
	// So that only mentions and answers notify, and tests can count them.
	await Promise.all([a, b].map((room) => room.other.set('notify', { level: 2 }, 'POST')))
	const { connection } = a.owner
	const { user: login, password } = bot ?? b.server.bot
	const { id: account } = await connection.get<{ id: number }>('POST', `${api}/accounts`, { network: 'nctalk', settings: { server: b.server.url, login, password } })
	await connection.get('POST', `${api}/rooms/${a.token}/members`, { account, address: b.token })
	const federated: Federated = {
		a,
		b,
		account,
		state: () => connection.get('GET', `${api}/rooms/${a.token}/state`),
		federation: () => connection.get('GET', `${api}/rooms/${a.token}`),
		async close() {
			await connection.ask('DELETE', `${api}/rooms/${a.token}`)
			await connection.ask('DELETE', `${api}/accounts/${account}`)
			await Promise.all([a.delete(), b.delete()])
		},
	}
	await Promise.all([crosses(b, a), crosses(a, b)])
	return federated
}

/** Reading begins at the newest message of a room, wherever that is when the relay first gets there: so it is tried more than once. */
export async function crosses(from: Room, to: Room): Promise<void> {
	for (let count = 1; count <= 12; count += 1) {
		const text = `ready? ${from.token} ${count}`
		await from.owner.post(text)
		for (let tries = 0; tries < 20; tries += 1) {
			await sleep(250)
			if ((await to.owner.said()).some(({ message }) => message.endsWith(text))) {
				return
			}
		}
	}
	throw new Error(`nothing crosses from ${from.url} to ${to.url}`)
}

/** Waits for a message that somebody else's side brought into this room. */
export async function arrives(room: Room, what: string | ((message: Posted) => boolean), within = 45_000): Promise<Posted> {
	const fits = typeof what === 'string' ? ({ message }: Posted) => message.includes(what) : what
	const name = typeof what === 'string' ? `“${what.slice(0, 60)}”` : 'a message'
	return until(`${name} arrives in ${room.url}`, async () => (await room.owner.said()).find(fits), { within, every: 150 })
}

/** Waits until a message is as wanted. */
export function becomes(room: Room, id: number, what: string, fits: (message: Posted) => boolean, within = 60_000): Promise<Posted> {
	return until(`${id} in ${room.url} becomes ${what}`, async () => {
		const message = await room.owner.message(id)
		return message !== undefined && fits(message) ? message : undefined
	}, { within, every: 250 })
}
