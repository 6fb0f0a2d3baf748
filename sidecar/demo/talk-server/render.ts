import type { RoomState } from './store.ts'
import type { Actor, Attendee, Json, Row } from './types.ts'
import type { World } from './world.ts'

import { sharedFile } from './files.ts'
import { withPlaceholders } from './mentions.ts'
import { callEnded, sentence } from './systemText.ts'
import { actorKey, sameActor } from './types.ts'

export type Rendered = Readonly<Record<string, Json | undefined>>

/** One reader of one room. `inexact`: as in room lists, where a file's path is only its name. */
export interface View {
	readonly world: World
	readonly state: RoomState
	readonly me: Attendee | undefined
	readonly inexact?: boolean
}

/** A row as Talk's API gives it, without `parent` (Talk: lib/Model/Message.php). */
export function render(view: View, row: Row): Rendered {
	const { world: { store, abilities: { features } } } = view
	const { text, parameters, kind, name } = content(view, row)
	const thread = features.has('threads') ? store.threads.get(row.topmostParent || row.id) : undefined
	const secret = row.system?.message === 'poll_voted'
	const actor = secret ? { type: 'guests', id: 'system', name: '' } : named(view, row.actor, row.actorName)
	const lastEdit = row.edited !== undefined && row.verb !== 'comment_deleted' ? row.edited : undefined
	return {
		id: row.id,
		token: row.room,
		actorType: actor.type,
		actorId: actor.id,
		actorDisplayName: actor.name,
		timestamp: row.at,
		message: text,
		messageParameters: Object.keys(parameters).length === 0 ? [] : parameters,
		systemMessage: kind === 'system' ? name : '',
		messageType: kind,
		isReplyable: isReplyable(kind, row.actor),
		referenceId: row.referenceId,
		reactions: row.verb === 'comment_deleted' ? {} : reactionCounts(view, row.id),
		expirationTimestamp: row.expires,
		...features.has('markdown-messages') && { markdown: kind !== 'system' },
		...features.has('threads') && { threadId: row.topmostParent || row.id },
		...thread !== undefined && { isThread: true, threadTitle: thread.title, threadReplies: thread.replies },
		...lastEdit !== undefined && editFields(view, lastEdit),
		...row.verb === 'comment_deleted' && { deleted: true },
		...row.silent && features.has('silent-send-state') && { silent: true },
		...row.thread !== undefined && { metaData: { threadId: row.thread.id, threadTitle: row.thread.title } },
	}
}

/** Whether its time is over: it is no longer shown. */
export function isExpired(world: World, { expires }: Row): boolean {
	return expires !== 0 && expires * 1000 < world.now()
}

/** Rows as the chat gives them, without those that expired: each with its parent (one level) and the reader's own reactions. */
export function renderAll(view: View, rows: readonly Row[]): readonly Rendered[] {
	const { world, state: { room } } = view
	const { store } = world
	return rows.filter((row) => !isExpired(world, row)).map((row) => {
		if (row.parent === 0) {
			return withOwnReactions(view, row.id, render(view, row))
		}
		const parent = store.rows.get(row.parent)
		const shown = parent === undefined || parent.room !== room.token
			? { id: row.parent, deleted: true }
			: withOwnReactions(view, parent.id, render(view, parent))
		return { ...withOwnReactions(view, row.id, render(view, row)), parent: shown }
	})
}

export function isReplyable(kind: string, actor: Actor): boolean {
	return kind !== 'system' && kind !== 'comment_deleted' && actor.type !== 'bridged'
}

/** What `actor`, `user` and the like say of somebody in a message's parameters. */
export function personParameter({ world: { store }, state }: Pick<View, 'world' | 'state'>, actor: Actor): Json {
	const attendee = state.attendees.get(actorKey(actor))
	if (actor.type === 'guests' || actor.type === 'emails') {
		const id = `${actor.type === 'guests' ? 'guest' : 'email'}/${actor.id}`
		const name = actor.id === 'system' ? 'System' : attendee?.displayName ? `${attendee.displayName} (guest)` : 'Guest'
		return { type: 'guest', id, name, 'mention-id': id }
	}
	if (actor.type === 'federated_users') {
		const at = actor.id.lastIndexOf('@')
		const [user, server] = [actor.id.slice(0, at), `https://${actor.id.slice(at + 1)}`]
		return { type: 'user', id: user, name: attendee?.displayName ?? actor.id, server, 'mention-id': `federated_user/${user}@${server}` }
	}
	const person = store.people.get(actor.id)
	return person === undefined
		? { type: 'highlight', id: 'deleted_users', name: 'Deleted user' }
		: { type: 'user', id: actor.id, name: person.displayName, 'mention-id': actor.id }
}

function withOwnReactions({ world: { store }, me }: View, id: number, rendered: Rendered): Rendered {
	const theirs = store.reactions.get(id)
	if (theirs === undefined || me === undefined) {
		return rendered
	}
	const own = [...theirs.values()].filter((row) => sameActor(row.actor, me.actor)).map((row) => row.text)
	return own.length === 0 ? rendered : { ...rendered, reactionsSelf: own }
}

/** The most frequent first, twenty at most. */
function reactionCounts({ world: { store } }: View, id: number): Json {
	const counts = new Map<string, number>()
	for (const { text } of store.reactions.get(id)?.values() ?? []) {
		counts.set(text, (counts.get(text) ?? 0) + 1)
	}
	const sorted = [...counts].sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
	return Object.fromEntries(sorted.slice(0, 20))
}

interface Named { readonly type: string, readonly id: string, readonly name: string }

/** Type, id and display name of an author as messages give them. */
export function named({ world: { store }, state }: View, actor: Actor, name?: string): Named {
	const attendee = state.attendees.get(actorKey(actor))
	switch (actor.type) {
		case 'users': {
			const person = store.people.get(actor.id)
			return person === undefined
				? { type: 'deleted_users', id: 'deleted_users', name: '' }
				: { type: 'users', id: actor.id, name: person.displayName }
		}
		case 'bridged':
			return { type: 'bridged', id: 'bridge-bot', name: actor.id }
		case 'guests':
		case 'emails':
			return { ...actor, name: attendee?.displayName ?? '' }
		case 'bots':
			return { ...actor, name: name ?? `${actor.id}-bot` }
		case 'federated_users':
			return { ...actor, name: attendee?.displayName ?? actor.id }
		default:
			return actor.type satisfies never
	}
}

function editFields(view: View, { by, at }: { readonly by: Actor, readonly at: number }): Rendered {
	const { type, id, name } = named(view, by)
	return { lastEditActorType: type, lastEditActorId: id, lastEditActorDisplayName: name, lastEditTimestamp: at }
}

interface Content {
	readonly text: string
	readonly parameters: Readonly<Record<string, Json>>
	/** Talk's messageType. */
	readonly kind: string
	/** The name of a system message. */
	readonly name: string
}

function content(view: View, row: Row): Content {
	switch (row.verb) {
		case 'comment': {
			const { text, parameters } = withMentions(view, row, row.text)
			return { text, parameters, kind: 'comment', name: '' }
		}
		case 'comment_deleted':
			return { ...deleted(view, row), kind: 'comment_deleted', name: '' }
		case 'reaction':
			return { text: row.text, parameters: {}, kind: 'system', name: 'reaction' }
		case 'reaction_deleted':
			return { text: 'Reaction deleted by author', parameters: {}, kind: 'system', name: 'reaction_deleted' }
		case 'object_shared':
			return shared(view, row)
		case 'system':
			return { ...system(view, row), kind: 'system', name: row.system?.message ?? '' }
		default:
			return row.verb satisfies never
	}
}

const callTypes = { 1: 'one2one', 2: 'group', 3: 'public', 6: 'group' } as const

function withMentions(view: View, row: Row, text: string): Pick<Content, 'text' | 'parameters'> {
	const { world, state } = view
	return withPlaceholders(text, ({ kind, id }, written) => {
		switch (kind) {
			case 'call':
				return row.canMentionAll
					? {
							type: 'call',
							id: row.room,
							name: state.room.name,
							'call-type': callTypes[state.room.type],
							'icon-url': `${world.url()}/ocs/v2.php/apps/spreed/api/v1/room/${row.room}/avatar?v=${state.room.avatarVersion}`,
							'mention-id': written,
						}
					: undefined
			case 'user': {
				const person = world.store.person(id)
				return person === undefined ? undefined : { type: 'user', id, name: person.displayName, 'mention-id': written }
			}
			case 'guest':
			case 'email': {
				const actor = { type: kind === 'guest' ? 'guests' : 'emails', id: id.replace('guest/', '') } as const
				return { type: kind, id, name: state.attendees.get(actorKey(actor))?.displayName || 'Guest', 'mention-id': written }
			}
			case 'federated_user': {
				const at = id.lastIndexOf('@')
				if (at < 1) {
					return undefined
				}
				const name = state.attendees.get(actorKey({ type: 'federated_users', id }))?.displayName ?? id
				return { type: 'user', id: id.slice(0, at), name, server: `https://${id.slice(at + 1)}`, 'mention-id': written }
			}
			case 'group':
				return { type: 'user-group', id, name: id, 'mention-id': written }
			case 'team':
				return { type: 'highlight', id, name: id }
			default:
				return { type: kind, id, name: '', 'mention-id': written }
		}
	})
}

function deleted(view: View, row: Row): Pick<Content, 'text' | 'parameters'> {
	const by = row.deletedBy ?? row.actor
	const mine = view.me !== undefined && sameActor(by, view.me.actor)
	const text = mine ? 'Message deleted by you' : sameActor(by, row.actor) ? 'Message deleted by author' : 'Message deleted by {actor}'
	return { text, parameters: { actor: personParameter(view, by) } }
}

function shared(view: View, row: Row): Content {
	const { message = '', parameters = {} } = row.system ?? {}
	const actor = personParameter(view, row.actor)
	const metaData = parameters.metaData as Readonly<Record<string, Json>> & { readonly messageType?: string, readonly caption?: string }
	if (message === 'object_shared') {
		return { text: '{object}', parameters: { actor, object: metaData }, kind: 'comment', name: '' }
	}
	const file = sharedFile(view, Number(parameters.fileId))
	if (file === undefined) {
		const mine = view.me !== undefined && sameActor(row.actor, view.me.actor)
		const gone = `*${mine ? 'You' : '{actor}'} shared a file which is no longer available*`
		return { text: metaData.caption ? `${gone}\n\n${metaData.caption}` : gone, parameters: { actor }, kind: 'comment', name: '' }
	}
	const kind = ['voice-message', 'record-audio', 'record-video'].find((each) => each === metaData.messageType) ?? 'comment'
	const { text, parameters: mentions } = withMentions(view, row, metaData.caption || '{file}')
	return { text, parameters: { actor, file, ...mentions }, kind, name: '' }
}

function system(view: View, row: Row): Pick<Content, 'text' | 'parameters'> {
	const { me, state: { room } } = view
	const { message = '', parameters = {} } = row.system ?? {}
	const oneToOne = room.type === 1
	const actor = { actor: personParameter(view, row.actor) }
	if (message === 'call_ended' || message === 'call_ended_everyone') {
		const byActor = message === 'call_ended_everyone'
		const users = (parameters.users as readonly string[]).filter((uid) => !byActor || uid !== row.actor.id).toSorted()
		const shown = oneToOne ? [] : users.slice(0, users.length > 5 ? 4 : 5)
		const people = Object.fromEntries(shown.map((id, index) => [`user${index + 1}`, personParameter(view, { type: 'users', id })]))
		return { text: callEnded(users.length, Number(parameters.duration), byActor, oneToOne), parameters: { ...actor, ...people } }
	}
	const user = typeof parameters.user === 'string' ? { type: 'users', id: parameters.user } as const : undefined
	const text = sentence({
		message,
		parameters,
		own: me !== undefined && sameActor(row.actor, me.actor),
		toYou: me !== undefined && user !== undefined && sameActor(user, me.actor),
		toSelf: user !== undefined && sameActor(user, row.actor),
		silent: row.silent,
		oneToOne,
	})
	return {
		text,
		parameters: {
			...message !== 'poll_voted' && actor,
			...user !== undefined && { user: personParameter(view, user) },
			...parameters.poll !== undefined && { poll: parameters.poll },
			...parameters.title !== undefined && { title: { type: 'highlight', id: `thread/${String(parameters.thread)}`, name: parameters.title } },
		},
	}
}
