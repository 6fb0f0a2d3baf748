import type { MessageId, RoomId } from '../core/ids.ts'

/** What the spool calls a file: the room, its message there, and its place in that (`id`: the latter two, see Host.keep). */
export const sourceOf = (room: RoomId, id: string): string => `${room} ${id}`

export function fileOf(source: string): { readonly room: string, readonly message: MessageId } {
	const [, room = '', message = ''] = /^(.*) ([^/]*)\//su.exec(source) ?? []
	return { room, message: message as MessageId }
}
