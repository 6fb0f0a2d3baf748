import type { Capabilities, TalkMessage, TalkParticipant, TalkPoll, TalkReactions, TalkRoom, TalkUser } from '../../talk/types.ts'
import type { Answer, TalkClient } from './client.ts'

import { Failure } from '../../core/failure.ts'
import { sentence } from '../../core/sentence.ts'
import { roomRefusal } from './refusals.ts'

export interface RoomList {
	readonly rooms: readonly TalkRoom[]
	/** The server's clock (seconds) from which to ask for changes next time: X-Nextcloud-Talk-Modified-Before. */
	readonly modifiedBefore?: number
	/** Changes whenever capabilities may have changed: X-Nextcloud-Talk-Hash. */
	readonly hash?: string
}

export interface MessagesAsked {
	/** true: what came after `lastKnownMessageId`, oldest first; false: what came before it, newest first. */
	readonly lookIntoFuture: boolean
	/** 0 in the past: from the newest. 0 in the future: from the oldest. */
	readonly lastKnownMessageId: number
	readonly includeLastKnown?: boolean
	/** 1 to 200. */
	readonly limit?: number
	/** Seconds that the server may wait for a message, 0 to 30: each such request holds a PHP worker. */
	readonly timeout?: number
	readonly threadId?: number
	readonly signal?: AbortSignal
}

export interface MessagePage {
	readonly messages: readonly TalkMessage[]
	/** Where to go on: may be the id of a message that we can't see. Missing when nothing (more) was there. */
	readonly lastGiven?: number
}

export interface Posting {
	readonly message: string
	readonly referenceId: string
	readonly replyTo?: number
	readonly silent?: boolean
	readonly threadId?: number
	readonly threadTitle?: string
	/** Taken from the account bridge-bot only. */
	readonly actorDisplayName?: string
}

/** One function per endpoint. Those that read throw a Failure for whatever is no success; those that write hand back the answer. */
export type TalkApi = ReturnType<typeof openApi>

const talk = '/ocs/v2.php/apps/spreed/api'
const enc = encodeURIComponent

/** The endpoints of one server, as one login. */
export function openApi(client: TalkClient) {
	const where = (token: string) => ({ token, login: client.login, host: client.host })
	const odd = (answer: Answer): Failure => new Failure({ then: 'retry' }, sentence`${client.host} gave an answer that is not understood (status ${answer.status})`)

	/** Throws unless the answer is a success and of the expected shape. */
	function list<T>(answer: Answer, token?: string): readonly T[] {
		if (answer.status === 200 && Array.isArray(answer.data)) {
			return answer.data as readonly T[]
		}
		throw answer.status >= 400 && token !== undefined ? roomRefusal(answer.status, where(token)) : odd(answer)
	}
	/** The same for one thing. An empty map arrives as `[]`. */
	function one<T>(answer: Answer, token?: string): T {
		if (answer.status === 200 && typeof answer.data === 'object' && answer.data !== null) {
			return answer.data as T
		}
		throw answer.status >= 400 && token !== undefined ? roomRefusal(answer.status, where(token)) : odd(answer)
	}
	const read = (path: string, query: Readonly<Record<string, string | number>> = {}, rest: { signal?: AbortSignal, held?: number } = {}) => client.request({ pool: 'read', method: 'GET', path, query, ...rest })
	const write = (method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object) => client.request({ pool: 'write', method, path, ...(body ? { body } : {}) })

	return {
		client,

		async capabilities(): Promise<Capabilities> {
			return one(await read('/ocs/v2.php/cloud/capabilities'))
		},

		async user(): Promise<TalkUser> {
			const user = one<{ id: string, displayname?: string, 'display-name'?: string }>(await read('/ocs/v2.php/cloud/user'))
			return { id: user.id, displayName: user.displayname ?? user['display-name'] ?? user.id }
		},

		/** `modifiedSince` (server's clock, seconds): only rooms that changed since. */
		async rooms(modifiedSince?: number): Promise<RoomList> {
			const answer = await read(`${talk}/v4/room`, { noStatusUpdate: 1, ...(modifiedSince ? { modifiedSince } : {}) })
			const before = Number(answer.headers['x-nextcloud-talk-modified-before'])
			const hash = answer.headers['x-nextcloud-talk-hash']
			return {
				rooms: list(answer),
				...(before > 0 ? { modifiedBefore: before } : {}),
				...(hash ? { hash } : {}),
			}
		},

		/** Throws closeRoom where the login is no participant. */
		async room(token: string): Promise<TalkRoom> {
			return one(await read(`${talk}/v4/room/${enc(token)}`), token)
		},

		async participants(token: string): Promise<readonly TalkParticipant[]> {
			return list(await read(`${talk}/v4/room/${enc(token)}/participants`), token)
		},

		/** Leaves no trace: neither read marker, nor presence, nor notifications change. 304 is an empty page. */
		async messages(token: string, asked: MessagesAsked): Promise<MessagePage> {
			const answer = await read(`${talk}/v1/chat/${enc(token)}`, {
				lookIntoFuture: asked.lookIntoFuture ? 1 : 0,
				lastKnownMessageId: asked.lastKnownMessageId,
				includeLastKnown: asked.includeLastKnown ? 1 : 0,
				limit: asked.limit ?? 100,
				timeout: asked.timeout ?? 0,
				...(asked.threadId === undefined ? {} : { threadId: asked.threadId }),
				setReadMarker: 0,
				noStatusUpdate: 1,
				markNotificationsAsRead: 0,
			}, { held: (asked.timeout ?? 0) * 1000, ...(asked.signal ? { signal: asked.signal } : {}) })
			if (answer.status === 304) {
				return { messages: [] }
			}
			const last = Number(answer.headers['x-chat-last-given'])
			return { messages: list(answer, token), ...(last > 0 ? { lastGiven: last } : {}) }
		},

		/**
		 * The message with up to `limit` (0 to 100) others on either side, oldest first; may lack the message itself.
		 * Needs `chat-get-context`.
		 */
		async context(token: string, id: number, limit = 0): Promise<readonly TalkMessage[]> {
			const answer = await read(`${talk}/v1/chat/${enc(token)}/${id}/context`, { limit })
			return answer.status === 304 ? [] : list(answer, token)
		},

		/** undefined: the message is gone. */
		async reactionsOf(token: string, id: number): Promise<TalkReactions | undefined> {
			const answer = await read(`${talk}/v1/reaction/${enc(token)}/${id}`)
			return answer.status === 404 ? undefined : one(answer, token)
		},

		/** undefined: the poll is gone. */
		async poll(token: string, id: number | string): Promise<TalkPoll | undefined> {
			const answer = await read(`${talk}/v1/poll/${enc(token)}/${enc(String(id))}`)
			return answer.status === 404 ? undefined : one(answer, token)
		},

		/** 201 with the message. */
		post: (token: string, posting: Posting): Promise<Answer> => write('POST', `${talk}/v1/chat/${enc(token)}`, posting),
		/** 200, or 202 where a bot may have carried it elsewhere. */
		edit: (token: string, id: number, message: string): Promise<Answer> => write('PUT', `${talk}/v1/chat/${enc(token)}/${id}`, { message }),
		/** 200, or 202 as above. */
		remove: (token: string, id: number): Promise<Answer> => write('DELETE', `${talk}/v1/chat/${enc(token)}/${id}`),
		/** 201, or 200 where it stood already. */
		react: (token: string, id: number, reaction: string): Promise<Answer> => write('POST', `${talk}/v1/reaction/${enc(token)}/${id}`, { reaction }),
		/** 200; 404 where it did not stand. */
		unreact: (token: string, id: number, reaction: string): Promise<Answer> => write('DELETE', `${talk}/v1/reaction/${enc(token)}/${id}`, { reaction }),

		/** Or else everybody's ticks "read by all" would wait for this account. */
		setReadPrivate: (): Promise<Answer> => write('POST', `${talk}/v1/settings/user`, { key: 'read_status_privacy', value: 1 }),
		setNotifyNever: (token: string): Promise<Answer> => write('POST', `${talk}/v4/room/${enc(token)}/notify`, { level: 3 }),

		/** Shares a file of the login's with the conversation: what makes the chat message. The answer does not name that message. */
		share: (share: { token: string, path: string, referenceId: string, talkMetaData: string }): Promise<Answer> => write('POST', '/ocs/v2.php/apps/files_sharing/api/v1/shares', {
			shareType: 10,
			shareWith: share.token,
			path: share.path,
			referenceId: share.referenceId,
			talkMetaData: share.talkMetaData,
		}),
	}
}
