import type { Ocs } from './ocs.ts'
import type { RoomRequest } from './request.ts'
import type { RoomState } from './store.ts'
import type { Attendee } from './types.ts'
import type { World } from './world.ts'

import { ok } from './ocs.ts'
import { inputOf } from './request.ts'
import { moderates } from './roomView.ts'
import { seconds } from './world.ts'
import { addSystem } from './write.ts'

const noSession: Ocs = { status: 404, data: null }

/** `GET call/{token}` */
export function peers({ state }: RoomRequest): Ocs {
	const { token } = state.room
	return ok(inCall(state).map(({ actor: { type, id }, displayName, lastPing, sessionId }) => ({
		actorType: type,
		actorId: id,
		displayName,
		token,
		lastPing,
		sessionId,
	})))
}

/** `POST call/{token}`; only for those who have entered the room. */
export function joinCall(request: RoomRequest): Ocs {
	const { world, state, me } = request
	const input = inputOf(request)
	if (me.sessionId === '') {
		return noSession
	}
	const running = inCall(state).length > 0
	if (me.inCall === 0) {
		const silent = !running && input.flag('silent')
		addSystem(world, state, me.actor, running ? 'call_joined' : 'call_started', {}, { silent })
	}
	setFlags(world, me, input.number('flags', 7))
	if (!running) {
		state.room.callSince = seconds(world)
		state.room.callUsers = []
	}
	if (!state.room.callUsers.includes(me.actor.id)) {
		state.room.callUsers.push(me.actor.id)
	}
	world.store.apply({ kind: 'room', value: state.room })
	return ok(null)
}

/** `PUT call/{token}` */
export function setCallFlags(request: RoomRequest): Ocs {
	if (request.me.sessionId === '') {
		return noSession
	}
	if (request.me.inCall === 0) {
		return { status: 400, data: null }
	}
	setFlags(request.world, request.me, inputOf(request).number('flags'))
	return ok(null)
}

/** `DELETE call/{token}`; with `all`, moderators end it for everybody. */
export function leaveCall(request: RoomRequest): Ocs {
	const { world, state, me } = request
	if (me.sessionId === '') {
		return noSession
	}
	if (inputOf(request).flag('all') && moderates(me)) {
		if (state.room.callSince !== 0) {
			for (const attendee of inCall(state)) {
				setFlags(world, attendee, 0)
			}
			end(world, state, me, 'call_ended_everyone')
		}
		return ok(null)
	}
	leaveCallOf(world, state, me)
	return ok(null)
}

/** `DELETE room/{token}/participants/active`: out of the room, and of its call. */
export function exit({ world, state, me }: RoomRequest): Ocs {
	leaveCallOf(world, state, me)
	me.sessionId = ''
	world.store.apply({ kind: 'attendee', value: me })
	if (me.type === 5) {
		world.store.apply({ kind: 'attendeeGone', room: state.room.token, actor: me.actor })
	}
	return ok(null)
}

function leaveCallOf(world: World, state: RoomState, me: Attendee): void {
	if (me.inCall === 0) {
		return
	}
	setFlags(world, me, 0)
	addSystem(world, state, me.actor, 'call_left')
	if (inCall(state).length === 0) {
		end(world, state, me, 'call_ended')
	}
}

function end(world: World, state: RoomState, by: Attendee, message: 'call_ended' | 'call_ended_everyone'): void {
	const { room } = state
	const parameters = { users: room.callUsers, guests: 0, cloudIds: [], duration: seconds(world) - room.callSince }
	room.callSince = 0
	world.store.apply({ kind: 'room', value: room })
	addSystem(world, state, by.actor, message, parameters)
}

function inCall({ attendees }: RoomState): readonly Attendee[] {
	return [...attendees.values()].filter((each) => each.inCall !== 0)
}

function setFlags(world: World, attendee: Attendee, flags: number): void {
	attendee.inCall = flags
	world.store.apply({ kind: 'attendee', value: attendee })
}
