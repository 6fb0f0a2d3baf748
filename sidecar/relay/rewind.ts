import type { MessageId, Origin, RoomId } from '../core/ids.ts'
import type { Store } from '../store/store.ts'

import { fileOf } from './source.ts'

/**
 * The server of this room was restored from a backup and gives the ids for which `gone` holds anew. What they were is forgotten; copies
 * in other rooms and what is still on its way go on under a name that no new message will have. Runs inside a transaction.
 */
export function rewind(
	tables: Pick<Store, 'events' | 'copies' | 'reactions' | 'spool'>,
	room: RoomId,
	gone: (id: MessageId) => boolean,
	now: number,
): void {
	tables.events.forget(room, gone)
	tables.spool.forget((source) => {
		const { room: of, message } = fileOf(source)
		return of === room && gone(message)
	})
	for (const origin of tables.copies.forget(room, gone)) {
		const past = `${origin}#${now}` as Origin
		tables.copies.rename(origin, past)
		tables.events.rename(origin, past)
		tables.reactions.rename(origin, past)
	}
	tables.reactions.forgetPlaced(room, gone)
}
