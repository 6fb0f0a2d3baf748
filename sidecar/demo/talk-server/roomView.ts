import type { Rendered } from './render.ts'
import type { RoomState } from './store.ts'
import type { Attendee } from './types.ts'
import type { World } from './world.ts'

import { isExpired, render } from './render.ts'

export const moderates = ({ type }: Attendee): boolean => type === 1 || type === 2 || type === 6

/** What somebody may do in a room, as Talk's bit mask; from Talk 24 on with the permission to react. */
export function permissions({ abilities }: World, attendee: Attendee): number {
	const all = abilities.features.has('react-permission') ? 510 : 254
	return moderates(attendee) ? all : all - 8
}

/** Whether the lobby keeps this attendee out. */
export const kept = ({ room }: RoomState, attendee: Attendee): boolean => room.lobbyState === 1 && !moderates(attendee)

/** A conversation as its participants see it (Talk: lib/Service/RoomFormatter.php). */
export function roomView(world: World, state: RoomState, me: Attendee): Rendered {
	const { store, abilities: { features } } = world
	const { room } = state
	const waiting = kept(state, me)
	const lastRead = me.lastRead === 0 ? -2 : me.lastRead
	const unread = waiting ? 0 : room.lastMessage === me.lastRead ? 0 : state.feed.unreadAfter(me.lastRead)
	const person = store.people.get(me.actor.id)
	const newest = waiting ? undefined : store.rows.get(room.lastMessage)
	const last = newest === undefined || isExpired(world, newest) ? undefined : newest
	const other = room.type === 1 ? [...state.attendees.values()].find((each) => each !== me) : undefined
	return {
		id: room.id,
		token: room.token,
		type: room.type,
		name: other?.actor.id ?? room.name,
		displayName: other?.displayName ?? room.name,
		objectType: '',
		objectId: '',
		participantType: me.type,
		participantFlags: me.inCall,
		readOnly: room.readOnly,
		hasPassword: false,
		hasCall: room.callSince !== 0 && !waiting,
		callStartTime: room.callSince,
		callRecording: 0,
		canStartCall: !waiting,
		lastActivity: room.lastActivity,
		lastReadMessage: lastRead,
		unreadMessages: !waiting && lastRead === -2 && unread === 0 ? 1 : unread,
		unreadMention: unread !== 0 && me.lastRead < me.lastMention,
		...features.has('direct-mention-flag') && { unreadMentionDirect: unread !== 0 && me.lastRead < me.lastMentionDirect },
		isFavorite: me.favorite,
		canLeaveConversation: room.type !== 6,
		canDeleteConversation: room.type !== 1 && moderates(me),
		notificationLevel: me.notificationLevel === 0 ? 1 : me.notificationLevel,
		notificationCalls: me.notificationCalls,
		lobbyState: room.lobbyState,
		lobbyTimer: 0,
		lastPing: me.lastPing,
		sessionId: me.sessionId === '' ? '0' : me.sessionId,
		sipEnabled: 0,
		actorType: me.actor.type,
		actorId: me.actor.id,
		attendeeId: me.id,
		permissions: permissions(world, me),
		attendeePermissions: 0,
		callPermissions: 0,
		defaultPermissions: 0,
		canEnableSIP: false,
		attendeePin: '',
		description: room.description,
		lastCommonReadMessage: person?.readPrivacy === 0 ? commonlyRead(world, state) : 0,
		listable: room.listable,
		callFlag: callFlag(state),
		...features.has('message-expiration') && { messageExpiration: room.messageExpiration },
		...features.has('avatar') && { avatarVersion: room.avatarVersion, isCustomAvatar: false },
		...features.has('breakout-rooms-v1') && { breakoutRoomMode: 0, breakoutRoomStatus: 0 },
		...features.has('recording-consent') && { recordingConsent: 0 },
		...features.has('mention-permissions') && { mentionPermissions: room.mentionPermissions, liveTranscriptionLanguageId: '' },
		...features.has('pinned-messages') && { lastPinnedId: 0, hiddenPinnedId: 0 },
		...features.has('archived-conversations-v2') && { isArchived: false, isImportant: false, isSensitive: false },
		...features.has('conversation-tags') && { tagIds: [], hasScheduledMessages: 0, attributes: 0 },
		...last !== undefined && { lastMessage: render({ world, state, me, inexact: true }, last) },
	}
}

/** A public conversation as people see it who are not in it: nothing of it but that it is there. */
export function strangersView(world: World, state: RoomState): Rendered {
	const nobody: Attendee = {
		id: 0,
		room: state.room.token,
		actor: { type: 'guests', id: '' },
		displayName: '',
		type: 4,
		lastRead: 0,
		lastMention: 0,
		lastMentionDirect: 0,
		lastActivity: 0,
		notificationLevel: 3,
		notificationCalls: 0,
		favorite: false,
		sessionId: '',
		lastPing: 0,
		inCall: 0,
	}
	return {
		...roomView(world, state, nobody),
		lastMessage: undefined,
		name: '',
		displayName: '',
		readOnly: 0,
		hasCall: false,
		callStartTime: 0,
		canStartCall: false,
		lastActivity: 0,
		lastReadMessage: 0,
		unreadMessages: 0,
		canLeaveConversation: false,
		lobbyState: 0,
		actorType: '',
		permissions: 1,
		attendeePermissions: 1,
		callPermissions: 1,
		defaultPermissions: 1,
		description: '',
		listable: 0,
		callFlag: 0,
	}
}

/** The smallest read marker of those who let others see theirs. */
export function commonlyRead({ store }: World, state: RoomState): number {
	let least = Infinity
	for (const { actor, lastRead } of state.attendees.values()) {
		if (actor.type === 'users' && store.people.get(actor.id)?.readPrivacy === 0) {
			least = Math.min(least, lastRead)
		}
	}
	return least === Infinity ? 0 : least
}

function callFlag({ room, attendees }: RoomState): number {
	let flag = 0
	if (room.callSince !== 0) {
		for (const { inCall } of attendees.values()) {
			flag |= inCall
		}
	}
	return flag
}
