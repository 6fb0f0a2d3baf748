import type { Ocs } from './ocs.ts'
import type { RoomRequest } from './request.ts'

import { folderAt } from './dav.ts'
import { freeName, nodeAt, pathFor } from './files.ts'
import { mimeOf } from './mime.ts'
import { ok, refused } from './ocs.ts'
import { inputOf } from './request.ts'
import { metaDataIn, tellOfFile } from './shares.ts'

/** Where this person's attachments for this room lie: a folder of the conversation, in it a draft folder and one that the room sees. */
function folders({ world, state, person }: RoomRequest): { readonly draft: string, readonly shown: string } {
	const { room } = state
	const clean = (name: string): string => name.replace(/[\\/:*?"<>|]/g, ' ').trim()
	const folder = `/Talk/${clean(room.name)}-${room.token}`
	const paths = { draft: `${folder}/Draft`, shown: `${folder}/${clean(person.displayName)}-${person.uid}` }
	for (const path of ['/Talk', folder, paths.draft]) {
		folderAt(world, person.uid, path)
	}
	const shown = folderAt(world, person.uid, paths.shown)
	if (!shown.shares.some((share) => share.room === room.token)) {
		const shares = [...shown.shares, { id: world.store.nextId(), room: room.token, targets: {} }]
		world.store.apply({ kind: 'node', value: { ...shown, shares } })
	}
	return paths
}

/** `POST chat/{token}/attachment/folder`: where to upload to, and what names the files would get. */
export function draftFolder(request: RoomRequest): Ocs {
	const { world, person } = request
	const { draft, shown } = folders(request)
	const names = inputOf(request).list('fileNames').map(String)
	const taken = (name: string): boolean => world.store.paths.has(`${person.uid} ${shown}/${name}`)
	const renames = names.map((name) => ({ [name]: freeName(name.replaceAll('/', '_'), taken, 1) }))
	return ok({ folder: draft.slice(1), renames })
}

/** `POST chat/{token}/attachment`: moves a file out of the draft folder and posts it. */
export function postAttachment(request: RoomRequest): Ocs {
	const { world, state, person, me } = request
	const { store } = world
	const input = inputOf(request)
	const path = `/${input.required('filePath').replace(/^\/+/, '')}`
	const referenceId = input.required('referenceId')
	const { draft, shown } = folders(request)
	const node = nodeAt(store, person.uid, path)
	if (node === undefined) {
		return refused(404, 'File not found')
	}
	if (node.folder) {
		return refused(400, 'Path must point to a file')
	}
	if (path.slice(0, path.lastIndexOf('/')) !== draft) {
		return refused(422, 'File is not inside the conversation draft folder for this room')
	}
	const wanted = input.text('fileName') || path.slice(path.lastIndexOf('/') + 1)
	const name = freeName(wanted.replaceAll('/', '_'), (each) => store.paths.has(`${person.uid} ${shown}/${each}`), 1)
	const folder = folderAt(world, person.uid, shown)
	for (const { actor } of state.attendees.values()) {
		if (actor.type === 'users') {
			pathFor(store, folder, actor.id)
		}
	}
	const mime = mimeOf(name)
	store.apply({ kind: 'node', value: { ...node, path: `${shown}/${name}`, mime } })
	tellOfFile(world, state, me.actor, { fileId: node.id, metaData: metaDataIn(input.text('talkMetaData'), mime), referenceId })
	return ok({ renames: [{ [wanted]: name }] })
}
