import type { Letter } from '../../core/network.ts'
import type { TalkMessage } from '../../talk/types.ts'
import type { Answer } from './client.ts'
import type { Files } from './files.ts'
import type { Writing, WritingParts } from './writing.ts'

import { isMark } from '../../core/mark.ts'
import { plain } from '../../core/richtext.ts'
import { nickPrefix } from '../../talk/nick.ts'
import { talkText } from '../../talk/text.ts'
import { settled, whyClosed } from './closing.ts'
import { errorWord } from './refusals.ts'

export interface ChangingParts extends WritingParts {
	readonly files: Files
	/** The letter's text as it was, or would have been, sent. */
	readonly rendered: (letter: Letter) => Promise<string>
}

/** Edits, deletions and reactions: what changes a message that stands already. */
export function openChanging({ api, knowledge, settings, files, rendered }: ChangingParts): Pick<Writing, 'edit' | 'says' | 'remove' | 'react'> {
	const where = (token: string) => ({ token, login: settings.login, host: api.client.host })

	/**
	 * What a refusal means. With an error word of Talk's it concerns the message; without one it may be the whole room, which is
	 * looked at then. Throws a Failure where the room is closed or the answer is not understood.
	 */
	async function refusal(token: string, answer: Answer): Promise<'cannot'> {
		if ([400, 405, 413].includes(answer.status) || (errorWord(answer) !== undefined && [403, 404].includes(answer.status))) {
			return 'cannot'
		}
		const closed = await whyClosed(api, answer.status, where(token))
		if (closed) {
			throw closed
		}
		return 'cannot'
	}

	/** A deleted message answers 405 like a system message, so we look which it is. */
	async function isGone(token: string, id: number): Promise<boolean> {
		const { context } = await knowledge.get()
		if (!context) {
			return true
		}
		const message = (await api.context(token, id)).find((one) => one.id === id)
		return message === undefined || message.messageType === 'comment_deleted'
	}

	return {
		async edit(letter, copy) {
			const can = await knowledge.get()
			const text = await rendered(letter)
			if (!can.edit || text === '' || [...text].length > can.maxLength) {
				return 'cannot'
			}
			const answer = await settled(api, where(letter.address), () => api.edit(letter.address, Number(copy), text))
			return answer.status === 200 || answer.status === 202 ? 'done' : refusal(letter.address, answer)
		},

		async says(letter, copy) {
			const id = Number(copy)
			const itself = { lookIntoFuture: false, lastKnownMessageId: id, includeLastKnown: true, limit: 1 }
			const { messages } = await api.messages(letter.address, itself)
			const message = messages.find((one) => one.id === id && one.messageType !== 'comment_deleted')
			return message && copied(message, letter, api.client.host)
		},

		async remove(address, copy) {
			const { remove } = await knowledge.get()
			if (!remove) {
				return 'cannot'
			}
			const answer = await settled(api, where(address), () => api.remove(address, Number(copy)))
			if (answer.status === 200 || answer.status === 202) {
				const key = (answer.data as Partial<TalkMessage> | null)?.parent
				if (key && 'referenceId' in key && key.referenceId !== undefined && isMark(key.referenceId)) {
					await files.discard(key.referenceId)
				}
				return 'done'
			}
			if (answer.status === 404 && errorWord(answer) === 'message') {
				return 'done'
			}
			return answer.status === 405 && await isGone(address, Number(copy)) ? 'done' : refusal(address, answer)
		},

		async react(address, copy, emoji, by) {
			const { reactions } = await knowledge.get()
			if (!reactions) {
				return 'cannot'
			}
			const wanted = by.length > 0
			const answer = await settled(api, where(address), () => wanted
				? api.react(address, Number(copy), emoji)
				: api.unreact(address, Number(copy), emoji))
			if (answer.status === 200 || answer.status === 201) {
				return 'done'
			}
			const refused = await refusal(address, answer)
			return !wanted && answer.status === 404 ? 'done' : refused
		},
	}
}

/** A copy's text as plain text, without the nick that we put before it. */
function copied(message: TalkMessage, { nick, author }: Letter, host: string): string {
	const before = nickPrefix(nick, author, '').trimEnd()
	const body = before !== '' && message.message.startsWith(before) ? message.message.slice(before.length).replace(/^[\u2060\s]+/, '') : message.message
	return plain(talkText({ ...message, message: body }, { host, bornHere: () => true }))
}
