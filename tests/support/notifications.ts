import type { Seat } from './seat.ts'

interface Notification { readonly app: string, readonly object_type: string, readonly object_id: string }

/** How much waits for somebody of a conversation. `type`: `chat` for messages, `room` for being added. */
export async function notified({ connection, token }: Seat, type?: string): Promise<number> {
	const all = await connection.get<readonly Notification[]>('GET', '/ocs/v2.php/apps/notifications/api/v2/notifications')
	return all.filter(({ app, object_type: of, object_id: id }) => app === 'spreed' && id.split('/')[0] === token && (type ?? of) === of).length
}
