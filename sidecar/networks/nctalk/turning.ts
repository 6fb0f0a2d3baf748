import type { Attachment, ChatEvent } from '../../core/event.ts'
import type { RoomId } from '../../core/ids.ts'
import type { Host } from '../../core/network.ts'
import type { Facts, Wants } from '../../talk/incoming.ts'
import type { Parameter, TalkMessage } from '../../talk/types.ts'
import type { TalkApi } from './api.ts'
import type { People } from './people.ts'

import { setTimeout as sleep } from 'node:timers/promises'
import { Failure, failureOf } from '../../core/failure.ts'
import { messageId } from '../../core/ids.ts'
import { sentence } from '../../core/sentence.ts'
import { eventOf, wants } from '../../talk/incoming.ts'
import { reactionChanges } from '../../talk/reactions.ts'
import { meaningOf } from '../../talk/system.ts'
import { bearers } from '../../talk/text.ts'
import { davPath } from './names.ts'

export interface TurningParts {
	readonly api: Pick<TalkApi, 'poll' | 'reactionsOf' | 'room' | 'client'>
	readonly people: People
	readonly host: Pick<Host, 'keep' | 'reactions' | 'log' | 'pace' | 'signal'>
}

/**
 * Turns one message into what happened, with everything fetched that it takes: its files into our spool, its poll, the reactions that
 * are left. Throws a Failure where the server can't give it now.
 */
export async function turned(parts: TurningParts, token: string, room: RoomId, message: TalkMessage): Promise<readonly ChatEvent[]> {
	const { api, people, host } = parts
	const { id: self } = await people.me()
	// A fault of ours in reading one message must not stop everything that follows in the room.
	const leaveOut = (error: unknown): readonly ChatEvent[] => {
		host.log.error(`message ${message.id} of ${token} on ${api.client.host} could not be read and is left out: ${String(error)}`)
		return []
	}
	let wanted: Wants
	try {
		wanted = wants(message)
	} catch (error) {
		return leaveOut(error)
	}
	const meaning = meaningOf(message.systemMessage)
	if (meaning.as === 'notice' && meaning.sort === 'people') {
		people.changed(token)
	}
	const facts: Facts = {
		room,
		host: api.client.host,
		base: api.client.base,
		self,
		bornHere: wanted.people ? bearers(await people.of(token)) : () => true,
	}
	if (wanted.reactionsOf !== undefined) {
		const target = messageId(wanted.reactionsOf)
		const list = await api.reactionsOf(token, wanted.reactionsOf)
		const occasion = { id: messageId(message.id), at: message.timestamp * 1000 }
		if (list === undefined) {
			await stillInside(parts, token)
			return []
		}
		return reactionChanges(list, host.reactions(room, target), target, occasion, facts)
	}
	const files: Attachment[] = []
	for (const [place, file] of wanted.files.entries()) {
		const voice = message.messageType === 'voice-message'
		files.push(await kept(parts, token, room, file, { id: `${message.id}/${place}`, voice, self, since: message.timestamp * 1000 }))
	}
	const poll = wanted.poll === undefined ? undefined : await api.poll(token, wanted.poll)
	try {
		const event = eventOf(message, facts, { files, ...(poll === undefined ? {} : { poll }) })
		return event === undefined ? [] : [event]
	} catch (error) {
		return leaveOut(error)
	}
}

interface FileFacts {
	readonly id: string
	readonly voice: boolean
	readonly self: string
	/** When its message was written, ms since 1970 by the server's clock. */
	readonly since: number
}

/**
 * A server that is busy may show a message before its file can be read by all (seen live: 404 for a file that was there a little later). So
 * what was written within this time (ms) is asked for so many times before it is given up.
 */
const fresh = 60_000
const tries = 4

/** Copied to our own disk before anybody is told of it. */
function kept(parts: TurningParts, token: string, room: RoomId, file: Parameter, facts: FileFacts): Promise<Attachment> {
	const { api, host } = parts
	const { id, voice, self, since } = facts
	const size = Number(file.size ?? 0)
	const name = file.name ?? String(file.id)
	return host.keep(room, id, { name, mime: file.mimetype ?? 'application/octet-stream', size, voice }, async () => {
		if (file.path === undefined) {
			throw new Failure({ then: 'drop' }, sentence`${api.client.host} does not say where the file is`)
		}
		const most = Date.now() - since < fresh ? tries : 1
		for (let attempt = 1; ; attempt += 1) {
			try {
				return await api.client.download(davPath(self, file.path), size)
			} catch (error) {
				if (failureOf(error).verdict.then !== 'drop') {
					throw error
				}
				await stillInside(parts, token)
				if (attempt >= most) {
					throw error
				}
				await sleep(host.pace.rereadAfter, undefined, { signal: host.signal })
			}
		}
	})
}

/**
 * Who is taken out of a conversation is told that its files and messages are not there: that is no reason to give them up. Throws
 * closeRoom then.
 */
async function stillInside({ api }: TurningParts, token: string): Promise<void> {
	await api.room(token)
}
