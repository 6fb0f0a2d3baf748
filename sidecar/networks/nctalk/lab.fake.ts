import type { Session } from '../../core/network.ts'
import type { TalkServer, TalkServerOptions } from '../../demo/talk-server/server.ts'
import type { FakeHost } from './host.fake.ts'
import type { TalkSettings } from './settings.ts'

import assert from 'node:assert/strict'
import { accountId, roomId } from '../../core/ids.ts'
import { startTalkServer } from '../../demo/talk-server/server.ts'
import { fakeHost } from './host.fake.ts'
import { nctalk } from './index.ts'

export const token = 'fam1l1a0'
export const room = roomId(accountId('nctalk.nube'), token)

export interface Lab {
	readonly server: TalkServer
	readonly host: FakeHost
	readonly settings: TalkSettings
	/** As a person, over the API. Returns `ocs.data`. */
	readonly as: (uid: string) => (method: string, path: string, body?: object) => Promise<unknown>
	readonly say: (text: string, uid?: string, rest?: object) => Promise<number>
	/** Opens one more session, of the same account unless told otherwise, in the same relay. */
	readonly open: (host: FakeHost, settings?: Partial<TalkSettings>) => Session
}

export const usual: TalkServerOptions = {
	people: [{ uid: 'ana' }, { uid: 'marcos' }, { uid: 'puente' }],
	rooms: [{ token, name: 'Familia', members: [{ uid: 'marcos', type: 1 }, 'ana', 'puente'] }],
}

/** A server with people in a room, and a host; sessions are closed at the end. */
export async function withLab(act: (lab: Lab) => Promise<void>, options: TalkServerOptions = {}): Promise<void> {
	const server = await startTalkServer({ ...usual, ...options })
	const host = fakeHost()
	const network = nctalk()
	const sessions: { close(): Promise<void> }[] = []
	const settings: TalkSettings = {
		server: server.url,
		login: 'puente',
		password: 'puente-app-password',
		skipTlsVerify: false,
		separateDisplayName: false,
		caFile: undefined,
		proxy: undefined,
		liveRooms: 4,
	}
	const as: Lab['as'] = (uid) => async (method, path, body) => {
		const answer = await fetch(`${server.url}/ocs/v2.php${path}`, {
			method,
			headers: {
				authorization: `Basic ${btoa(`${uid}:${uid}-app-password`)}`,
				'ocs-apirequest': 'true',
				accept: 'application/json',
				'content-type': 'application/json',
			},
			...(body ? { body: JSON.stringify(body) } : {}),
		})
		assert.ok(answer.ok, `${method} ${path} as ${uid}: ${answer.status} ${await answer.clone().text()}`)
		return (await answer.json() as { ocs: { data: unknown } }).ocs.data
	}
	const lab: Lab = {
		server,
		host,
		settings,
		as,
		say: async (text, uid = 'marcos', rest = {}) => (await as(uid)('POST', `/apps/spreed/api/v1/chat/${token}`, { message: text, ...rest }) as { id: number }).id,
		open(one, changed = {}) {
			const session = network.open({ ...settings, ...changed }, one)
			sessions.push(session)
			return session
		},
	}
	try {
		await act(lab)
	} finally {
		await Promise.all(sessions.map((session) => session.close()))
		await server.close()
	}
}

/** Joined and reading. */
export async function reading({ host, open }: Lab, changed: Partial<TalkSettings> = {}): Promise<Session> {
	const session = open(host, changed)
	session.join(token)
	await host.until('reading', () => host.told.includes('online') && host.cursors.has(room))
	return session
}
