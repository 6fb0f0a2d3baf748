import type { RoomState } from './store.ts'
import type { Actor, Attendee, Row, SystemMessage, Verb } from './types.ts'
import type { World } from './world.ts'

import { mentionsIn } from './mentions.ts'
import { moderates } from './roomView.ts'
import { actorKey, sameActor } from './types.ts'
import { seconds } from './world.ts'

/** What a row is made from; what is missing is empty. */
export interface Draft {
	readonly verb: Verb
	readonly actor: Actor
	readonly actorName?: string
	readonly text?: string
	readonly system?: SystemMessage
	/** The row that it answers or is about. */
	readonly parent?: Row | undefined
	readonly referenceId?: string
	readonly silent?: boolean
	readonly thread?: { readonly id: number, readonly title?: string }
	/** Of the sender's own client: marks as read what they wrote. */
	readonly read?: boolean
	/** Edits, deletions and the like don't move the room's last message and activity. */
	readonly quiet?: boolean
}

const longest = 32000

/** As PHP trims: ASCII white space and NUL only. */

export const trimmed = (text: string): string => text.replace(/^[ \t\n\r\0\v]+|[ \t\n\r\0\v]+$/g, '')

/** Whether the text has more code points than a message may have. */
export const isTooLong = (text: string): boolean => text.length > longest && [...text].length > longest

/** `performance` gives fractions, so that benchmarks can measure below a millisecond. */
export const stamp = (): number => performance.timeOrigin + performance.now()

/** Gives the row its id; it is not visible before `commit`. */
export function draftRow(world: World, state: RoomState, draft: Draft): Row {
	const { parent } = draft
	const id = world.store.nextRowId()
	const begins = draft.thread?.id === 0
	const at = seconds(world)
	const { messageExpiration, mentionPermissions } = state.room
	const author = state.attendees.get(actorKey(draft.actor))
	return {
		id,
		room: state.room.token,
		verb: draft.verb,
		actor: draft.actor,
		...draft.actorName !== undefined && { actorName: draft.actorName },
		at,
		storedAt: 0,
		text: draft.text ?? '',
		...draft.system && { system: draft.system },
		parent: parent?.id ?? 0,
		topmostParent: parent === undefined ? 0 : parent.topmostParent || parent.id,
		referenceId: trimmed(Buffer.from(draft.referenceId ?? '').subarray(0, 64).toString('utf8').replace(/\uFFFD+$/, '')),
		silent: draft.silent ?? false,
		expires: draft.verb === 'reaction' ? parent?.expires ?? 0 : messageExpiration === 0 ? 0 : at + messageExpiration,
		canMentionAll: mentionPermissions === 0 || (author !== undefined && moderates(author)),
		...draft.thread !== undefined && { thread: begins ? { ...draft.thread, id } : draft.thread },
	}
}

/** Makes the row visible, with all that follows from it in Talk: the room's last message, who was mentioned, who read it. */
export function commit(world: World, state: RoomState, row: Row, { read = false, quiet = false }: Pick<Draft, 'read' | 'quiet'>): Row {
	const { store } = world
	row.storedAt = stamp()
	store.apply({ kind: 'row', value: row })
	if (row.verb !== 'reaction') {
		state.believed.clear()
	}
	if (!quiet) {
		state.room.lastMessage = row.id
		state.room.lastActivity = row.at
		store.apply({ kind: 'room', value: state.room })
		countInThread(world, row)
	}
	const author = state.attendees.get(actorKey(row.actor))
	if (read && author !== undefined) {
		author.lastRead = row.id
		author.lastActivity = row.at
		store.apply({ kind: 'attendee', value: author })
	}
	tell(world, state, row)
	return row
}

export const addRow = (world: World, state: RoomState, draft: Draft): Row => commit(world, state, draftRow(world, state, draft), draft)

/** Says that something happened. `quiet`: without moving the room's last message. */
export function addSystem(
	world: World,
	state: RoomState,
	actor: Actor,
	message: string,
	parameters: SystemMessage['parameters'] = {},
	more: Partial<Draft> = {},
): Row {
	return addRow(world, state, { verb: 'system', actor, system: { message, parameters }, ...more })
}

function countInThread({ store }: World, row: Row): void {
	const thread = store.threads.get(row.topmostParent)
	if (thread !== undefined && row.id !== thread.id) {
		store.apply({ kind: 'thread', value: { ...thread, replies: thread.replies + 1, last: row.id, lastActivity: row.at } })
	}
}

/** Marks and notifies those who are named, everybody at `@all`, and the author of what is answered; others by their level. */
function tell({ store, bell }: World, state: RoomState, row: Row): void {
	if (row.verb !== 'comment' && row.verb !== 'object_shared') {
		return
	}
	const caption = (row.system?.parameters.metaData as { readonly caption?: string } | undefined)?.caption
	const text = row.verb === 'comment' ? row.text : caption ?? ''
	const answered = row.parent === 0 ? undefined : store.rows.get(row.parent)?.actor
	const mentioned = mentionsIn(text).filter(({ kind }) => kind === 'user').map(({ id }) => id)
	const all = row.canMentionAll && mentioned.includes('all')
	const named = new Set(mentioned.map((id) => `users/${store.person(id)?.uid}`))
	const direct = ({ actor }: Attendee): boolean => named.has(actorKey(actor)) || (answered !== undefined && sameActor(answered, actor))
	const called = new Set(all ? state.attendees.keys() : named)
	bell.posted(state, row, called, answered)
	if (called.size === 0 && answered === undefined) {
		return
	}
	for (const attendee of state.attendees.values()) {
		if ((all || direct(attendee)) && !sameActor(attendee.actor, row.actor)) {
			attendee.lastMention = row.id
			attendee.lastMentionDirect = direct(attendee) ? row.id : attendee.lastMentionDirect
			store.apply({ kind: 'attendee', value: attendee })
		}
	}
}
