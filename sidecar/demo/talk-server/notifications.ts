import type { Ocs } from './ocs.ts'
import type { Request } from './request.ts'
import type { RoomState } from './store.ts'
import type { Actor, Json, Row } from './types.ts'
import type { World } from './world.ts'

import { ok } from './ocs.ts'
import { actorKey, sameActor } from './types.ts'

type Why = 'mention' | 'reply' | 'chat' | 'reaction' | 'invited'

interface Ring {
	readonly id: number
	readonly why: Why
	readonly room: string
	/** 0 for an invitation. */
	readonly message: number
	readonly by: Actor
	/** Milliseconds since 1970. */
	readonly at: number
}

/** Whom what was told, kept in memory only, a thousand each. */
export interface Bell {
	/** A message was posted. `named`: who is mentioned by name or with all; `answered`: whose message it answers. */
	posted(state: RoomState, row: Row, named: ReadonlySet<string>, answered: Actor | undefined): void
	reacted(state: RoomState, reaction: Row, target: Row): void
	invited(token: string, uid: string, by: Actor): void
	/** This person read the room: what was told about its messages goes, invitations stay. */
	read(token: string, uid: string): void
	/** The newest first. */
	of(uid: string): readonly Ring[]
}

const kept = 1000

export function createBell(now: () => number): Bell {
	const rings = new Map<string, Ring[]>()
	let last = 0
	const ring = (uid: string, why: Why, room: string, message: number, by: Actor): void => {
		const theirs = rings.get(uid) ?? []
		rings.set(uid, theirs)
		theirs.push({ id: ++last, why, room, message, by, at: now() })
		if (theirs.length > kept * 1.1) {
			theirs.splice(0, theirs.length - kept)
		}
	}
	return {
		posted({ room, attendees }, row, named, answered) {
			if (row.silent) {
				return
			}
			for (const { actor, notificationLevel, sessionId } of attendees.values()) {
				if (actor.type !== 'users' || notificationLevel === 3 || sameActor(actor, row.actor)) {
					continue
				}
				const why = answered !== undefined && sameActor(answered, actor) ? 'reply' : named.has(actorKey(actor)) ? 'mention' : 'chat'
				if (why !== 'chat' || (notificationLevel !== 2 && sessionId === '')) {
					ring(actor.id, why, room.token, row.id, row.actor)
				}
			}
		},
		reacted({ room, attendees }, reaction, target) {
			const author = attendees.get(actorKey(target.actor))
			if (author?.actor.type === 'users' && author.notificationLevel < 2 && !sameActor(target.actor, reaction.actor)) {
				ring(author.actor.id, 'reaction', room.token, target.id, reaction.actor)
			}
		},
		invited: (token, uid, by) => ring(uid, 'invited', token, 0, by),
		read(token, uid) {
			const theirs = rings.get(uid)
			if (theirs?.some(({ room, why }) => room === token && why !== 'invited')) {
				rings.set(uid, theirs.filter(({ room, why }) => room !== token || why === 'invited'))
			}
		},
		of: (uid) => (rings.get(uid) ?? []).toReversed(),
	}
}

const subjects: Readonly<Record<Why, string>> = {
	mention: '{user} mentioned you in conversation {call}',
	reply: '{user} replied to your message in conversation {call}',
	chat: '{user} sent a message in conversation {call}',
	reaction: '{user} reacted to your message in conversation {call}',
	invited: '{user} invited you to a group conversation: {call}',
}

/** `GET apps/notifications/api/v2/notifications` */
export function notifications({ world, person }: Request): Ocs {
	return ok(world.bell.of(person.uid).map((ring) => view(world, person.uid, ring)))
}

function view({ store, url }: World, uid: string, { id, why, room, message, by, at }: Ring): Json {
	const name = store.people.get(by.id)?.displayName ?? by.id
	const call = store.rooms.get(room)?.room.name ?? ''
	const link = `${url()}/call/${room}${message === 0 ? '' : `#message_${message}`}`
	const text = store.rows.get(message)?.text ?? ''
	return {
		notification_id: id,
		app: 'spreed',
		user: uid,
		datetime: new Date(at).toISOString().replace(/\.\d+Z$/, '+00:00'),
		object_type: why === 'invited' ? 'room' : 'chat',
		object_id: message === 0 ? room : `${room}/${message}`,
		subject: subjects[why].replace('{user}', name).replace('{call}', call),
		message: text,
		link,
		subjectRich: subjects[why],
		subjectRichParameters: {
			user: { type: 'user', id: by.id, name },
			call: { type: 'call', id: String(store.rooms.get(room)?.room.id ?? 0), name: call, 'call-type': 'group' },
		},
		messageRich: text,
		messageRichParameters: [],
		shouldNotify: true,
		actions: [{ label: 'View chat', link, type: 'WEB', primary: false }],
	}
}
