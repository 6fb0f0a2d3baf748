import type { Attachment, ChatEvent } from '../../core/event.ts'
import type { RoomId } from '../../core/ids.ts'
import type { Host } from '../../core/network.ts'
import type { Door } from '../../door/client.ts'
import type { OutboxRow } from '../../door/types.ts'
import type { Facts } from '../../talk/incoming.ts'
import type { Parameter, TalkMessage } from '../../talk/types.ts'
import type { RoomKnowledge } from './knowledge.ts'
import type { LocalSettings } from './settings.ts'

import { failureOf } from '../../core/failure.ts'
import { eventOf, wants } from '../../talk/incoming.ts'
import { bearers } from '../../talk/text.ts'
import { isService, meant, reactionEvent } from './incoming.ts'

export interface TurningParts {
	readonly door: Pick<Door, 'messages' | 'file'>
	readonly knowledge: RoomKnowledge
	readonly settings: LocalSettings
	readonly host: Pick<Host, 'keep' | 'log'>
}

export interface Place {
	readonly token: string
	readonly room: RoomId
	/** A file that alone can't be had, while all else can, is waited for no longer: the room's rest would wait with it for ever. */
	readonly impatient?: boolean
}

/** Messages that the rows do not hold themselves, by id; what is not among those asked for is gone. */
export type Asked = ReadonlyMap<number, TalkMessage>

/** Asks for all that these rows leave out. Throws a Failure. */
export async function ask({ door }: TurningParts, { token }: Place, rows: readonly OutboxRow[]): Promise<Asked> {
	const ids = rows.map(meant).flatMap((one) => one.as === 'asked' ? [one.id] : [])
	const messages = ids.length === 0 ? [] : await door.messages(token, [...new Set(ids)])
	return new Map(messages.map((message) => [message.id, message]))
}

/** What happened, with everything fetched that it takes. Throws a Failure where the app can't give it now. */
export async function turned(parts: TurningParts, place: Place, row: OutboxRow, asked: Asked): Promise<readonly ChatEvent[]> {
	const means = meant(row)
	switch (means.as) {
		case 'nothing':
			parts.host.log.debug(`row ${row.id} of the outbox is left out: ${means.because}`)
			return []
		case 'room':
			parts.knowledge.changed(place.token)
			return []
		case 'reaction': return [reactionEvent(means.reaction, row.id, place.room, parts.settings)]
		case 'message': return ofMessage(parts, place, means.message)
		case 'asked': {
			const message = asked.get(means.id)
			return message === undefined ? [] : ofMessage(parts, place, message)
		}
		default: return means satisfies never
	}
}

async function ofMessage(parts: TurningParts, place: Place, message: TalkMessage): Promise<readonly ChatEvent[]> {
	const { knowledge, settings, host } = parts
	// A fault of ours in reading one message must not stop everything that follows in the room.
	const guarded = <T>(read: () => T): T | undefined => {
		try {
			return read()
		} catch (error) {
			host.log.error(`message ${message.id} of ${place.token} could not be read and is left out: ${String(error)}`)
			return undefined
		}
	}
	const wanted = isService(message, settings) ? undefined : guarded(() => wants(message))
	if (wanted === undefined) {
		return []
	}
	const facts: Facts = {
		room: place.room,
		host: settings.host,
		base: settings.base,
		self: settings.service,
		bornHere: wanted.people ? bearers((await knowledge.of(place.token))?.people) : () => true,
	}
	const files: Attachment[] = []
	for (const [index, file] of wanted.files.entries()) {
		files.push(await kept(parts, place, message, file, index))
	}
	const event = guarded(() => eventOf(message, facts, { files, ...(message.poll && { poll: message.poll }) }))
	if (event?.kind === 'notice' && event.sort === 'people') {
		knowledge.changed(place.token)
	}
	return event === undefined ? [] : [event]
}

/** Copied to our own disk before anybody is told of it. */
async function kept(parts: TurningParts, place: Place, message: TalkMessage, file: Parameter, index: number): Promise<Attachment> {
	const { token, room, impatient } = place
	const size = Number(file.size ?? 0)
	const facts = {
		name: file.name ?? String(file.id),
		mime: file.mimetype ?? 'application/octet-stream',
		size,
		voice: message.messageType === 'voice-message',
	}
	const trouble: { atApp?: unknown } = {}
	const noted = (error: unknown): void => {
		trouble.atApp = error
	}
	const open = async () => {
		const stream = await parts.door.file(token, message.id, size).catch((error: unknown) => {
			noted(error)
			throw error
		})
		return stream.once('error', noted)
	}
	return parts.host.keep(room, `${message.id}/${index}`, facts, open).catch((error: unknown) => {
		if (impatient !== true || trouble.atApp === undefined) {
			throw error
		}
		parts.host.log.warn(`the file ${facts.name} in ${token} is not carried, as the app can’t give it: ${failureOf(trouble.atApp).message}`)
		return { ...facts, refused: 'gone' as const }
	})
}
