/*
 * The app's API on a live server (server `a` of TALK_SERVERS, into which it is installed), as a browser or any other client sees it.
 */
import type { Answer, Connection } from '../support/ocs.ts'
import type { Lab, Room } from '../support/talk.ts'

import process from 'node:process'
import { api, cannotInstall, install, nextcloud } from '../federation/nextcloud.ts'
import { connect } from '../support/ocs.ts'
import { servers } from '../support/talk.ts'
import { until } from '../support/until.ts'

export type Body = Readonly<Record<string, unknown>>
type Ask = (method: string, path: string, body?: object) => Promise<Answer<Body>>

export interface App {
	readonly lab: Lab
	readonly server: ReturnType<typeof nextcloud>
	/** A conversation of server a: its owner is a moderator, the other person is not. */
	readonly room: Room
	/** Moderator of the conversation. */
	readonly owner: Ask
	/** In the conversation, no moderator. */
	readonly other: Ask
	/** Nobody who is logged in. */
	readonly stranger: Ask
	/** With the password, which counts as confirmed. */
	readonly admin: Ask
	close(): Promise<void>
}

/** Why these tests can't run; false where they can. */
export const cannotRun = cannotInstall()

export const asking = (connection: Connection): Ask => (method, path, body) => connection.ask<Body>(method, `${api}/${path}`, { ...(body && { body }) })

/** Switches the relay on with these settings, and waits until it answers: a first start takes its time. */
export async function switchOn({ admin }: Pick<App, 'admin'>, settings: Body): Promise<void> {
	await admin('PUT', 'admin/settings', { ...settings, enabled: true })
	await until('the relay answers', async () => (await admin('GET', 'admin/state')).data.relay === 'running' || undefined, { within: 60_000, every: 250 })
}

/** To be closed when the tests of a file are through. Leaves the settings as they were. */
export async function app(): Promise<App> {
	const lab = await servers()
	const server = nextcloud('a')
	await install(server)
	const room = await lab.a.newRoom({ people: [lab.a.other] })
	const strange = connect(lab.a.url)
	const admin = asking(server.admin)
	const before = (await admin('GET', 'admin/settings')).data
	// The server may have no Node.js that will do; the one that runs these tests does.
	await admin('PUT', 'admin/settings', { nodePath: process.execPath })
	return {
		lab,
		server,
		room,
		owner: asking(lab.a.as(lab.a.owner)),
		other: asking(lab.a.as(lab.a.other)),
		stranger: asking(strange),
		admin,
		async close() {
			await admin('PUT', 'admin/settings', before)
			strange.close()
			server.admin.close()
			await lab.close()
		},
	}
}
