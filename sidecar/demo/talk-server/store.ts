import type { Feed } from './feed.ts'
import type { Journal } from './journal.ts'
import type { Actor, Attendee, Change, Node, Person, Poll, Room, Row, Thread } from './types.ts'

import { createFeed } from './feed.ts'
import { actorKey } from './types.ts'

/** A room with what is computed for it. */
export interface RoomState {
	readonly room: Room
	readonly attendees: Map<string, Attendee>
	readonly feed: Feed
	/** Per reader's thread (0: the whole room): the last id after which the database had nothing, and until when that is believed. */
	readonly believed: Map<number, { readonly id: number, readonly until: number }>
}

/** Everything the server knows. Functions that change something write it to the journal; nothing here knows HTTP. */
export interface Store {
	readonly people: Map<string, Person>
	/** Somebody by their uid, in whatever case it is written. */
	person(id: string): Person | undefined
	readonly rooms: Map<string, RoomState>
	/** All visible rows by id. */
	readonly rows: Map<number, Row>
	/** Reactions on a message: `emoji type/id` → the reaction's row. */
	readonly reactions: Map<number, Map<string, Row>>
	readonly threads: Map<number, Thread>
	readonly polls: Map<number, Poll>
	readonly nodes: Map<number, Node>
	/** Files and folders by `uid /path`: a person's own, and under their targets those shared with them. */
	readonly paths: Map<string, Node>
	/** The rooms of a person. */
	roomsOf(uid: string): Iterable<RoomState>
	/** Ids of rows: strictly increasing over all rooms, with holes. */
	nextRowId(): number
	/** Ids of everything else. */
	nextId(): number
	/** Takes over a new or changed thing. */
	apply(change: Change): void
	/** Writes what was applied; before an answer goes out. */
	flush(): void
	/** Everything as changes: what a fresh journal begins with. */
	changes(): Change[]
}

export function createStore(journal: Journal): Store {
	const people = new Map<string, Person>()
	const rooms = new Map<string, RoomState>()
	const rows = new Map<number, Row>()
	const reactions = new Map<number, Map<string, Row>>()
	const threads = new Map<number, Thread>()
	const polls = new Map<number, Poll>()
	const nodes = new Map<number, Node>()
	const paths = new Map<string, Node>()
	const lowerCase = new Map<string, Person>()
	const joined = new Map<string, Map<string, RoomState>>()
	let lastRowId = 0
	let lastId = 0

	const seen = (id: number): void => {
		lastId = Math.max(lastId, id)
	}

	const applyRoom = (room: Room): void => {
		seen(room.id)
		const state = rooms.get(room.token)
		if (state === undefined) {
			rooms.set(room.token, { room, attendees: new Map(), feed: createFeed((id) => rows.get(id)), believed: new Map() })
		} else if (state.room !== room) {
			Object.assign(state.room, room)
		}
	}
	const applyAttendee = (attendee: Attendee): void => {
		seen(attendee.id)
		const state = rooms.get(attendee.room)
		if (state === undefined) {
			return
		}
		state.attendees.set(actorKey(attendee.actor), attendee)
		if (attendee.actor.type === 'users') {
			const theirs = joined.get(attendee.actor.id) ?? new Map<string, RoomState>()
			joined.set(attendee.actor.id, theirs.set(attendee.room, state))
		}
	}
	const forgetAttendee = (token: string, actor: Actor): void => {
		rooms.get(token)?.attendees.delete(actorKey(actor))
		if (actor.type === 'users') {
			joined.get(actor.id)?.delete(token)
		}
	}
	const applyReaction = (row: Row): void => {
		const key = `${row.text} ${actorKey(row.actor)}`
		if (row.verb === 'reaction') {
			const theirs = reactions.get(row.parent) ?? new Map<string, Row>()
			reactions.set(row.parent, theirs.set(key, row))
			return
		}
		const theirs = reactions.get(row.parent)
		for (const [each, known] of theirs ?? []) {
			if (known.id === row.id) {
				theirs?.delete(each)
			}
		}
		if (theirs?.size === 0) {
			reactions.delete(row.parent)
		}
	}
	const applyRow = (row: Row): void => {
		lastRowId = Math.max(lastRowId, row.id)
		const feed = rooms.get(row.room)?.feed
		const known = rows.get(row.id)
		if (known === undefined) {
			rows.set(row.id, row)
			feed?.insert(row)
		} else if (known !== row) {
			delete known.system
			delete known.edited
			Object.assign(known, row)
		}
		if (row.verb === 'comment_deleted') {
			feed?.uncount(row.id)
		}
		if (row.verb === 'reaction' || row.verb === 'reaction_deleted') {
			applyReaction(row)
		}
	}
	const forgetRows = (token: string): void => {
		const state = rooms.get(token)
		for (const row of state?.feed.rows ?? []) {
			rows.delete(row.id)
			reactions.delete(row.id)
			threads.delete(row.id)
		}
		state?.feed.clear()
		for (const attendee of state?.attendees.values() ?? []) {
			Object.assign(attendee, { lastRead: 0, lastMention: 0, lastMentionDirect: 0 })
		}
	}
	const forgetRoom = (token: string): void => {
		forgetRows(token)
		for (const attendee of rooms.get(token)?.attendees.values() ?? []) {
			forgetAttendee(token, attendee.actor)
		}
		rooms.delete(token)
	}
	const restore = (id: number): void => {
		lastRowId = id
		for (const row of [...rows.values()].filter((each) => each.id > id)) {
			rows.delete(row.id)
			reactions.delete(row.id)
			if (row.verb === 'reaction') {
				applyReaction({ ...row, verb: 'reaction_deleted' })
			}
		}
		for (const { room, attendees, feed, believed } of rooms.values()) {
			feed.cut(id)
			believed.clear()
			if (room.lastMessage > id) {
				room.lastMessage = feed.before(0, 1, false, 0)[0]?.id ?? 0
				room.lastActivity = rows.get(room.lastMessage)?.at ?? room.lastActivity
			}
			for (const attendee of attendees.values()) {
				attendee.lastRead = Math.min(attendee.lastRead, id)
				attendee.lastMention = Math.min(attendee.lastMention, id)
				attendee.lastMentionDirect = Math.min(attendee.lastMentionDirect, id)
			}
		}
	}

	const forgetNode = (id: number): void => {
		const node = nodes.get(id)
		for (const path of node === undefined ? [] : pathsOf(node)) {
			if (paths.get(path) === node) {
				paths.delete(path)
			}
		}
		nodes.delete(id)
	}
	const applyNode = (node: Node): void => {
		forgetNode(node.id)
		seen(Math.max(node.id, ...node.shares.map(({ id }) => id)))
		nodes.set(node.id, node)
		for (const path of pathsOf(node)) {
			paths.set(path, node)
		}
	}

	const take = (change: Change): void => {
		switch (change.kind) {
			case 'person':
				people.set(change.value.uid, change.value)
				lowerCase.set(change.value.uid.toLowerCase(), change.value)
				return
			case 'room':
				applyRoom(change.value)
				return
			case 'attendee':
				applyAttendee(change.value)
				return
			case 'row':
				applyRow(change.value)
				return
			case 'thread':
				threads.set(change.value.id, change.value)
				return
			case 'poll':
				seen(change.value.id)
				polls.set(change.value.id, change.value)
				return
			case 'node':
				applyNode(change.value)
				return
			case 'attendeeGone':
				forgetAttendee(change.room, change.actor)
				return
			case 'roomGone':
				forgetRoom(change.token)
				return
			case 'cleared':
				forgetRows(change.token)
				return
			case 'nodeGone':
				forgetNode(change.id)
				return
			case 'restored':
				restore(change.id)
				return
			default:
				change satisfies never
		}
	}

	return {
		people,
		person: (id) => people.get(id) ?? lowerCase.get(id.toLowerCase()),
		rooms,
		rows,
		reactions,
		threads,
		polls,
		nodes,
		paths,
		roomsOf: (uid) => joined.get(uid)?.values() ?? [],
		nextRowId() {
			// A hole now and then, as rolled back transactions and other apps' comments leave them.
			lastRowId += lastRowId % 7 === 3 ? 3 : 1
			return lastRowId
		},
		nextId: () => ++lastId,
		apply(change) {
			take(change)
			journal.add(change)
		},
		flush: () => journal.flush(),
		changes: () => [
			...[...people.values()].map((value) => ({ kind: 'person', value }) as const),
			...[...rooms.values()].map(({ room }) => ({ kind: 'room', value: room }) as const),
			...[...rooms.values()].flatMap(({ attendees }) => [...attendees.values()].map((value) => ({ kind: 'attendee', value }) as const)),
			...[...rows.values()].map((value) => ({ kind: 'row', value }) as const),
			...[...threads.values()].map((value) => ({ kind: 'thread', value }) as const),
			...[...polls.values()].map((value) => ({ kind: 'poll', value }) as const),
			...[...nodes.values()].map((value) => ({ kind: 'node', value }) as const),
			{ kind: 'restored', id: lastRowId },
		],
	}
}

function pathsOf(node: Node): readonly string[] {
	return [
		`${node.owner} ${node.path}`,
		...node.shares.flatMap(({ targets }) => Object.entries(targets).map(([uid, target]) => `${uid} ${target}`)),
	]
}
