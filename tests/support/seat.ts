import type { Answer, Connection } from './ocs.ts'
import type { Attendee, Page, Parameter, Poll, Posted, Reactor, RoomFacts } from './talk-shapes.ts'

import { basename } from 'node:path'

export const talk = '/ocs/v2.php/apps/spreed/api'
export const shares = '/ocs/v2.php/apps/files_sharing/api/v1/shares'

/** What POST chat takes beside the text. */
export interface Sending {
	readonly replyTo?: number
	readonly referenceId?: string
	readonly silent?: boolean
	readonly threadId?: number
	readonly threadTitle?: string
}

export interface Asked {
	readonly after?: number
	readonly before?: number
	readonly limit?: number
	/** Seconds that the server may wait. */
	readonly timeout?: number
	readonly includeLastKnown?: 0 | 1
	readonly setReadMarker?: 0 | 1
	readonly markNotificationsAsRead?: 0 | 1
	readonly threadId?: number
	readonly signal?: AbortSignal
}

/** One person in one conversation. What is not a success fails, except where the whole answer is given back. */
export type Seat = ReturnType<typeof seat>

const escaped = (path: string): string => path.replace(/^\//, '').split('/').map(encodeURIComponent).join('/')
const davPath = (user: string, path: string): string => `/remote.php/dav/files/${encodeURIComponent(user)}/${escaped(path)}`
function header({ headers }: Answer<unknown>, name: string): number | undefined {
	return headers[name] === undefined ? undefined : Number(headers[name])
}

/** The file that a message is about. */
export function fileOf({ messageParameters }: Posted): Parameter | undefined {
	return 'file' in messageParameters ? messageParameters.file : undefined
}

/** How often each emoji stands on a message. */
export const reactionsOf = ({ reactions }: Posted): Readonly<Record<string, number>> => Object.fromEntries(Object.entries(reactions))

export function seat(connection: Connection, user: string, token: string) {
	const { ask, get } = connection
	const chat = `${talk}/v1/chat/${token}`
	const room = `${talk}/v4/room/${token}`
	const uploads = new Set<string>()
	const put = (path: string, bytes: Buffer, type: string): Promise<Answer<unknown>> => {
		uploads.add(path)
		return ask('PUT', davPath(user, path), { body: bytes, headers: { 'content-type': type } })
	}

	/** What stands before `before` (newest first), or came after `after` (oldest first). */
	const page = async (asked: Asked): Promise<Page> => {
		const { after, before, signal, ...rest } = asked
		const answer = await ask<readonly Posted[] | undefined>('GET', chat, {
			query: {
				lookIntoFuture: after === undefined ? 0 : 1,
				lastKnownMessageId: after ?? before ?? 0,
				timeout: 0,
				limit: 200,
				setReadMarker: 0,
				noStatusUpdate: 1,
				markNotificationsAsRead: 0,
				...rest,
			},
			...signal && { signal },
		})
		return {
			status: answer.status,
			messages: Array.isArray(answer.data) ? answer.data : [],
			lastGiven: header(answer, 'x-chat-last-given'),
			lastCommonRead: header(answer, 'x-chat-last-common-read'),
		}
	}
	/** Everything in the conversation that this person may see, in the order of the feed. */
	const feed = async (after = 0): Promise<readonly Posted[]> => {
		const all: Posted[] = []
		for (let at = after; ;) {
			const { status, messages, lastGiven } = await page({ after: at })
			if (status === 304 || lastGiven === undefined) {
				return all
			}
			if (status !== 200) {
				throw new Error(`the conversation ${token} answers ${user} ${status}`)
			}
			all.push(...messages)
			at = lastGiven
		}
	}

	return {
		user,
		token,
		connection,
		page,
		feed,
		/** What people said (and shared), without what Talk itself adds to the feed. */
		async said(): Promise<readonly Posted[]> {
			return (await feed()).filter(({ systemMessage, messageType }) => systemMessage === '' && messageType !== 'comment_deleted')
		},
		/** The id of the newest message, also if it is one that nobody is shown. */
		async newest(): Promise<number> {
			return (await page({ limit: 1 })).lastGiven ?? 0
		},
		/** One message as it stands now; undefined if it is gone. */
		async message(id: number): Promise<Posted | undefined> {
			return (await page({ before: id, includeLastKnown: 1, limit: 1 })).messages.find((one) => one.id === id)
		},
		post: (message: string, sending: Sending = {}) => get<Posted>('POST', chat, { message, ...sending }),
		tryPost: (message: string, sending: Sending = {}) => ask<Posted>('POST', chat, { body: { message, ...sending } }),
		/** Gives the system message that tells of it. */
		edit: (id: number, message: string) => get<Posted>('PUT', `${chat}/${id}`, { message }),
		tryEdit: (id: number, message: string) => ask<Posted>('PUT', `${chat}/${id}`, { body: { message } }),
		remove: (id: number) => get<Posted>('DELETE', `${chat}/${id}`),
		tryRemove: (id: number) => ask<Posted>('DELETE', `${chat}/${id}`),
		react: (id: number, reaction: string) => ask<Record<string, Reactor[]>>('POST', `${talk}/v1/reaction/${token}/${id}`, { body: { reaction } }),
		unreact: (id: number, reaction: string) => ask<Record<string, Reactor[]>>('DELETE', `${talk}/v1/reaction/${token}/${id}`, { body: { reaction } }),
		reactions: (id: number) => get<Record<string, Reactor[]> | readonly []>('GET', `${talk}/v1/reaction/${token}/${id}`),
		context: (id: number, limit = 50) => ask<readonly Posted[]>('GET', `${chat}/${id}/context`, { query: { limit } }),
		read: (lastReadMessage?: number) => get<RoomFacts>('POST', `${chat}/read`, lastReadMessage === undefined ? {} : { lastReadMessage }),

		room: () => get<RoomFacts>('GET', room),
		tryRoom: () => ask<RoomFacts>('GET', room),
		people: () => get<readonly Attendee[]>('GET', `${room}/participants`),
		/** A moderator's business. */
		set: (what: string, body: object, method = 'PUT') => get(method, what === '' ? room : `${room}/${what}`, body),
		trySet: (what: string, body: object, method = 'PUT') => ask(method, what === '' ? room : `${room}/${what}`, { body }),
		add: (newParticipant: string, source = 'users') => get('POST', `${room}/participants`, { newParticipant, source }),
		async expel(actorId: string): Promise<void> {
			const found = (await get<readonly Attendee[]>('GET', `${room}/participants`)).find((one) => one.actorId === actorId)
			await get('DELETE', `${room}/attendees`, { attendeeId: found?.attendeeId ?? 0 })
		},
		/** Takes a seat that others see as online: what calls need. */
		enter: () => get<RoomFacts>('POST', `${room}/participants/active`, { force: true }),
		call: (body: object = { flags: 3 }) => get('POST', `${talk}/v4/call/${token}`, body),
		hangUp: (body: object = {}) => get('DELETE', `${talk}/v4/call/${token}`, body),

		poll: (question: string, options: readonly string[], rest: object = {}) => get<Poll>('POST', `${talk}/v1/poll/${token}`, { question, options, resultMode: 0, maxVotes: 1, ...rest }),
		seePoll: (id: number | string) => get<Poll>('GET', `${talk}/v1/poll/${token}/${id}`),
		vote: (id: number | string, optionIds: readonly number[]) => get<Poll>('POST', `${talk}/v1/poll/${token}/${id}`, { optionIds }),
		closePoll: (id: number | string) => get<Poll>('DELETE', `${talk}/v1/poll/${token}/${id}`),
		shareObject: (objectType: string, objectId: string, metaData: object, rest: object = {}) => ask<Posted>('POST', `${chat}/share`, { body: { objectType, objectId, metaData: JSON.stringify(metaData), ...rest } }),

		/** Puts a file into this person's own files. */
		upload: (path: string, bytes: Buffer, type = 'application/octet-stream') => put(path, bytes, type),
		download: (path: string) => ask('GET', davPath(user, path)),
		dav: (method: string, path: string, headers: Record<string, string> = {}) => ask(method, davPath(user, path), { headers }),
		share: (path: string, meta: object = {}, rest: object = {}) => ask<{ id: string, path: string }>('POST', shares, { body: { shareType: 10, shareWith: token, path, talkMetaData: JSON.stringify(meta), ...rest } }),
		/** Uploads and shares; gives the message that appears for it. */
		async send(name: string, bytes: Buffer, type: string, meta: object = {}, rest: object = {}): Promise<Posted> {
			const { status } = await put(name, bytes, type)
			const { lastGiven = 0 } = await page({ limit: 1 })
			await get('POST', shares, { shareType: 10, shareWith: token, path: `/${name}`, talkMetaData: JSON.stringify(meta), ...rest })
			const found = (await feed(lastGiven)).findLast((one) => fileOf(one)?.name === basename(name))
			if (found === undefined) {
				throw new Error(`${name} was uploaded (${status}) and shared, but there is no message for it`)
			}
			return found
		},
		/** Removes what was uploaded from this seat. */
		async tidy(): Promise<void> {
			for (const path of uploads) {
				await ask('DELETE', davPath(user, path))
			}
		},
	}
}
