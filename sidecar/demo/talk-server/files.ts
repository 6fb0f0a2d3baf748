import type { View } from './render.ts'
import type { Store } from './store.ts'
import type { Json, Node } from './types.ts'

/** What `path` (with a leading slash) is for this person: their own, or shared with them and not taken back since. */
export function nodeAt(store: Store, uid: string, path: string): Node | undefined {
	const clean = path.length > 1 ? path.replace(/\/+$/, '') : path
	const node = store.paths.get(`${uid} ${clean}`)
	if (node !== undefined) {
		return node.owner === uid || sharedWith(store, node, uid) ? node : undefined
	}
	const slash = clean.lastIndexOf('/')
	if (slash < 1) {
		return undefined
	}
	const folder = nodeAt(store, uid, clean.slice(0, slash))
	return folder === undefined || folder.owner === uid ? undefined : nodeAt(store, folder.owner, `${folder.path}${clean.slice(slash)}`)
}

/** The path (with a leading slash) under which this person sees a file or folder; undefined if they may not. */
export function pathFor(store: Store, node: Node, uid: string): string | undefined {
	if (node.owner === uid) {
		return node.path
	}
	const share = node.shares.find(({ room }) => store.rooms.get(room)?.attendees.has(`users/${uid}`))
	if (share !== undefined) {
		return share.targets[uid] ?? mount(store, node, share.id, uid)
	}
	const slash = node.path.lastIndexOf('/')
	const folder = slash > 0 ? store.paths.get(`${node.owner} ${node.path.slice(0, slash)}`) : undefined
	const above = folder === undefined ? undefined : pathFor(store, folder, uid)
	return above === undefined ? undefined : `${above}${node.path.slice(slash)}`
}

/** `name.txt`, or `name (2).txt` and so on (`from` 2) where `taken` holds. */
export function freeName(name: string, taken: (name: string) => boolean, from = 2): string {
	const dot = name.lastIndexOf('.')
	const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
	let free = name
	for (let count = from; taken(free); count++) {
		free = `${stem} (${count})${ending}`
	}
	return free
}

/** The `file` of a message's parameters; undefined if the file is gone or not for this reader. */
export function sharedFile({ world, state, me, inexact }: View, id: number): Json | undefined {
	const node = world.store.nodes.get(id)
	const uid = me?.actor.type === 'users' ? me.actor.id : undefined
	if (node === undefined || uid === undefined) {
		return undefined
	}
	const path = pathFor(world.store, node, uid)
	if (path === undefined || !reaches(world.store, node, state.room.token)) {
		return undefined
	}
	const name = path.slice(path.lastIndexOf('/') + 1)
	return {
		type: 'file',
		id: String(node.id),
		name,
		size: String(node.size),
		path: inexact ? name : path.slice(1),
		link: `${world.url()}/f/${node.id}`,
		etag: node.etag,
		permissions: inexact || node.owner === uid ? '27' : node.shares.length > 0 ? '19' : '1',
		mimetype: node.mime,
		'preview-available': /^(?:image|text|video|audio\/mpeg)/.test(node.mime) && node.size > 0 ? 'yes' : 'no',
		'hide-download': 'no',
	}
}

/** Whether it, or a folder above it, is shared with the room. */
function reaches(store: Store, node: Node, token: string): boolean {
	if (node.shares.some(({ room }) => room === token)) {
		return true
	}
	const slash = node.path.lastIndexOf('/')
	const folder = slash > 0 ? store.paths.get(`${node.owner} ${node.path.slice(0, slash)}`) : undefined
	return folder !== undefined && reaches(store, folder, token)
}

function sharedWith(store: Store, node: Node, uid: string): boolean {
	return node.shares.some(({ room, targets }) => uid in targets && store.rooms.get(room)?.attendees.has(`users/${uid}`))
}

/** Gives a member a place for what was shared: in their folder `Talk`, under a name that is free there; a folder keeps its path. */
function mount(store: Store, node: Node, share: number, uid: string): string {
	const name = freeName(node.path.slice(node.path.lastIndexOf('/') + 1), (each) => store.paths.has(`${uid} /Talk/${each}`))
	const target = node.folder ? node.path : `/Talk/${name}`
	const shares = node.shares.map((each) => each.id === share ? { ...each, targets: { ...each.targets, [uid]: target } } : each)
	store.apply({ kind: 'node', value: { ...node, shares } })
	return target
}
