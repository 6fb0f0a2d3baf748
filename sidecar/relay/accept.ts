import type { ChatEvent, Deletion, Edit, Message, Notice, Reaction } from '../core/event.ts'
import type { Gateway } from '../core/gateway.ts'
import type { Cursor, MessageId, Origin, RoomId } from '../core/ids.ts'
import type { Router } from '../core/route.ts'
import type { Rules } from '../core/rules.ts'
import type { Store } from '../store/store.ts'

import { extracted, ignored, renamed, reworded } from '../core/apply-rules.ts'
import { answerWord } from '../core/consent.ts'
import { origin } from '../core/ids.ts'
import { wordsIn } from '../core/languages.ts'
import { isKept } from '../core/network.ts'
import { plain } from '../core/richtext.ts'
import { toldBy } from './notices.ts'

/** What decides where an event goes; replaced as a whole when the configuration changes. */
export interface Ways {
	readonly router: Router
	readonly rules: Rules
	/** Whether the account that this room is written through takes such notices: ShowJoinPart and ShowTopicChange are the target's. */
	readonly shows: (target: RoomId, notice: Notice) => boolean
	/** The room's name in origins. */
	readonly place: string
	/** Those in which the room is a member, for the languages in which the relay speaks to it. Left out: English. */
	readonly gateways?: readonly Pick<Gateway, 'members' | 'language'>[]
}

type Tables = Pick<Store, 'events' | 'outbox' | 'copies' | 'reactions' | 'early' | 'cursors' | 'spool' | 'notices' | 'answers'>

/** StripNick is the business of the account written to. */
const heardRules = { stripNick: false }

/** How long a reaction to an unknown message waits for it, in ms (design §7). */
const keptEarly = 10 * 60 * 1000

function takeEarly(tables: Pick<Tables, 'early'>, room: RoomId, message: MessageId): readonly Reaction[] {
	const events = tables.early.of(room, message)
	tables.early.drop(room, message)
	return events
}

/** In which the relay speaks to the room as this member. */
function languageTo({ gateways = [] }: Ways, member: number): string | undefined {
	return gateways.find(({ members }) => members.some(({ number }) => number === member))?.language
}

/** What came of it: how many were new, which rooms have something to be sent, and which events and files nobody needs any more. */
export interface Accepted {
	readonly accepted: number
	readonly woken: readonly RoomId[]
	readonly released: readonly number[]
	readonly files: readonly string[]
	/** Somebody answered to the relay's own notice. */
	readonly answered: boolean
}

/**
 * Takes what was heard in one room: identifies, routes, writes. Runs inside a transaction and does nothing but read and write the
 * tables, so all of it stands or nothing of it. Without a cursor reading does not move on.
 */
export function accept(
	tables: Tables,
	ways: Ways,
	room: RoomId,
	events: readonly ChatEvent[],
	cursor: Cursor | undefined,
	now: number,
): Accepted {
	const woken = new Set<RoomId>()
	const released: number[] = []
	const files: string[] = []
	let count = 0
	let answered = false

	const spread = (row: number, event: ChatEvent, wants: (target: RoomId) => boolean): void => {
		count += 1
		let sent = false
		for (const { gateway, member } of ways.router(event)) {
			if (wants(member.room)) {
				tables.outbox.add(row, member.room, gateway.name)
				woken.add(member.room)
				sent = true
			}
		}
		if (!sent) {
			released.push(row)
		}
	}

	const fanOut = (event: ChatEvent, from: Origin | undefined, wants: (target: RoomId) => boolean = () => true): void => {
		const row = tables.events.add(event, from, now)
		if (row === undefined) {
			return
		}
		if (event.kind === 'message') {
			event.files.filter(isKept).forEach((file) => tables.spool.claim(file.spooled, row))
		}
		spread(row, event, wants)
	}

	/** Nobody needs this message's files, unless they wait with it already. */
	const letGo = (event: Message): void => {
		files.push(...event.files.filter(isKept).map((file) => file.spooled).filter((name) => tables.spool.removeUnclaimed(name)))
	}

	/** What is said to the relay is not carried. True for that. */
	const answers = (event: Message): boolean => {
		const member = event.replyTo && toldBy(tables, room, event.replyTo.id)
		const word = member === undefined ? undefined : answerWord(plain(event.text), wordsIn(languageTo(ways, member)))
		if (word === undefined || member === undefined) {
			return false
		}
		tables.answers.add({ member, room, message: event.id, author: event.author, word }, now)
		return true
	}

	const message = (heard: Message): void => {
		const event = extracted(heard, ways.rules)
		const from = event.origin ?? origin(ways.place, event.id)
		const isKnown = tables.copies.knows(from)
		const wasHeardHere = isKnown && (event.origin !== undefined || tables.copies.originOf(room, event.id) !== undefined)
		if (wasHeardHere || ignored(event, ways.rules)) {
			return letGo(event)
		}
		// What is said to the relay is nobody's home: an edit of it is not carried either.
		const isAnswer = answers(event)
		tables.copies.link(from, room, 0, event.id, !isAnswer)
		if (isAnswer) {
			answered = true
			return letGo(event)
		}
		// Another account that is in the same conversation, for another gateway, has heard it before: what has it already needs it no more.
		const lacks = (target: RoomId): boolean => tables.copies.copiesIn(from, target).length === 0 && !tables.outbox.isFor(from, target)
		fanOut(
			{ ...event, author: renamed(event.author, ways.rules, heardRules), text: reworded(event.text, ways.rules) },
			from,
			isKnown ? lacks : undefined,
		)
		// Its server showed it late: reactions to it may have been heard before it.
		takeEarly(tables, room, event.id).forEach(take)
	}

	/** Edits and deletions cross only from the room in which people wrote the message. */
	const ofHome = (event: Edit | Deletion): Origin | undefined => {
		const known = tables.copies.originOf(room, event.target)
		return known?.home === true ? known.origin : undefined
	}

	const deletion = (event: Deletion): void => {
		const from = ofHome(event)
		if (from === undefined) {
			return
		}
		const row = tables.events.add(event, from, now)
		if (row === undefined) {
			// Heard before: by now what waits of this origin is this deletion itself.
			return
		}
		released.push(...tables.outbox.cancel(from))
		spread(row, event, (target) => tables.copies.copiesIn(from, target).length > 0 || tables.outbox.begunFor(from, target))
	}

	const reaction = (event: Reaction): void => {
		const known = tables.copies.originOf(room, event.target)
		if (event.own && tables.reactions.isPlaced(room, event.target, event.emoji)) {
			return
		}
		if (known === undefined) {
			tables.early.prune(now - keptEarly)
			tables.early.add(event, now)
			return
		}
		const author = renamed(event.author, ways.rules, heardRules)
		const changed = event.removed
			? tables.reactions.remove(known.origin, event.emoji, room, event.author.id)
			: tables.reactions.add(known.origin, event.emoji, room, author)
		if (changed) {
			fanOut({ ...event, author }, known.origin)
		}
	}

	const edit = (heard: Edit): void => {
		const event = extracted(heard, ways.rules)
		const from = ofHome(event)
		if (from !== undefined && !ignored(event, ways.rules)) {
			fanOut({ ...event, author: renamed(event.author, ways.rules, heardRules), text: reworded(event.text, ways.rules) }, from)
		}
	}

	const notice = (event: Notice): void => {
		fanOut(event, undefined, (target) => ways.shows(target, event))
	}

	function take(event: ChatEvent): void {
		switch (event.kind) {
			case 'message': return message(event)
			case 'edit': return edit(event)
			case 'deletion': return deletion(event)
			case 'reaction': return reaction(event)
			case 'notice': return notice(event)
			default: return event satisfies never
		}
	}

	events.forEach(take)
	if (cursor !== undefined) {
		tables.cursors.set(room, cursor)
	}
	return { accepted: count, woken: [...woken], released, files, answered }
}

/** Takes what was heard of a message before it was known to be a copy. Runs in the transaction that makes it known. */
export function acceptEarly(tables: Tables, ways: Ways, room: RoomId, message: MessageId, now: number): Accepted {
	return accept(tables, ways, room, takeEarly(tables, room, message), undefined, now)
}
