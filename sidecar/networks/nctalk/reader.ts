import type { ChatEvent } from '../../core/event.ts'
import type { RoomId } from '../../core/ids.ts'
import type { Host } from '../../core/network.ts'
import type { TalkMessage } from '../../talk/types.ts'
import type { MessagePage, TalkApi } from './api.ts'
import type { Place } from './place.ts'
import type { TurningParts } from './turning.ts'
import type { How, Result } from './turns.ts'

import { Failure } from '../../core/failure.ts'
import { sentence } from '../../core/sentence.ts'
import { meaningOf } from '../../talk/system.ts'
import { advance, cursorOf, placeAt, placeFrom, settle } from './place.ts'
import { turned } from './turning.ts'

/** A room that is read. */
export interface ReadRoom {
	readonly token: string
	readonly id: RoomId
	/** undefined: not begun yet. */
	place: Place | undefined
}

export interface ReaderParts extends TurningParts {
	readonly api: TurningParts['api'] & Pick<TalkApi, 'messages'>
	readonly host: TurningParts['host'] & Pick<Host, 'heard' | 'cursor' | 'rewound' | 'pace' | 'signal'>
	/** Monotonic, ms. */
	readonly now: () => number
	/** The server's clock, seconds; 0 while it is unknown. */
	readonly serverTime: () => number
}

/** The most that Talk gives at a time. */
const limit = 200
/** What is older than this (seconds, both by the server's clock) no late id comes before. */
const surely = 60

/**
 * One answer's worth of a room: read, turned, and handed over. `answered` is called as soon as the server has answered. Throws a Failure;
 * the place stays behind what was handed over then.
 */
export async function readRoom(parts: ReaderParts, room: ReadRoom, how: How, answered: () => void): Promise<Result> {
	const { api, host, now } = parts
	const place = room.place ?? await begun(parts, room)
	if (how === 'settle') {
		place.pass ??= { began: now(), from: place.settled }
	}
	const settling = place.pass !== undefined
	const from = place.pass?.from ?? (how === 'anew' ? Math.max(0, place.given - 1) : place.given)
	const page = await api.messages(room.token, { lookIntoFuture: true, lastKnownMessageId: from, limit, timeout: 0 })
	answered()
	host.signal.throwIfAborted()

	const news = page.messages.filter(({ id }) => id !== place.given && !place.seen.has(id))
	const more = isFull(page, place)
	if (page.lastGiven !== undefined) {
		place.doubted = undefined
		await handOver(parts, room, place, news, page.lastGiven)
	} else if (from < place.given && (place.pass === undefined || from === place.settled)) {
		await doubt(parts, room, place)
		if (room.place !== place) {
			return { how, news: false, more: false, unsettled: false }
		}
	}
	place.since = more ? place.since : 0
	if (more && place.pass !== undefined) {
		place.pass = { ...place.pass, from: page.lastGiven ?? from }
	} else if (place.pass !== undefined) {
		await settled(parts, room, place)
	}
	return { how: settling ? 'settle' : how, news: news.length > 0, more, unsettled: place.settled !== place.given }
}

const newestOf = (page: MessagePage): number => Math.max(0, page.lastGiven ?? 0, ...page.messages.map(({ id }) => id))

/** Where the room was left, or else at its newest message, from which reading begins. */
async function begun(parts: ReaderParts, room: ReadRoom): Promise<Place> {
	const known = recalled(parts, room)
	if (known !== undefined) {
		return known
	}
	const page = await parts.api.messages(room.token, { lookIntoFuture: false, lastKnownMessageId: 0, limit: 1 })
	return beginAt(parts, room, newestOf(page), 0)
}

/** Where the room was left; undefined if it was never read. */
export function recalled({ host, now }: Pick<ReaderParts, 'now'> & { readonly host: Pick<Host, 'cursor'> }, room: ReadRoom): Place | undefined {
	const stored = host.cursor(room.id)
	room.place ??= stored === undefined ? undefined : placeFrom(stored, now())
	return room.place
}

/** Reading begins behind this message; changes before this second of the server's clock are not told. */
export async function beginAt({ host }: Pick<ReaderParts, 'host'>, room: ReadRoom, newest: number, since: number): Promise<Place> {
	const place = placeAt(newest, since)
	await host.heard(room.id, [], cursorOf(place))
	room.place ??= place
	return room.place
}

/** Talk does not say whether there is more, and messages that we can't see leave holes in its answers. */
function isFull({ messages, lastGiven }: MessagePage, { pass, given }: Place): boolean {
	return lastGiven !== undefined
		&& (messages.length >= limit / 2 || (messages.length === 0 && lastGiven !== given) || (pass !== undefined && lastGiven < given))
}

/** Turns the messages in their order and gives them to the relay, with the place behind them. */
async function handOver(parts: ReaderParts, room: ReadRoom, place: Place, news: readonly TalkMessage[], lastGiven: number): Promise<void> {
	const { host, now } = parts
	const events: ChatEvent[] = []
	const done: number[] = []
	const commit = async (given: number, settledAt: number): Promise<void> => {
		if (events.length > 0 || given !== place.given || settledAt !== place.settled) {
			await host.heard(room.id, events, cursorOf({ given, settled: settledAt }))
		}
		advance(place, given, done, now())
		place.settled = settledAt
	}
	for (const message of news) {
		try {
			if (!isBefore(message, place)) {
				events.push(...await turned(parts, room.token, room.id, message))
			}
		} catch (error) {
			// What stands before it need not wait with it.
			await commit(place.pass === undefined ? done.at(-1) ?? place.given : place.given, place.settled)
			throw error
		}
		done.push(message.id)
	}
	const given = place.pass !== undefined && lastGiven < place.given ? place.given : lastGiven
	const last = news.at(-1)
	const old = last !== undefined && last.timestamp <= parts.serverTime() - surely
	await commit(given, old && (place.pass !== undefined || place.settled === place.given) ? lastGiven : place.settled)
}

/** A change of some older message that was made before reading began. */
function isBefore({ systemMessage, timestamp }: TalkMessage, { since }: Place): boolean {
	return timestamp < since && !['nothing', 'message'].includes(meaningOf(systemMessage).as)
}

/** All since the settled place was read once more. */
async function settled({ host }: ReaderParts, room: ReadRoom, place: Place): Promise<void> {
	const before = place.settled
	settle(place, host.pace.rereadAfter)
	if (place.settled !== before) {
		await host.heard(room.id, [], cursorOf(place))
	}
}

/**
 * The message behind which we read is gone. Either it was removed, or the server was restored from a backup and gives its ids anew:
 * then even the newest is older. That must be seen twice with a while in between, as a database's replica may lag behind.
 */
async function doubt({ api, host, now }: ReaderParts, room: ReadRoom, place: Place): Promise<void> {
	const newest = newestOf(await api.messages(room.token, { lookIntoFuture: false, lastKnownMessageId: 0, limit: 50 }))
	if (newest >= place.given) {
		place.doubted = undefined
		return
	}
	const wait = 2 * host.pace.rereadAfter
	if (place.doubted === undefined || now() - place.doubted < wait) {
		place.doubted ??= now()
		throw new Failure({ then: 'retry', afterMs: wait }, sentence`the newest message of ${room.token} on ${api.client.host} is older than what was read: looking again`)
	}
	host.log.warn(`${room.token} on ${api.client.host} was reset to an earlier state, or its newest messages have expired: `
		+ `reading goes on behind message ${newest}; what was read up to ${place.given} is forgotten`)
	host.rewound(room.id, (id) => Number(id) > newest)
	const anew = placeAt(newest, 0)
	await host.heard(room.id, [], cursorOf(anew))
	room.place = anew
}
