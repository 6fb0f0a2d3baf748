import type { Consent } from '../core/consent.ts'
import type { Notice } from '../core/event.ts'
import type { MessageId, Origin, RoomId } from '../core/ids.ts'
import type { Way } from '../core/words.ts'
import type { Store } from '../store/store.ts'

import { messageId } from '../core/ids.ts'
import { wordsIn } from '../core/languages.ts'
import { textOf } from '../core/richtext.ts'
import { relayAuthor } from './alarm.ts'

/** A room without the app that became a member of a gateway which the app defines, and what is to be said there about that. */
export interface Joined {
	/** The member's number, never used again. */
	readonly member: number
	readonly room: RoomId
	/** The gateway's name in the configuration. */
	readonly gateway: string
	readonly consent: Consent
	/** Seen from the gateway: `in` is what comes from this room. */
	readonly direction: Way
	/** Who joined it: `Marcos (nube.minube1.com)`. */
	readonly by: string
	/** With which conversation, of which server. */
	readonly title: string
	readonly host: string
	/** In which the relay speaks there, as Nextcloud writes it. Left out: English. */
	readonly language?: string
}

/** What stands in the place of an origin for a notice, so that an answer to it is known as one. */
const noticeOrigin = (member: number): Origin => `relay:${member}` as Origin

/**
 * Puts on its way, for each member that was not told yet, the notice that says who joined what with whom. It is an event like any other, so
 * it arrives once, however often the relay is started. Members that are gone are forgotten. Runs inside a transaction; returns the
 * rooms that have to be woken then.
 */
export function announce(tables: Pick<Store, 'events' | 'outbox' | 'notices'>, joined: readonly Joined[], now: number): readonly RoomId[] {
	tables.notices.keepOnly(new Set(joined.map(({ member }) => member)))
	const fresh = joined.filter(({ member, room, consent }) => consent !== 'stopped' && tables.notices.add(member, room))
	for (const { member, room, gateway, consent, direction, by, title, host, language } of fresh) {
		const words = wordsIn(language)
		const text = textOf((consent === 'asked' ? words.asked : words.joined)(by, title, host, direction))
		const notice: Notice = { kind: 'notice', id: messageId(`relay:${member}`), room, author: relayAuthor, at: now, sort: 'relay', text }
		const row = tables.events.add(notice, noticeOrigin(member), now)
		if (row !== undefined) {
			tables.outbox.add(row, room, gateway)
		}
	}
	return fresh.map(({ room }) => room)
}

/** The member that this message of the room told about; undefined for any other message. */
export function toldBy(tables: Pick<Store, 'copies' | 'notices'>, room: RoomId, message: MessageId): number | undefined {
	const origin = tables.copies.originOf(room, message)?.origin
	const member = origin?.startsWith('relay:') === true ? Number(origin.slice('relay:'.length)) : undefined
	return member !== undefined && tables.notices.roomOf(member) === room ? member : undefined
}
