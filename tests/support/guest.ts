import type { Posted } from './talk-shapes.ts'
import type { Room } from './talk.ts'

import { seat, talk } from './seat.ts'

/** Somebody without an account, in a public conversation. */
export interface Guest {
	/** What mentions call them: `guest/<id>`. */
	readonly id: string
	say(text: string): Promise<number>
}

/** The conversation must be a public one (`newRoom({ type: 3 })`). */
export async function guestIn(room: Room, name: string): Promise<Guest> {
	const { server: { builtIn, stranger }, token } = room
	if (builtIn !== undefined) {
		const actor = { type: 'guests', id: Buffer.from(name).toString('hex').padEnd(40, '0').slice(0, 40) } as const
		const id = builtIn.store.nextId()
		const model = builtIn.store.rooms.get(token)?.attendees.get(`users/${room.owner.user}`)
		if (model === undefined) {
			throw new Error(`no room ${token}`)
		}
		builtIn.store.apply({ kind: 'attendee', value: { ...model, id, actor, displayName: name, type: 4 } })
		return { id: actor.id, say: async (text) => builtIn.say(token, actor, text, name).id }
	}
	const connection = stranger({ session: true })
	const { actorId } = await connection.get<{ actorId: string }>('POST', `${talk}/v4/room/${token}/participants/active`, { force: true })
	await connection.get('POST', `${talk}/v1/guest/${token}/name`, { displayName: name })
	const guest = seat(connection, 'guest', token)
	return { id: actorId, say: async (text): Promise<Posted['id']> => (await guest.post(text)).id }
}
