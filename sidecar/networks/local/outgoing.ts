import type { Author, RichText } from '../../core/event.ts'
import type { PersonId } from '../../core/ids.ts'
import type { Letter } from '../../core/network.ts'
import type { DeliverItem, DoorPerson, RoomPerson } from '../../door/types.ts'
import type { Audience } from '../../talk/mentions.ts'
import type { LocalSettings } from './settings.ts'

import { keyOf, markOf } from '../../core/mark.ts'
import { talkPerson } from '../../talk/authors.ts'
import { talkText } from '../../talk/outgoing.ts'

/** Talk's own limit, in code points. */
export const longestText = 32_000

/** What somebody from elsewhere is here. */
export function personOf({ id, name, avatar }: Author): DoorPerson {
	return { id: talkPerson(id), name, ...(avatar === undefined ? {} : { avatar }) }
}

/** The people who are mentioned, wherever they are at home. */
function mentioned(text: RichText): readonly { readonly id: PersonId, readonly name: string }[] {
	return text.flatMap((span) => {
		if ('inner' in span) {
			return mentioned(span.inner)
		}
		return span.as === 'mention' && span.of !== 'everyone' && span.of !== 'nobodyHere' ? [{ id: span.of, name: span.name }] : []
	})
}

/** Whom a text for this room can mention: the people there, and those from elsewhere whom it names. */
export function audienceOf(letter: Letter, people: readonly RoomPerson[] | undefined, { host, service }: LocalSettings): Audience {
	return {
		people,
		elsewhere: mentioned(letter.text).filter(({ id }) => !id.endsWith(`@${host}`))
			.map(({ id, name }) => ({ actorType: 'federated_users', actorId: talkPerson(id), displayName: name })),
		host,
		self: service,
		everyone: letter.mentionEveryone,
	}
}

/** As Talk's own composer would have written it. A notice is said by nobody, so no name stands before it. */
export const textFor = (letter: Letter, audience: Audience): string => talkText(letter.notice ? { ...letter, nick: '' } : letter, audience)

/** Beyond any part that a letter may be. */
const furtherParts = 900_000

/** The key of what a letter's text is too long for, counted from 1: a mark of its own, so that it is done at most once, too. */
export function furtherKey(key: string, number: number): string {
	const mark = markOf(key)
	return mark === undefined ? `${key}+${number}` : keyOf(mark.word, mark.delivery, furtherParts + mark.part * 50 + number)
}

export interface Uploaded { readonly handle: string, readonly voice: boolean }

/** One message of a letter. */
export function sendItem(letter: Letter, key: string, text: string, files: readonly Uploaded[]): DeliverItem {
	const { address: token, replyTo, thread } = letter
	if (letter.notice) {
		return { do: 'notice', key, token, text }
	}
	return {
		do: 'send',
		key,
		token,
		actor: personOf(letter.author),
		text,
		...(replyTo === undefined ? {} : { replyTo: Number(replyTo) }),
		silent: letter.silent,
		...(thread && { thread: { title: thread.title, ...(thread.root === undefined ? {} : { root: Number(thread.root) }) } }),
		files,
	}
}
