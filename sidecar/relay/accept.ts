import type { ChatEvent, Deletion, Edit, Message, Reaction } from '../core/event.ts'
import type { Cursor, Origin, RoomId } from '../core/ids.ts'
import type { Router } from '../core/route.ts'
import type { Rules } from '../core/rules.ts'
import type { Store } from '../store/store.ts'

import { extracted, ignored, renamed, reworded } from '../core/apply-rules.ts'
import { origin } from '../core/ids.ts'
import { isKept } from '../core/network.ts'

/** What decides where an event goes; replaced as a whole when the configuration changes. */
export interface Ways {
	readonly router: Router
	readonly rules: Rules
	/** The room's name in origins. */
	readonly place: string
}

type Tables = Pick<Store, 'events' | 'outbox' | 'copies' | 'reactions' | 'cursors' | 'spool'>

/** What came of it: how many were new, which rooms have something to be sent, and which events nobody needs any more. */
export interface Accepted {
	readonly accepted: number
	readonly woken: readonly RoomId[]
	readonly released: readonly number[]
}

/**
 * Takes what was heard in one room: identifies, routes, writes. Runs inside a transaction and does nothing but read and write the
 * tables, so all of it stands or nothing of it.
 */
export function accept(tables: Tables, ways: Ways, room: RoomId, events: readonly ChatEvent[], cursor: Cursor, now: number): Accepted {
	const woken = new Set<RoomId>()
	const released: number[] = []
	let count = 0

	const fanOut = (event: ChatEvent, from: Origin | undefined, wants: (target: RoomId) => boolean = () => true): void => {
		const row = tables.events.add(event, from, now)
		if (row === undefined) {
			return
		}
		count += 1
		if (event.kind === 'message') {
			event.files.filter(isKept).forEach((file) => tables.spool.claim(file.spooled, row))
		}
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

	const heardMessage = (heard: Message): void => {
		const event = extracted(heard, ways.rules)
		if (ignored(event, ways.rules)) {
			return
		}
		const from = event.origin ?? origin(ways.place, event.id)
		if (tables.copies.knows(from)) {
			return
		}
		tables.copies.link(from, room, 0, event.id, true)
		fanOut({ ...event, author: renamed(event.author, ways.rules), text: reworded(event.text, ways.rules) }, from)
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
		released.push(...tables.outbox.cancel(from))
		fanOut(event, from, (target) => tables.copies.copiesIn(from, target).length > 0 || tables.outbox.begunFor(from, target))
	}

	const reaction = (event: Reaction): void => {
		const known = tables.copies.originOf(room, event.target)
		if (known === undefined || (event.own && tables.reactions.isPlaced(room, event.target, event.emoji))) {
			return
		}
		const author = renamed(event.author, ways.rules)
		const changed = event.removed
			? tables.reactions.remove(known.origin, event.emoji, room, event.author.id)
			: tables.reactions.add(known.origin, event.emoji, room, author)
		if (changed) {
			fanOut({ ...event, author }, known.origin)
		}
	}

	for (const event of events) {
		switch (event.kind) {
			case 'message': heardMessage(event); break
			case 'edit': {
				const from = ofHome(event)
				if (from !== undefined) {
					fanOut({ ...event, author: renamed(event.author, ways.rules), text: reworded(event.text, ways.rules) }, from)
				}
				break
			}
			case 'deletion': deletion(event); break
			case 'reaction': reaction(event); break
			case 'notice':
				if ((event.sort !== 'people' || ways.rules.showJoinPart) && (event.sort !== 'room' || ways.rules.showTopicChange)) {
					fanOut(event, undefined)
				}
				break
			default: event satisfies never
		}
	}
	tables.cursors.set(room, cursor)
	return { accepted: count, woken: [...woken], released }
}
