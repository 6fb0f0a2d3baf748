import type { Attachment, ChatEvent, Message, Quote, RichText } from '../core/event.ts'
import type { RoomId } from '../core/ids.ts'
import type { TextFacts } from './text.ts'
import type { Parameter, TalkMessage, TalkPoll } from './types.ts'

import { messageId } from '../core/ids.ts'
import { isMark } from '../core/mark.ts'
import { phrase } from '../core/phrase.ts'
import { excerpt, holdsPhrase, stacked } from '../core/richtext.ts'
import { authorOf } from './authors.ts'
import { noticeText } from './notices.ts'
import { objectText } from './objects.ts'
import { meaningOf } from './system.ts'
import { callsSomebody, parametersOf, talkText } from './text.ts'

/** What is known of the room in which a message stands. */
export interface Facts extends TextFacts {
	readonly room: RoomId
	/** The server's address, without a slash at its end. */
	readonly base: string
	/** The user id of the login that reads. */
	readonly self: string
}

/** What is not in the message itself and must be there before it is turned: `wants` says what. */
export interface Brought {
	readonly files: readonly Attachment[]
	/** undefined too where the server would not give it. */
	readonly poll?: TalkPoll
}

export interface Wants {
	readonly files: readonly Parameter[]
	readonly poll?: number
	/** The message whose reactions have to be looked at. */
	readonly reactionsOf?: number
	/** Whether it must be known who is in the room. */
	readonly people: boolean
}

/** The message that is answered or changed, unless nothing but its id is left of it. */
const whole = (parent: TalkMessage['parent']): TalkMessage | undefined => parent !== undefined && 'actorType' in parent ? parent : undefined

const wantsNothing: Wants = { files: [], people: false }

/** What has to be fetched to turn this message. */
export function wants(message: TalkMessage): Wants {
	if (isMark(message.referenceId)) {
		return wantsNothing
	}
	const meaning = meaningOf(message.systemMessage)
	if (isWritten(message)) {
		const parameters = parametersOf(message.messageParameters)
		const { object } = parameters
		return {
			files: Object.values(parameters).filter(({ type }) => type === 'file'),
			people: callsSomebody(message.message),
			...(object?.type === 'talk-poll' ? { poll: Number(object.id) } : {}),
		}
	}
	if (message.systemMessage === 'poll_closed') {
		const { poll } = parametersOf(message.messageParameters)
		return poll === undefined ? wantsNothing : { ...wantsNothing, poll: Number(poll.id) }
	}
	const parent = whole(message.parent)
	switch (meaning.as) {
		case 'revocation': return message.parent === undefined ? wantsNothing : { ...wantsNothing, reactionsOf: message.parent.id }
		case 'edit': return { ...wantsNothing, people: parent !== undefined && callsSomebody(parent.message) }
		default: return wantsNothing
	}
}

/** A person's message, whatever it holds; `command` is an answer of Talk's long gone slash commands, seen by one person. */
function isWritten({ systemMessage, messageType }: TalkMessage): boolean {
	return (systemMessage === '' && !['system', 'command', 'comment_deleted', 'reaction', 'reaction_deleted'].includes(messageType))
		|| meaningOf(systemMessage).as === 'message'
}

type Begun = Pick<Message, 'id' | 'room' | 'author' | 'at'>

function begun(message: TalkMessage, { room, host, base }: Facts): Begun {
	return {
		id: messageId(message.id),
		room,
		author: authorOf(message, host, base),
		at: message.timestamp * 1000,
	}
}

/** undefined for what is not carried: what a relay wrote, what was deleted since, what `system.ts` gives no meaning. */
export function eventOf(message: TalkMessage, facts: Facts, brought: Brought): ChatEvent | undefined {
	if (isMark(message.referenceId)) {
		return undefined
	}
	if (isWritten(message)) {
		return written(message, facts, brought)
	}
	const happening = begun(message, facts)
	const meaning = meaningOf(message.systemMessage)
	switch (meaning.as) {
		case 'edit': return edited(message, facts, happening)
		case 'deletion': return message.parent === undefined || isMark(whole(message.parent)?.referenceId)
			? undefined
			: { ...happening, kind: 'deletion', target: messageId(message.parent.id) }
		case 'reaction': return message.parent === undefined
			? undefined
			: {
					...happening,
					kind: 'reaction',
					target: messageId(message.parent.id),
					emoji: message.message,
					removed: false,
					own: message.actorType === 'users' && message.actorId === facts.self,
				}
		case 'notice': return { ...happening, kind: 'notice', sort: meaning.sort, text: noticeText(message, meaning, happening.author.name, facts.base, brought.poll) }
		// A revocation is a comparison of lists: reactions.ts.
		case 'revocation':
		case 'message':
		case 'nothing': return undefined
		default: return meaning satisfies never
	}
}

/** What a person wrote or shared. */
function written(message: TalkMessage, facts: Facts, { files, poll }: Brought): Message {
	const replyTo = quote(message, facts)
	return {
		...begun(message, facts),
		kind: 'message',
		text: textOf(message, facts, poll),
		files,
		...(replyTo ? { replyTo } : {}),
		...(message.isThread && message.threadId !== undefined
			? { thread: { root: messageId(message.threadId), title: message.threadTitle ?? '' } }
			: {}),
		silent: message.silent === true,
	}
}

/** Talk's sentence, in the login's language, for a file whose share is gone; a caption may follow. */
const goneFile = /^\*[^\n]*\*(?:\n\n|$)/

/** The text, with a shared object turned into text. */
function textOf(message: TalkMessage, facts: Facts, poll?: TalkPoll): RichText {
	const { actor, file, object } = parametersOf(message.messageParameters)
	// Only what was shared names its actor.
	if (actor !== undefined && file === undefined && object === undefined) {
		const gone: RichText = [{ as: 'italic', inner: [phrase('A file was shared here that is no longer available')] }]
		return stacked(gone, talkText({ ...message, message: message.message.replace(goneFile, '') }, facts))
	}
	const text = talkText(message, facts)
	if (object === undefined) {
		return text
	}
	const shared = objectText(object, poll, `${facts.base}/call/${message.token}`)
	return stacked(shared, text)
}

/** Graphemes of what is answered. */
const quoteLength = 200

/** In a thread Talk names no parent unless somebody answers one message of it. */
function quote(message: TalkMessage, facts: Facts): Quote | undefined {
	const { parent } = message
	if (parent === undefined) {
		return undefined
	}
	const full = whole(parent)
	if (full === undefined || full.deleted === true) {
		return { id: messageId(parent.id), author: full === undefined ? '' : authorOf(full, facts.host, facts.base).name, excerpt: '' }
	}
	const names = Object.values(parametersOf(full.messageParameters)).filter(({ type }) => type === 'file').map(({ name }) => name ?? '')
	const text = textOf(full, facts)
	return {
		id: messageId(parent.id),
		author: authorOf(full, facts.host, facts.base).name,
		excerpt: text.length === 0 ? names.join(', ') : excerpt(text, quoteLength),
		...(holdsPhrase(text) ? { of: text } : {}),
	}
}

/** In the name of whoever wrote the message, as its copies are, even where a moderator edited it. */
function edited(message: TalkMessage, facts: Facts, happening: Begun): ChatEvent | undefined {
	const parent = whole(message.parent)
	return parent === undefined || parent.deleted === true || isMark(parent.referenceId)
		? undefined
		: {
				...happening,
				kind: 'edit',
				author: authorOf(parent, facts.host, facts.base),
				target: messageId(parent.id),
				text: textOf(parent, facts),
			}
}
