import type { Route } from './router.ts'

import { currentUser, serverCapabilities, setUserSetting } from './account.ts'
import { draftFolder, postAttachment } from './attachments.ts'
import { exit, joinCall, leaveCall, peers, setCallFlags } from './calls.ts'
import { clearHistory, deleteMessage, editMessage, markUnread, postMessage, setReadMarker, shareObject } from './chat.ts'
import { ban, deleteRoom, describe, favorite, notify, rename, setExpiration, setLobby, setMentionPermissions, setModerator, setPublic, setReadOnly } from './moderation.ts'
import { notifications } from './notifications.ts'
import { closePoll, createPoll, showPoll, vote } from './polls.ts'
import { react, reactions, unreact } from './reactions.ts'
import { context, receive } from './read.ts'
import { addParticipant, createRoom, enter, leaveRoom, listRooms, participants, removeAttendee, showRoom } from './rooms.ts'
import { inRoom, open } from './router.ts'
import { createShare } from './shares.ts'
import { recentThreads, renameThread, showThread } from './threads.ts'

const talk = 'apps/spreed/api'
const rooms = `${talk}/v4/room`
const room = `${rooms}/{token}`
const chat = `${talk}/v1/chat/{token}`
const message = `${chat}/{messageId}`
const poll = `${talk}/v1/poll/{token}`
const call = `${talk}/v4/call/{token}`
const reaction = `${talk}/v1/reaction/{token}/{messageId}`

/** Everything under `/ocs/v2.php/`. */
export const routes: readonly Route[] = [
	open('GET', 'cloud/capabilities', serverCapabilities),
	open('GET', 'cloud/user', currentUser),
	open('POST', `${talk}/v1/settings/user`, setUserSetting),

	open('GET', 'apps/notifications/api/v2/notifications', notifications),
	open('POST', 'apps/files_sharing/api/v1/shares', createShare),

	open('GET', rooms, listRooms),
	open('POST', rooms, createRoom),
	open('POST', `${room}/participants/active`, enter),
	open('GET', room, showRoom),
	inRoom('DELETE', `${room}/participants/active`, exit, { lobby: true }),
	inRoom('PUT', room, rename, { lobby: true, moderator: true }),
	inRoom('DELETE', room, deleteRoom, { lobby: true, moderator: true }),
	inRoom('PUT', `${room}/description`, describe, { lobby: true, moderator: true }),
	inRoom('PUT', `${room}/read-only`, setReadOnly, { lobby: true, moderator: true }),
	inRoom('PUT', `${room}/webinar/lobby`, setLobby, { lobby: true, moderator: true }),
	inRoom('POST', `${room}/message-expiration`, setExpiration, { lobby: true, moderator: true, feature: 'message-expiration' }),
	inRoom('PUT', `${room}/mention-permissions`, setMentionPermissions, { lobby: true, moderator: true, feature: 'mention-permissions' }),
	inRoom('POST', `${room}/public`, setPublic, { lobby: true, moderator: true }),
	inRoom('DELETE', `${room}/public`, setPublic, { lobby: true, moderator: true }),
	inRoom('POST', `${room}/notify`, notify, { lobby: true }),
	inRoom('POST', `${room}/favorite`, favorite, { lobby: true }),
	inRoom('DELETE', `${room}/favorite`, favorite, { lobby: true }),
	inRoom('GET', `${room}/participants`, participants),
	inRoom('POST', `${room}/participants`, addParticipant, { lobby: true, moderator: true }),
	inRoom('DELETE', `${room}/participants/self`, leaveRoom, { lobby: true }),
	inRoom('DELETE', `${room}/attendees`, removeAttendee, { lobby: true, moderator: true }),
	inRoom('POST', `${room}/moderators`, setModerator, { lobby: true, moderator: true }),
	inRoom('DELETE', `${room}/moderators`, setModerator, { lobby: true, moderator: true }),
	inRoom('POST', `${talk}/v1/ban/{token}`, ban, { lobby: true, moderator: true, feature: 'ban-v1' }),

	inRoom('GET', chat, receive),
	inRoom('POST', chat, postMessage, { writes: true }),
	inRoom('DELETE', chat, clearHistory, { writes: true, moderator: true, feature: 'clear-history' }),
	inRoom('POST', `${chat}/read`, setReadMarker, { lobby: true }),
	inRoom('DELETE', `${chat}/read`, markUnread, { lobby: true, feature: 'chat-unread' }),
	inRoom('POST', `${chat}/share`, shareObject, { writes: true, feature: 'rich-object-sharing' }),
	inRoom('PUT', message, editMessage, { writes: true, feature: 'edit-messages' }),
	inRoom('DELETE', message, deleteMessage, { writes: true, feature: 'delete-messages' }),
	inRoom('GET', `${message}/context`, context, { feature: 'chat-get-context' }),
	inRoom('POST', `${chat}/attachment/folder`, draftFolder, { writes: true, feature: 'conversation-tags' }),
	inRoom('POST', `${chat}/attachment`, postAttachment, { writes: true, feature: 'conversation-tags' }),
	inRoom('GET', `${chat}/threads/recent`, recentThreads, { feature: 'threads' }),
	inRoom('GET', `${chat}/threads/{threadId}`, showThread, { feature: 'threads' }),
	inRoom('PUT', `${chat}/threads/{threadId}`, renameThread, { writes: true, feature: 'threads' }),
	inRoom('GET', reaction, reactions, { feature: 'reactions' }),
	inRoom('POST', reaction, react, { writes: true, feature: 'reactions' }),
	inRoom('DELETE', reaction, unreact, { writes: true, feature: 'reactions' }),

	inRoom('POST', poll, createPoll, { writes: true, feature: 'talk-polls' }),
	inRoom('GET', `${poll}/{pollId}`, showPoll, { feature: 'talk-polls' }),
	inRoom('POST', `${poll}/{pollId}`, vote, { writes: true, feature: 'talk-polls' }),
	inRoom('DELETE', `${poll}/{pollId}`, closePoll, { writes: true, feature: 'talk-polls' }),

	inRoom('GET', call, peers),
	inRoom('POST', call, joinCall, { writes: true }),
	inRoom('PUT', call, setCallFlags),
	inRoom('DELETE', call, leaveCall),
]
