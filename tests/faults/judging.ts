import type { Node, Row } from '../../sidecar/demo/talk-server/types.ts'
import type { RoomView, Written } from './checker.ts'
import type { Scene } from './scene.ts'

import { check } from './checker.ts'
import { bridge, displayName, labelOf, stands, textIn } from './scene.ts'

/** Looks at all servers as they stand now. Files are read over HTTP, by who owns them. */
export async function problemsOf(scene: Scene): Promise<readonly string[]> {
	const contents = await filesOf(scene)
	const conversations = 1 + Math.max(0, ...scene.posts.map(({ conversation }) => conversation))
	const rooms = scene.servers.map((server, number) => Array.from({ length: conversations }, (_, conversation): RoomView => ({
		conversation,
		label: labelOf(number),
		rows: scene.rows(number, conversation),
		textOf: textIn,
		reactionsOf: (row) => [...server.store.reactions.get(row.id)?.values() ?? []].map((one) => ({ emoji: one.text, by: one.actor.id })),
		fileOf: (row) => contents.get(row),
	})))
	const written = scene.posts.flatMap((post): Written[] => {
		const row = scene.server(post.server).store.rows.get(post.id)
		const room = rooms[post.server]?.[post.conversation]
		return row === undefined || room === undefined
			? []
			: [{ token: post.token, row, room, nick: `[${displayName(post.uid)}·${labelOf(post.server)}]` }]
	})
	return check(rooms.flat(), written, bridge)
}

async function filesOf(scene: Scene): Promise<ReadonlyMap<Row, { readonly name: string, readonly content: string }>> {
	const found = new Map<Row, { readonly name: string, readonly content: string }>()
	for (const [number, server] of scene.servers.entries()) {
		for (const row of server.store.rows.values()) {
			const node: Node | undefined = server.store.nodes.get(Number(row.system?.parameters.fileId ?? 0))
			if (stands(row) && node !== undefined) {
				const content = await scene.someoneAt(number, node.owner).get(node.path.replace(/^\//u, ''))
				found.set(row, { name: node.path.split('/').at(-1) ?? '', content })
			}
		}
	}
	return found
}
