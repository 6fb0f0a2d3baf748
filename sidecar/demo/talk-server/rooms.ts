import type { Ocs } from './ocs.ts'
import type { Request, RoomRequest } from './request.ts'
import type { RoomState } from './store.ts'
import type { Actor, Attendee, ParticipantType, Room, RoomType } from './types.ts'
import type { World } from './world.ts'

import { randomBytes } from 'node:crypto'
import { created, ok, refused } from './ocs.ts'
import { inputOf } from './request.ts'
import { moderates, permissions, roomView, strangersView } from './roomView.ts'
import { actorKey } from './types.ts'
import { seconds } from './world.ts'
import { addSystem } from './write.ts'

/** Changes when the server's capabilities do. */
const talkHash = ({ abilities }: World): Record<string, string> => ({ 'X-Nextcloud-Talk-Hash': `talk-${abilities.talk}` })

/** `GET room` */
export function listRooms(request: Request): Ocs {
	const { world, person } = request
	const input = inputOf(request)
	const since = input.number('modifiedSince')
	const now = seconds(world)
	const mine: { readonly state: RoomState, readonly me: Attendee }[] = []
	for (const state of world.store.roomsOf(person.uid)) {
		const me = state.attendees.get(`users/${person.uid}`)
		const moved = Math.max(state.room.lastActivity, me?.lastActivity ?? 0) >= since
		if (me !== undefined && (since === 0 || moved || state.room.callSince !== 0)) {
			mine.push({ state, me })
		}
	}
	const withLast = input.flag('includeLastMessage', true)
	const views = mine.map(({ state, me }) => ({ ...roomView(world, state, me), ...!withLast && { lastMessage: undefined } }))
	return ok(views, { ...talkHash(world), 'X-Nextcloud-Talk-Modified-Before': String(now) })
}

/** `GET room/{token}` */
export function showRoom({ world, person, params }: Request): Ocs {
	const state = world.store.rooms.get(params.token ?? '')
	const me = state?.attendees.get(`users/${person.uid}`)
	if (state === undefined || (me === undefined && state.room.type !== 3)) {
		return { status: 404, data: [] }
	}
	return ok(me === undefined ? strangersView(world, state) : roomView(world, state, me), talkHash(world))
}

export interface Wanted { readonly token?: string, readonly type: RoomType, readonly name: string, readonly description?: string }

/** A room without members. */
export function makeRoom(world: World, wanted: Wanted): RoomState {
	const room: Room = {
		id: world.store.nextId(),
		token: wanted.token ?? freeToken(world),
		type: wanted.type,
		name: wanted.name,
		description: wanted.description ?? '',
		readOnly: 0,
		lobbyState: 0,
		listable: 0,
		lastActivity: seconds(world),
		lastMessage: 0,
		callSince: 0,
		callUsers: [],
		avatarVersion: randomBytes(4).toString('hex'),
		messageExpiration: 0,
		mentionPermissions: 0,
		banned: [],
		bridged: false,
	}
	world.store.apply({ kind: 'room', value: room })
	const state = world.store.rooms.get(room.token)
	if (state === undefined) {
		throw new Error(`the room ${room.token} was not stored`)
	}
	return state
}

/** Makes somebody a participant; they have read what is there already. */
export function join(world: World, { room }: RoomState, actor: Actor, type: ParticipantType, displayName?: string): Attendee {
	const attendee: Attendee = {
		id: world.store.nextId(),
		room: room.token,
		actor,
		displayName: displayName ?? world.store.people.get(actor.id)?.displayName ?? actor.id,
		type,
		lastRead: room.lastMessage,
		lastMention: 0,
		lastMentionDirect: 0,
		lastActivity: seconds(world),
		notificationLevel: 0,
		notificationCalls: 1,
		favorite: false,
		sessionId: '',
		lastPing: 0,
		inCall: 0,
	}
	world.store.apply({ kind: 'attendee', value: attendee })
	return attendee
}

/** Letters and digits that can't be mistaken for one another, as Talk makes its tokens. */
function freeToken({ store }: World): string {
	const letters = 'abcdefgijkmnopqrstwxyz23456789'
	for (;;) {
		const token = [...randomBytes(8)].map((byte) => letters[byte % letters.length]).join('')
		if (!store.rooms.has(token)) {
			return token
		}
	}
}

/** `POST room` */
export function createRoom(request: Request): Ocs {
	const { world, person } = request
	const input = inputOf(request)
	const type = input.number('roomType', 2)
	const name = input.text('roomName').trim() || '---'
	const invited = input.text('invite')
	if (type === 1) {
		return oneToOne(world, person.uid, invited)
	}
	if (type !== 2 && type !== 3) {
		return refused(400, 'type')
	}
	const state = makeRoom(world, { type, name, description: input.text('description') })
	const me = join(world, state, { type: 'users', id: person.uid }, 1)
	me.lastRead = addSystem(world, state, me.actor, 'conversation_created').id
	world.store.apply({ kind: 'attendee', value: me })
	if (invited !== '' && world.store.people.has(invited)) {
		invite(world, state, me, invited)
	}
	return created(roomView(world, state, me))
}

function oneToOne(world: World, uid: string, other: string): Ocs {
	if (!world.store.people.has(other) || other === uid) {
		return refused(404, 'invite')
	}
	for (const state of world.store.roomsOf(uid)) {
		const me = state.attendees.get(`users/${uid}`)
		if (state.room.type === 1 && me !== undefined && state.attendees.has(`users/${other}`)) {
			return ok(roomView(world, state, me))
		}
	}
	const state = makeRoom(world, { type: 1, name: JSON.stringify([uid, other].toSorted()) })
	const me = join(world, state, { type: 'users', id: uid }, 1)
	join(world, state, { type: 'users', id: other }, 1)
	me.lastRead = addSystem(world, state, me.actor, 'conversation_created').id
	world.store.apply({ kind: 'attendee', value: me })
	return created(roomView(world, state, me))
}

function invite(world: World, state: RoomState, by: Attendee, uid: string): void {
	join(world, state, { type: 'users', id: uid }, 3)
	addSystem(world, state, by.actor, 'user_added', { user: uid })
	world.bell.invited(state.room.token, uid, by.actor)
}

/** `GET room/{token}/participants` */
export function participants({ world, state, query }: RoomRequest): Ocs {
	const withStatus = ['1', 'true'].includes(query.get('includeStatus') ?? '')
	const list = [...state.attendees.values()].map((attendee) => ({
		roomToken: state.room.token,
		inCall: attendee.inCall,
		lastPing: attendee.lastPing,
		sessionIds: attendee.sessionId === '' ? [] : [attendee.sessionId],
		participantType: attendee.type,
		attendeeId: attendee.id,
		actorId: attendee.actor.id,
		actorType: attendee.actor.type,
		displayName: world.store.people.get(attendee.actor.id)?.displayName ?? attendee.displayName,
		permissions: permissions(world, attendee),
		attendeePermissions: 0,
		attendeePin: '',
		phoneNumber: '',
		callId: '',
		...withStatus && attendee.actor.type === 'users' && { status: 'offline', statusIcon: null, statusMessage: null, statusClearAt: null },
	}))
	return ok(list, withStatus ? { 'X-Nextcloud-Has-User-Statuses': '1' } : {})
}

/** `POST room/{token}/participants`, by a moderator. */
export function addParticipant(request: RoomRequest): Ocs {
	const { world, state, me } = request
	const input = inputOf(request)
	const uid = input.required('newParticipant')
	const source = input.text('source', 'users')
	if (source === 'federated_users') {
		join(world, state, { type: 'federated_users', id: uid }, 3, uid.slice(0, uid.lastIndexOf('@')))
		addSystem(world, state, me.actor, 'federated_user_added', { federated_user: uid })
		return ok()
	}
	if (source !== 'users' || !world.store.people.has(uid)) {
		return refused(source === 'users' ? 404 : 400, 'new-participant')
	}
	if (!state.attendees.has(`users/${uid}`)) {
		invite(world, state, me, uid)
	}
	return ok()
}

/** `DELETE room/{token}/attendees`, by a moderator. */
export function removeAttendee(request: RoomRequest): Ocs {
	const { world, state, me } = request
	const id = inputOf(request).number('attendeeId')
	const attendee = [...state.attendees.values()].find((each) => each.id === id)
	if (attendee === undefined) {
		return refused(404, 'participant')
	}
	if (attendee.type === 1 && [...state.attendees.values()].filter(({ type }) => type === 1 || type === 2).length === 1) {
		return refused(400, 'last-moderator')
	}
	if (attendee.type === 1) {
		return refused(403, 'owner')
	}
	leave(world, state, attendee, me.actor)
	return ok(null)
}

/** `DELETE room/{token}/participants/self` */
export function leaveRoom({ world, state, me }: RoomRequest): Ocs {
	const others = [...state.attendees.values()].filter((each) => each !== me)
	if (moderates(me) && others.length > 0 && !others.some(moderates)) {
		return refused(400, 'last-moderator')
	}
	leave(world, state, me, me.actor)
	return ok(null)
}

/** Takes an attendee out of the room and says so. */
export function leave(world: World, state: RoomState, attendee: Attendee, by: Actor): void {
	world.store.apply({ kind: 'attendeeGone', room: state.room.token, actor: attendee.actor })
	if (attendee.actor.type === 'users') {
		addSystem(world, state, by, 'user_removed', { user: attendee.actor.id })
	}
}

/** `POST room/{token}/participants/active`: a session in the room. Public rooms may be entered by anybody who logs in. */
export function enter(request: Request): Ocs {
	const { world, person, params } = request
	const state = world.store.rooms.get(params.token ?? '')
	const actor = { type: 'users', id: person.uid } as const
	const known = state?.attendees.get(actorKey(actor))
	if (state === undefined || (known === undefined && state.room.type !== 3 && state.room.listable === 0)) {
		return { status: 404, data: null }
	}
	if (state.room.banned.includes(actorKey(actor))) {
		return refused(403, 'ban')
	}
	const me = known ?? join(world, state, actor, 5)
	me.sessionId = randomBytes(96).toString('base64url').repeat(2).slice(0, 255)
	me.lastPing = seconds(world)
	world.store.apply({ kind: 'attendee', value: me })
	return ok(roomView(world, state, me))
}
