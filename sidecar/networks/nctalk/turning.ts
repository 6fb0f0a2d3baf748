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
	/** How often each file could not be had from a server that gave its message. */
	readonly troubled: Map<string, number>
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
/** A server that gives a room's messages but not this file is asked so many times, with growing waits: some ten minutes. */
const patience = 16

/**
 * Copied to our own disk before anybody is told of it. One file that its server can't give (seen live: 500, each time) must not keep the
 * whole conversation from being heard for ever: in the end it is told that it is not there.
 */
async function kept(parts: TurningParts, token: string, room: RoomId, file: Parameter, facts: FileFacts): Promise<Attachment> {
	const { host, troubled } = parts
	const which = `${room} ${facts.id}`
	const trouble: { atServer?: unknown } = {}
	try {
		const there = await copied(parts, token, room, file, facts, (error) => {
			trouble.atServer = error
		})
		troubled.delete(which)
		return there
	} catch (error) {
		const times = (troubled.get(which) ?? 0) + 1
		if (trouble.atServer === undefined || failureOf(error).verdict.then !== 'retry' || host.signal.aborted) {
			throw error
		}
		troubled.set(which, times)
		if (times < patience) {
			throw error
		}
		troubled.delete(which)
		const { name, mime, size, voice } = described(file, facts)
		host.log.warn(`the file ${name} in ${token} is not carried, as ${parts.api.client.host} can’t give it: ${failureOf(error).message}`)
		return { name, mime, size, voice, refused: 'gone' }
	}
}

function described(file: Parameter, { voice }: FileFacts) {
	return {
		name: file.name ?? String(file.id),
		mime: file.mimetype ?? 'application/octet-stream',
		size: Number(file.size ?? 0),
		voice,
	}
}

/** `noted`: what keeps the server from giving it, now or in the midst of it. */
function copied(
	parts: TurningParts,
	token: string,
	room: RoomId,
	file: Parameter,
	facts: FileFacts,
	noted: (error: unknown) => void,
): Promise<Attachment> {
	const { api, host } = parts
	const { id, self, since } = facts
	const { size } = described(file, facts)
	return host.keep(room, id, described(file, facts), async () => {
		if (file.path === undefined) {
			throw new Failure({ then: 'drop' }, sentence`${api.client.host} does not say where the file is`)
		}
		const most = Date.now() - since < fresh ? tries : 1
		for (let attempt = 1; ; attempt += 1) {
			try {
				const stream = await api.client.download(davPath(self, file.path), size)
				return stream.once('error', noted)
			} catch (error) {
				if (failureOf(error).verdict.then !== 'drop') {
					noted(error)
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
