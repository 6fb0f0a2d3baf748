import type { Ocs } from './ocs.ts'
import type { RoomRequest } from './request.ts'
import type { RoomState } from './store.ts'
import type { Json, Row } from './types.ts'
import type { World } from './world.ts'

import { created, ok, refused } from './ocs.ts'
import { isReplyable, render } from './render.ts'
import { inputOf } from './request.ts'
import { commonlyRead, moderates, roomView } from './roomView.ts'
import { objectIn } from './shares.ts'
import { sameActor } from './types.ts'
import { seconds, sleep } from './world.ts'
import { addSystem, commit, draftRow, isTooLong, trimmed } from './write.ts'

const day = 24 * 60 * 60
const sixHours = 6 * 60 * 60

/** `X-Chat-Last-Common-Read`, for those who let others see what they read. */
export function commonRead(world: World, state: RoomState, request: Pick<RoomRequest, 'person'>): Record<string, string> {
	return request.person.readPrivacy === 0 ? { 'X-Chat-Last-Common-Read': String(commonlyRead(world, state)) } : {}
}

/** `POST chat/{token}` */
export async function postMessage(request: RoomRequest): Promise<Ocs> {
	const { world, state, me } = request
	const input = inputOf(request)
	const text = trimmed(input.required('message'))
	if (text === '') {
		return refused(400, 'message')
	}
	const replyTo = input.number('replyTo')
	const answered = world.store.rows.get(replyTo)
	if (replyTo !== 0 && (answered === undefined || !canBeAnswered(state, answered))) {
		return refused(400, 'reply-to')
	}
	const threads = world.abilities.features.has('threads')
	const threadId = threads && replyTo === 0 ? input.number('threadId') : 0
	if (threadId !== 0 && world.store.threads.get(threadId)?.room !== state.room.token) {
		return refused(400, 'reply-to')
	}
	if (isTooLong(text)) {
		return refused(413, 'message')
	}
	const title = threads && replyTo === 0 && threadId === 0 ? input.text('threadTitle') : ''
	const within = threadId || (answered === undefined ? 0 : answered.topmostParent || answered.id)
	const thread = title !== '' ? { id: 0, title } : world.store.threads.has(within) ? { id: within } : undefined
	const row = draftRow(world, state, {
		verb: 'comment',
		actor: me.actor,
		text,
		parent: answered ?? world.store.rows.get(threadId),
		referenceId: input.text('referenceId'),
		silent: world.abilities.features.has('silent-send') && input.flag('silent'),
		...thread && { thread },
	})
	if (request.commitAfter > 0) {
		await sleep(request.commitAfter, world.signal())
	}
	if (title !== '') {
		world.store.apply({ kind: 'thread', value: { id: row.id, room: row.room, title, replies: 0, last: 0, lastActivity: row.at } })
	}
	commit(world, state, row, { read: true })
	if (title !== '') {
		addSystem(world, state, me.actor, 'thread_created', { thread: row.id, title }, { parent: row, quiet: true, silent: true })
	}
	const shown = render({ world, state, me }, row)
	const parent = answered === undefined ? {} : { parent: render({ world, state, me }, answered) }
	return created({ ...shown, ...parent }, commonRead(world, state, request))
}

function canBeAnswered(state: RoomState, row: Row): boolean {
	return row.room === state.room.token && (row.verb === 'comment' || row.verb === 'object_shared') && isReplyable('comment', row.actor)
}

/** The message that an edit or a deletion is about, or why it is refused. */
function changeable({ world, state, me, params }: RoomRequest): Row | Ocs {
	const row = world.store.rows.get(Number(params.messageId))
	if (row === undefined || row.room !== state.room.token) {
		return refused(404, 'message')
	}
	const bridged = row.actor.type === 'bridged' && me.actor.id === 'bridge-bot'
	if (!sameActor(row.actor, me.actor) && !bridged && (!moderates(me) || state.room.type === 1)) {
		return refused(403, 'permission')
	}
	return row.verb === 'comment' || row.verb === 'object_shared' ? row : refused(405, 'message')
}

const isAnswer = (found: Row | Ocs): found is Ocs => 'status' in found

/** `PUT chat/{token}/{messageId}` */
export function editMessage(request: RoomRequest): Ocs {
	const { world, state, me } = request
	const text = trimmed(inputOf(request).required('message'))
	const row = changeable(request)
	if (isAnswer(row)) {
		return row
	}
	if (state.room.type !== 6 && row.at < seconds(world) - day) {
		return refused(400, 'age')
	}
	if (text === '') {
		return refused(400, 'message')
	}
	if (row.verb === 'object_shared' && row.system?.message !== 'file_shared') {
		return refused(405, 'message')
	}
	if (isTooLong(text)) {
		return refused(413, 'message')
	}
	if (row.system === undefined) {
		row.text = text
	} else {
		const metaData = { ...row.system.parameters.metaData as Readonly<Record<string, Json>>, caption: text }
		row.system = { ...row.system, parameters: { ...row.system.parameters, metaData } }
	}
	row.edited = { by: me.actor, at: seconds(world) }
	world.store.apply({ kind: 'row', value: row })
	return changed(request, row, 'message_edited')
}

/** `DELETE chat/{token}/{messageId}` */
export function deleteMessage(request: RoomRequest): Ocs {
	const { world, me } = request
	const row = changeable(request)
	if (isAnswer(row)) {
		return row
	}
	if (!world.abilities.features.has('delete-messages-unlimited') && row.at < seconds(world) - sixHours) {
		return { status: 400, data: [] }
	}
	const file = row.system?.message === 'file_shared' ? world.store.nodes.get(Number(row.system.parameters.fileId)) : undefined
	if (file !== undefined && row.system?.parameters.share !== undefined) {
		const shares = file.shares.filter(({ id }) => String(id) !== row.system?.parameters.share)
		world.store.apply({ kind: 'node', value: { ...file, shares } })
	}
	row.verb = 'comment_deleted'
	row.text = ''
	row.deletedBy = me.actor
	delete row.system
	delete row.edited
	world.store.apply({ kind: 'row', value: row })
	return changed(request, row, 'message_deleted')
}

function changed(request: RoomRequest, row: Row, message: string): Ocs {
	const { world, state, me } = request
	const told = addSystem(world, state, me.actor, message, { message: String(row.id) }, { parent: row, quiet: true })
	const view = { world, state, me }
	const data = { ...render(view, told), parent: render(view, row) }
	return { status: state.room.bridged ? 202 : 200, data, headers: commonRead(world, state, request) }
}

/** `DELETE chat/{token}` */
export function clearHistory(request: RoomRequest): Ocs {
	const { world, state, me } = request
	if (!moderates(me) || state.room.type === 1) {
		return { status: 403, data: null }
	}
	world.store.apply({ kind: 'cleared', token: state.room.token })
	const told = addSystem(world, state, me.actor, 'history_cleared')
	return ok(render({ world, state, me }, told), commonRead(world, state, request))
}

/** `POST chat/{token}/read` */
export function setReadMarker(request: RoomRequest): Ocs {
	const { world, state, me } = request
	const input = inputOf(request)
	return mark(request, input.has('lastReadMessage') ? input.number('lastReadMessage', 0, [-2, Infinity]) : state.room.lastMessage || -2, world, me)
}

/** `DELETE chat/{token}/read` */
export function markUnread(request: RoomRequest): Ocs {
	const { world, state, me } = request
	const earlier = state.feed.before(state.room.lastMessage, 200, true, 0)
	const messages = earlier.filter(({ verb }) => verb === 'comment' || verb === 'object_shared')
	const last = messages[0]?.id === state.room.lastMessage ? messages[1] : messages[0]
	return mark(request, last?.id ?? -2, world, me)
}

function mark(request: RoomRequest, id: number, world: World, me: RoomRequest['me']): Ocs {
	// -1 means in Talk that the marker is not known yet: it becomes none.
	me.lastRead = id === -1 ? 0 : id
	if (id === request.state.room.lastMessage) {
		world.bell.read(request.state.room.token, me.actor.id)
	}
	me.lastActivity = seconds(world)
	world.store.apply({ kind: 'attendee', value: me })
	return ok(roomView(world, request.state, me), commonRead(world, request.state, request))
}

/** A `geo:` URI (Talk: ChatManager::GEO_LOCATION_VALIDATOR). */
const place = /^geo:-?\d+(?:\.\d+)?,-?\d+(?:\.\d+)?(?:,-?\d+(?:\.\d+)?)?(?:;crs=wgs84)?(?:;u=\d+(?:\.\d+)?)?$/i

/** What the server's rich objects (server: lib/public/RichObjectStrings/Definitions.php) can't do without. */
const neededByType: Readonly<Record<string, readonly string[]>> = {
	'geo-location': ['id', 'name', 'latitude', 'longitude'],
	'deck-card': ['id', 'name', 'boardname', 'stackname', 'link'],
	'talk-poll': ['id', 'name'],
	file: ['id', 'name', 'path'],
	highlight: ['id', 'name'],
}

/** `POST chat/{token}/share` */
export function shareObject(request: RoomRequest): Ocs {
	const { world, state, me } = request
	const input = inputOf(request)
	const [type, id] = [input.required('objectType'), input.required('objectId')]
	const written = input.text('metaData')
	const icon = `${world.url()}/ocs/v2.php/apps/spreed/api/v1/room/${state.room.token}/avatar?v=${state.room.avatarVersion}`
	const metaData = { ...objectIn(written), type, id, 'icon-url': icon }
	const needed = neededByType[type]
	const misplaced = type === 'geo-location' && !place.test(id)
	if (needed === undefined || misplaced || needed.some((each) => !(each in metaData))) {
		return refused(400, 'object')
	}
	const thread = world.store.threads.get(input.number('threadId'))
	const parent = thread?.room === state.room.token ? world.store.rows.get(thread.id) : undefined
	const row = draftRow(world, state, {
		verb: 'object_shared',
		actor: me.actor,
		system: { message: 'object_shared', parameters: { objectType: type, objectId: id, metaData } },
		referenceId: input.text('referenceId'),
		parent,
	})
	commit(world, state, row, { read: true })
	return created(render({ world, state, me }, row), commonRead(world, state, request))
}
