import type { Ocs } from './ocs.ts'
import type { RoomRequest } from './request.ts'
import type { Room, SystemMessage } from './types.ts'

import { ok, refused } from './ocs.ts'
import { inputOf } from './request.ts'
import { leave } from './rooms.ts'
import { roomView } from './roomView.ts'
import { actorKey } from './types.ts'
import { seconds } from './world.ts'
import { addSystem } from './write.ts'

/** Changes the room and says so, if there is anything to change. */
function change(request: RoomRequest, changes: Partial<Room>, message: string, parameters: SystemMessage['parameters'] = {}): Ocs {
	const { world, state, me } = request
	Object.assign(state.room, changes)
	world.store.apply({ kind: 'room', value: state.room })
	addSystem(world, state, me.actor, message, parameters)
	return ok(roomView(world, state, me))
}

/** `PUT room/{token}` */
export function rename(request: RoomRequest): Ocs {
	const { state: { room } } = request
	const name = inputOf(request).required('roomName').trim()
	if (room.type === 1) {
		return refused(400, 'type')
	}
	if (name === '' || name.length > 255) {
		return refused(400, 'value')
	}
	return name === room.name ? unchanged(request) : change(request, { name }, 'conversation_renamed', { newName: name, oldName: room.name })
}

/** `PUT room/{token}/description` */
export function describe(request: RoomRequest): Ocs {
	const description = inputOf(request).required('description').trim()
	if (description.length > 2000) {
		return refused(400, 'value')
	}
	return description === request.state.room.description
		? unchanged(request)
		: change(request, { description }, description === '' ? 'description_removed' : 'description_set', { newDescription: description })
}

/** `PUT room/{token}/read-only` */
export function setReadOnly(request: RoomRequest): Ocs {
	const readOnly = inputOf(request).number('state') === 1 ? 1 : 0
	return readOnly === request.state.room.readOnly
		? unchanged(request)
		: change(request, { readOnly }, readOnly === 1 ? 'read_only' : 'read_only_off')
}

/** `PUT room/{token}/webinar/lobby` */
export function setLobby(request: RoomRequest): Ocs {
	const lobbyState = inputOf(request).number('state') === 1 ? 1 : 0
	return lobbyState === request.state.room.lobbyState
		? unchanged(request)
		: change(request, { lobbyState }, lobbyState === 1 ? 'lobby_non_moderators' : 'lobby_none')
}

/** `POST room/{token}/message-expiration`: said each time, even where nothing changes. */
export function setExpiration(request: RoomRequest): Ocs {
	const messageExpiration = inputOf(request).requiredNumber('seconds')
	const message = messageExpiration === 0 ? 'message_expiration_disabled' : 'message_expiration_enabled'
	return messageExpiration < 0 ? refused(400, 'value') : change(request, { messageExpiration }, message, { seconds: messageExpiration })
}

/** `PUT room/{token}/mention-permissions` */
export function setMentionPermissions(request: RoomRequest): Ocs {
	const { world, state } = request
	const permissions = inputOf(request).requiredNumber('mentionPermissions')
	if (permissions !== 0 && permissions !== 1) {
		return refused(400, 'value')
	}
	state.room.mentionPermissions = permissions
	world.store.apply({ kind: 'room', value: state.room })
	return unchanged(request)
}

/** `POST` and `DELETE room/{token}/public` */
export function setPublic(request: RoomRequest): Ocs {
	const type = request.method === 'POST' ? 3 : 2
	return type === request.state.room.type
		? unchanged(request)
		: change(request, { type }, type === 3 ? 'guests_allowed' : 'guests_disallowed')
}

function unchanged({ world, state, me }: RoomRequest): Ocs {
	return ok(roomView(world, state, me))
}

/** `POST room/{token}/notify` */
export function notify(request: RoomRequest): Ocs {
	const { world, state, me } = request
	const level = inputOf(request).number('level', -1)
	if (![1, 2, 3].includes(level)) {
		return refused(400, 'level')
	}
	me.notificationLevel = level
	me.lastActivity = seconds(world)
	world.store.apply({ kind: 'attendee', value: me })
	return ok(roomView(world, state, me))
}

/** `POST` and `DELETE room/{token}/favorite` */
export function favorite(request: RoomRequest): Ocs {
	const { world, state, me } = request
	me.favorite = request.method === 'POST'
	me.lastActivity = seconds(world)
	world.store.apply({ kind: 'attendee', value: me })
	return ok(roomView(world, state, me))
}

/** `POST` and `DELETE room/{token}/moderators` */
export function setModerator(request: RoomRequest): Ocs {
	const { world, state, me } = request
	const id = inputOf(request).number('attendeeId')
	const attendee = [...state.attendees.values()].find((each) => each.id === id)
	if (attendee === undefined) {
		return refused(404, 'participant')
	}
	const promoted = request.method === 'POST'
	if (attendee.type !== (promoted ? 3 : 2)) {
		return { status: 400, data: null }
	}
	attendee.type = promoted ? 2 : 3
	world.store.apply({ kind: 'attendee', value: attendee })
	addSystem(world, state, me.actor, promoted ? 'moderator_promoted' : 'moderator_demoted', { user: attendee.actor.id })
	return ok(null)
}

/** `POST ban/{token}`: bans somebody and takes them out of the room. */
export function ban(request: RoomRequest): Ocs {
	const { world, state, me } = request
	const input = inputOf(request)
	const actor = { type: 'users', id: input.required('actorId') } as const
	const attendee = state.attendees.get(actorKey(actor))
	if (attendee === undefined || attendee === me) {
		return refused(400, attendee === me ? 'self' : 'bannedActor')
	}
	state.room.banned.push(actorKey(actor))
	world.store.apply({ kind: 'room', value: state.room })
	leave(world, state, attendee, me.actor)
	return ok({
		id: world.store.nextId(),
		moderatorActorType: me.actor.type,
		moderatorActorId: me.actor.id,
		moderatorDisplayName: me.displayName,
		bannedActorType: actor.type,
		bannedActorId: actor.id,
		bannedDisplayName: attendee.displayName,
		bannedTime: Math.floor(world.now() / 1000),
		internalNote: input.text('internalNote'),
	})
}

/** `DELETE room/{token}` */
export function deleteRoom({ world, state }: RoomRequest): Ocs {
	if (state.room.type === 1) {
		return { status: 400, data: null }
	}
	world.store.apply({ kind: 'roomGone', token: state.room.token })
	return ok(null)
}
