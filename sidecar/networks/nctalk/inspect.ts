import type { PersonId } from '../../core/ids.ts'
import type { Check, Conversation, Inspection } from '../../core/network.ts'
import type { TalkRoom } from '../../talk/types.ts'
import type { TalkApi } from './api.ts'
import type { Abilities } from './capabilities.ts'

import { failureOf } from '../../core/failure.ts'
import { sentence } from '../../core/sentence.ts'
import { personOf } from '../../talk/authors.ts'
import { abilities, writingForbidden } from './capabilities.ts'
import { carriedBy } from './carried.ts'
import { remedyFor } from './remedies.ts'

/** What the account is asked about, beside reading and writing. All of it only looks. */

/** Talk's numbers: owner, moderator, guest who is moderator. */
const deciding: readonly (number | undefined)[] = [1, 2, 6]

/** 2 group and 3 public are conversations of many; one to one, notes to oneself and the changelog are not to be joined with others. */
const kinds: Readonly<Record<number, Conversation['kind']>> = { 2: 'group', 3: 'public' }

/** The conversations that this login takes part in, the latest first. */
export async function conversations(api: Pick<TalkApi, 'rooms'>): Promise<readonly Conversation[]> {
	const { rooms } = await api.rooms()
	return [...rooms]
		.sort((one, other) => (other.lastActivity ?? 0) - (one.lastActivity ?? 0))
		.filter(({ type }) => type !== 4 && type !== 6)
		.map((room) => ({
			address: room.token,
			name: room.displayName,
			kind: room.remoteServer ? 'other' : kinds[room.type] ?? 'other',
			moderator: deciding.includes(room.participantType),
		}))
}

/** Asked anew each time: somebody may just have been made a moderator, or be one no more. Throws a Failure. */
export async function isModerator(api: Pick<TalkApi, 'participants' | 'client'>, token: string, person: PersonId): Promise<boolean> {
	const people = await api.participants(token)
	return people.some((one) => deciding.includes(one.participantType)
		&& personOf({ ...one, actorDisplayName: one.displayName }, api.client.host) === person)
}

type Asked = Pick<TalkApi, 'capabilities' | 'user' | 'room' | 'client'>

function failed(name: Check['name'], error: unknown): Check {
	const says = failureOf(error).message
	const todo = remedyFor(says)
	return { name, ok: false, says, ...(todo !== undefined && { todo }) }
}

function membership(room: TalkRoom, host: string): Check {
	return room.remoteServer
		? { name: 'membership', ok: false, says: sentence`“${room.displayName}” is only a guest on ${host}`, todo: sentence`Connect it on its own server: ${room.remoteServer}` }
		: { name: 'membership', ok: true, says: sentence`takes part in “${room.displayName}”` }
}

function permission(room: TalkRoom): Check {
	const forbidden = writingForbidden(room)
	return forbidden === undefined
		? { name: 'permission', ok: true, says: sentence`can write there` }
		: { name: 'permission', ok: false, says: sentence`nothing can be written there: ${forbidden}`, todo: remedyFor(forbidden) ?? sentence`A moderator there has to let this account write` }
}

function versionOf({ talk, server }: Abilities): string {
	const version = talk || '?'
	return server === '' ? sentence`Talk ${version}` : sentence`Talk ${version} on Nextcloud ${server}`
}

/** Address, login and version; with a token the conversation too. What fails is the last check. */
export async function inspect(api: Asked, token?: string): Promise<Inspection> {
	const { host, login } = api.client
	const checks: Check[] = []
	const ended = (check: Check): Inspection => ({ checks: [...checks, check], carried: [], lacks: [] })
	try {
		const user = await api.user()
		checks.push({ name: 'address', ok: true, says: sentence`${host} answers` }, { name: 'login', ok: true, says: sentence`${login} is logged in as ${user.displayName}` })
	} catch (error) {
		const check = failed('login', error)
		return ended(/refuses the login|too many requests/u.test(check.says) ? check : { ...check, name: 'address' })
	}
	try {
		const can = abilities(await api.capabilities(), host)
		checks.push({ name: 'version', ok: true, says: versionOf(can) })
		if (token === undefined) {
			return { checks, ...carriedBy(can) }
		}
		const room = await api.room(token).catch((error: unknown) => failed('membership', error))
		if ('ok' in room) {
			return ended(room)
		}
		const member = membership(room, host)
		return { checks: [...checks, member, ...member.ok ? [permission(room)] : []], ...carriedBy(can, room), room: room.displayName }
	} catch (error) {
		return ended(failed('version', error))
	}
}
