import type { Ocs } from './ocs.ts'
import type { Request } from './request.ts'
import type { RoomState } from './store.ts'
import type { Actor, Json, Node, Row } from './types.ts'
import type { World } from './world.ts'

import { nodeAt, pathFor } from './files.ts'
import { ok } from './ocs.ts'
import { inputOf } from './request.ts'
import { addRow, addSystem, trimmed } from './write.ts'

const refusal = (status: number, message: string): Ocs => ({ status, data: [], message })

/** `POST apps/files_sharing/api/v1/shares`, for shares into conversations (shareType 10) only. */
export function createShare(request: Request): Ocs {
	const { world, person } = request
	const { store } = world
	const input = inputOf(request)
	const path = input.text('path')
	if (path === '') {
		return refusal(404, 'Please specify a file or folder path')
	}
	const node = nodeAt(store, person.uid, `/${path.replace(/^\/+/, '')}`)
	if (node === undefined) {
		return refusal(404, 'Wrong path, file/folder does not exist')
	}
	if (input.number('shareType') !== 10) {
		return refusal(400, 'Unknown share type')
	}
	const state = store.rooms.get(input.text('shareWith'))
	const me = state?.attendees.get(`users/${person.uid}`)
	if (state === undefined || me === undefined || state.room.readOnly === 1) {
		return refusal(404, 'Conversation not found')
	}
	const known = node.shares.find(({ room }) => room === state.room.token)
	const share = known ?? { id: store.nextId(), room: state.room.token, targets: {} }
	if (known === undefined) {
		store.apply({ kind: 'node', value: { ...node, shares: [...node.shares, share] } })
		mountForAll(world, state, node.id)
	}
	const metaData = metaDataIn(input.text('talkMetaData'), node.mime)
	tellOfFile(world, state, me.actor, { fileId: node.id, share: String(share.id), metaData, referenceId: input.text('referenceId') })
	// The real one posts again too before it says so (Talk: BeforeDuplicateShareSentEvent).
	return known === undefined ? ok(shareView(request, state, node, share.id)) : refusal(403, 'Path is already shared with this conversation')
}

/** Everybody who is in the room now gets their place for it, in the order of their joining. */
function mountForAll({ store }: World, { attendees }: RoomState, id: number): void {
	for (const { actor } of attendees.values()) {
		const node = store.nodes.get(id)
		if (actor.type === 'users' && node !== undefined) {
			pathFor(store, node, actor.id)
		}
	}
}

export interface FileMessage {
	readonly fileId: number
	/** Missing where a folder is shared and the file lies in it. */
	readonly share?: string
	readonly metaData: Readonly<Record<string, Json>>
	readonly referenceId: string
}

/** Posts the message of a shared file; answers, silence and threads are told by the meta data. */
export function tellOfFile(world: World, state: RoomState, actor: Actor, { fileId, share, metaData, referenceId }: FileMessage): Row {
	const { store } = world
	const { silent, replyTo, threadId, threadTitle, ...kept } = metaData
	const answered = store.rows.get(Number(replyTo ?? 0))
	const thread = store.threads.get(Number(threadId ?? 0))
	const inRoom = (row: Row | undefined): Row | undefined => row?.room === state.room.token ? row : undefined
	const title = typeof threadTitle === 'string' && world.abilities.features.has('threads') ? trimmed(threadTitle) : ''
	const row = addRow(world, state, {
		verb: 'object_shared',
		actor,
		system: { message: 'file_shared', parameters: { fileId: String(fileId), ...share !== undefined && { share }, metaData: kept } },
		parent: inRoom(answered) ?? inRoom(store.rows.get(thread?.id ?? 0)),
		referenceId,
		silent: Boolean(silent),
		read: true,
	})
	if (title !== '' && row.topmostParent === 0) {
		store.apply({ kind: 'thread', value: { id: row.id, room: row.room, title, replies: 0, last: 0, lastActivity: row.at } })
		addSystem(world, state, actor, 'thread_created', { thread: row.id, title }, { parent: row, quiet: true, silent: true })
	}
	return row
}

/** Only MP3 and WAV can be voice messages; a caption without text is none. */
export function metaDataIn(text: string, mime: string): Readonly<Record<string, Json>> {
	const { caption, messageType, ...rest } = objectIn(text)
	const words = typeof caption === 'string' ? trimmed(caption) : ''
	const voice = messageType === 'voice-message' && mime !== 'audio/mpeg' && mime !== 'audio/wav'
	return { ...rest, ...words !== '' && { caption: words }, ...messageType !== undefined && !voice && { messageType }, mimeType: mime }
}

/** The object that a text of JSON stands for; an empty one for anything else. */
export function objectIn(text: string): Readonly<Record<string, Json>> {
	try {
		const value = JSON.parse(text) as Json
		return value !== null && typeof value === 'object' && !Array.isArray(value) ? value as Readonly<Record<string, Json>> : {}
	} catch (error) {
		if (error instanceof SyntaxError) {
			return {}
		}
		throw error
	}
}

function shareView({ world, person }: Request, { room }: RoomState, node: Node, id: number): Json {
	const name = node.path.slice(node.path.lastIndexOf('/') + 1)
	return {
		id: String(id),
		share_type: 10,
		uid_owner: person.uid,
		displayname_owner: person.displayName,
		permissions: 19,
		can_edit: true,
		can_delete: true,
		stime: Math.floor(world.now() / 1000),
		parent: null,
		expiration: null,
		token: null,
		uid_file_owner: node.owner,
		note: '',
		label: '',
		displayname_file_owner: world.store.people.get(node.owner)?.displayName ?? node.owner,
		path: node.path,
		item_type: node.folder ? 'folder' : 'file',
		item_permissions: 27,
		'is-mount-root': false,
		'mount-type': '',
		mimetype: node.mime,
		has_preview: /^(?:image|text|video)\//.test(node.mime),
		storage_id: `home::${node.owner}`,
		storage: 3,
		item_source: node.id,
		file_source: node.id,
		file_parent: 0,
		file_target: `/{TALK_PLACEHOLDER}/${name}`,
		item_size: node.size,
		item_mtime: node.changed,
		share_with: room.token,
		share_with_displayname: room.name,
		share_with_link: `${world.url()}/call/${room.token}`,
		mail_send: 0,
		hide_download: 0,
		attributes: null,
	}
}
