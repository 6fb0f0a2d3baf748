import type { MessageId } from '../../core/ids.ts'
import type { Host, Letter, Session } from '../../core/network.ts'
import type { Audience } from '../../talk/mentions.ts'
import type { TalkMessage } from '../../talk/types.ts'
import type { Posting, TalkApi } from './api.ts'
import type { Abilities, Knowledge } from './capabilities.ts'
import type { Answer } from './client.ts'
import type { People } from './people.ts'
import type { TalkSettings } from './settings.ts'

import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../core/failure.ts'
import { messageId } from '../../core/ids.ts'
import { keyOf, markOf } from '../../core/mark.ts'
import { isEmpty } from '../../core/richtext.ts'
import { sentence } from '../../core/sentence.ts'
import { captionFits, mayMention, pieces, talkText } from '../../talk/outgoing.ts'
import { openChanging } from './changing.ts'
import { settled, whyClosed } from './closing.ts'
import { inDoubt } from './doubt.ts'
import { openFiles } from './files.ts'
import { findByKey } from './find.ts'
import { errorWord, roomRefusal } from './refusals.ts'

export interface WritingParts {
	readonly api: TalkApi
	readonly knowledge: Knowledge
	readonly people: People
	readonly settings: TalkSettings
	readonly host: Pick<Host, 'spooled' | 'log' | 'signal'>
}

export type Writing = Required<Pick<Session, 'send' | 'find' | 'edit' | 'says' | 'remove' | 'react'>>

/** Beyond any part that a letter may be. */
const textParts = 900_000
/** ms before what Talk could not store is tried once more. */
const oddPause = 1000

/** Everything that changes something in Talk. */
export function openWriting(parts: WritingParts): Writing {
	const { api, knowledge, people, settings, host } = parts
	const files = openFiles(parts)
	const where = (token: string) => ({ token, login: settings.login, host: api.client.host })
	/** Talk takes a name of its own from its own bridge account only (lib/Controller/ChatController.php `getActorInfo`). */
	const namesApart = settings.separateDisplayName && settings.login === 'bridge-bot'

	/** Participants are asked for only where they matter. */
	async function audience(letter: Letter): Promise<Audience> {
		const needed = mayMention(letter)
		return {
			people: needed ? await people.of(letter.address) : undefined,
			host: api.client.host,
			self: needed ? (await people.me()).id : '',
			everyone: letter.mentionEveryone,
		}
	}

	/** `apart`: the name goes elsewhere than before the text. */
	async function rendered(letter: Letter, apart: boolean): Promise<string> {
		return talkText(apart ? { ...letter, nick: '' } : letter, await audience(letter))
	}

	const changing = openChanging({ ...parts, files, rendered: (letter) => rendered(letter, namesApart && letter.files.length === 0) })

	/** One message; its id, if it has one for us. */
	async function post(letter: Letter, message: string, can: Abilities): Promise<readonly MessageId[]> {
		const began = Date.now()
		const posting: Posting = {
			message,
			referenceId: letter.key,
			...(letter.silent && can.silent ? { silent: true } : {}),
			...placeIn(letter, can),
			...(namesApart && letter.nick.trim() !== '' ? { actorDisplayName: letter.nick.trim() } : {}),
		}
		let answer = await posted(letter, posting)
		if (answer.status === 400) {
			// Talk answers so to an empty text, and to any fault of its own while it stores one, even after it has.
			const left = await findByKey(api, letter.address, letter.key, began).catch(inDoubt)
			if (left) {
				return left
			}
			await sleep(oddPause, undefined, { signal: host.signal }).catch(inDoubt)
			answer = await posted(letter, posting)
		}
		return answer.status === 200 || answer.status === 201 ? stored(letter, answer, began) : refused(letter, answer)
	}

	/** What is answered, or the thread, may be gone by now: then it is sent as a message of its own. */
	async function posted(letter: Letter, posting: Posting): Promise<Answer> {
		const answer = await settled(api, where(letter.address), () => api.post(letter.address, posting))
		const { replyTo, threadId, ...rest } = posting
		return errorWord(answer) === 'reply-to' && (replyTo !== undefined || threadId !== undefined) ? api.post(letter.address, rest) : answer
	}

	/** An app may hide the message from us, also in the answer: then it stands all the same, and has no id for us. */
	async function stored(letter: Letter, answer: Answer, began: number): Promise<readonly MessageId[]> {
		const id = typeof answer.data === 'object' && answer.data !== null ? (answer.data as Partial<TalkMessage>).id : undefined
		return typeof id === 'number'
			? [messageId(id)]
			: await findByKey(api, letter.address, letter.key, began).catch(inDoubt) ?? []
	}

	/** Throws what a refusal means. */
	async function refused(letter: Letter, answer: Answer): Promise<never> {
		const { status } = answer
		if (status === 413) {
			throw new Failure({ then: 'drop' }, sentence`the text is longer than ${api.client.host} takes`)
		}
		if (status === 400) {
			const why = errorWord(answer) ?? answer.meta.message ?? 'it does not say why'
			throw new Failure({ then: 'drop' }, sentence`${api.client.host} refuses the text (400, ${why})`)
		}
		throw await whyClosed(api, status, where(letter.address)) ?? roomRefusal(status, where(letter.address))
	}

	/** In as many messages as it takes. */
	async function sendText(letter: Letter, text: string, can: Abilities): Promise<readonly MessageId[]> {
		const ids: MessageId[] = []
		for (const piece of pieces(text, can.maxLength)) {
			ids.push(...await post(letter, piece, can))
		}
		return ids
	}

	/** The text of a file that takes none, or not so long a one. Under a key of its own, so that neither is taken for the other. */
	async function textApart(letter: Letter, text: string, can: Abilities): Promise<readonly MessageId[]> {
		const mark = markOf(letter.key)
		const key = mark ? keyOf(mark.word, mark.delivery, textParts + mark.part) : `${letter.key}t`
		return await findByKey(api, letter.address, key, letter.at) ?? sendText({ ...letter, key }, text, can)
	}

	return {
		...changing,

		async send(letter) {
			const can = await knowledge.get()
			const [file] = letter.files
			const text = await rendered(letter, namesApart && !file)
			if (!file) {
				if (text.trim() === '') {
					throw new Failure({ then: 'drop' }, sentence`there is nothing in it to send`)
				}
				return sendText(letter, text, can)
			}
			if (!can.files) {
				throw new Failure({ then: 'drop' }, sentence`${api.client.host} does not allow files in conversations`)
			}
			const caption = can.caption && captionFits(text, can.maxLength) ? text : undefined
			// Whose a file is that says nothing stands in a letter before it (core/letters.ts).
			const before = caption === undefined && !isEmpty(letter.text) ? await textApart(letter, text, can) : []
			return [...before, ...await files.send(letter, file, { caption, ...placeIn(letter, can), silent: letter.silent && can.silent })]
		},

		find: (address, key, since) => findByKey(api, address, key, since),
	}
}

/** The answer's or the thread's place, in Talk's words. An answer is in its thread by itself. */
function placeIn(letter: Letter, can: Abilities): Pick<Posting, 'replyTo' | 'threadId' | 'threadTitle'> {
	if (letter.replyTo !== undefined && can.replies) {
		return { replyTo: Number(letter.replyTo) }
	}
	if (!letter.thread || !can.threads) {
		return {}
	}
	return letter.thread.root === undefined ? { threadTitle: letter.thread.title } : { threadId: Number(letter.thread.root) }
}
