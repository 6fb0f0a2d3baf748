import type { Readable } from 'node:stream'
import type { TalkMessage } from '../talk/types.ts'
import type { Said } from './caller.ts'
import type { DoorAddress } from './pools.ts'
import type { DeliverAnswer, DeliverItem, DoorConfig, Lease, LeaseRequest, OutboxRow, Report, RoomFacts, RosterUpdate } from './types.ts'

import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { Failure } from '../core/failure.ts'
import { sentence } from '../core/sentence.ts'
import { openCaller } from './caller.ts'
import { openPools } from './pools.ts'

export interface DoorParts {
	readonly address: DoorAddress
	/** 64 hex digits. */
	readonly secret: string
	/** ms for an answer's head, and between its bytes. */
	readonly answerWithin: number
	/** Aborted when the relay ends: what is under way is given up. */
	readonly signal: AbortSignal
	/** ms since 1970. */
	readonly now?: () => number
}

export interface OutboxPage {
	readonly rows: readonly OutboxRow[]
	/** There are others behind them. */
	readonly more: boolean
}

/** A file that is sent to the app: `open` gives it from its beginning, as often as it is asked. */
export interface Upload {
	readonly token: string
	readonly key: string
	readonly name: string
	readonly size: number
	readonly open: () => Readable
}

/**
 * The app's door, as docs/DOOR.md describes it. Everything throws a Failure; a Superseded one when another relay holds the lease, a
 * SwitchedOff one when the app wants none.
 */
export type Door = ReturnType<typeof openDoor>

const enc = encodeURIComponent

/** Touches neither network nor disk: that begins with the first call. Throws an Error for what is no address. */
export function openDoor(parts: DoorParts) {
	const pools = openPools(parts.address, Math.min(parts.answerWithin, 10_000))
	const over = new AbortController()
	const caller = openCaller({
		pools,
		secret: parts.secret,
		answerWithin: parts.answerWithin,
		now: parts.now ?? Date.now,
		signal: parts.signal,
		over: (why) => over.abort(why),
	})

	/** Throws for a refusal: some name what is to be done about it, the others will pass. */
	function data(said: Said): Readonly<Record<string, unknown>> {
		if (said.as === 'refusal') {
			const then = said.error === 'drop' || said.error === 'closeRoom' ? said.error : 'retry'
			throw new Failure({ then }, sentence`${pools.where} refuses: ${said.message || said.error} (status ${said.status})`)
		}
		return said.data
	}
	function one<T>(said: Said): T {
		const found: unknown = data(said)
		return found as T
	}
	function list<T>(said: Said, name: string): readonly T[] {
		const found = data(said)[name]
		if (!Array.isArray(found)) {
			throw new Failure({ then: 'retry' }, sentence`${pools.where} gave an answer that is not understood: no ${name} in it`)
		}
		return found as readonly T[]
	}
	const get = (path: string): Promise<Said> => caller.ask({ method: 'GET', path })
	const post = (path: string, json: object): Promise<Said> => caller.ask({ method: 'POST', path, json })
	const isGone = (said: Said): boolean => said.as === 'refusal' && said.status === 404

	return {
		/** As people call the server. */
		where: pools.where,
		/** Aborted once this relay is not to speak with the app any more; the reason is a `Superseded` or a `SwitchedOff`. */
		over: over.signal,
		get generation() {
			return caller.lease.generation
		},

		/** Takes the lease, or with `beat` keeps it; what is asked from then on is asked under its generation. */
		async lease(request: LeaseRequest): Promise<Lease> {
			const said = await caller.ask({ method: 'POST', path: '/door/lease', json: request, ...(request.beat ? {} : { generation: 0 }) })
			const lease = one<Lease>(said)
			caller.lease.generation = lease.generation
			return lease
		},
		config: async (): Promise<DoorConfig> => one(await get('/door/config')),

		/** Rows that are not acknowledged, lowest id first. Of the conversations `held` only what concerns the conversation itself. */
		async outbox(limit: number, held: readonly string[] = []): Promise<OutboxPage> {
			const said = await get(`/door/outbox?limit=${limit}${held.length === 0 ? '' : `&held=${held.map(enc).join(',')}`}`)
			return { rows: list<OutboxRow>(said, 'rows'), more: data(said).more === true }
		},
		async ack(ids: readonly number[]): Promise<void> {
			data(await post('/door/outbox/ack', { ids }))
		},
		/** What is gone is left out; all of it where the conversation is. */
		messages: async (token: string, ids: readonly number[]): Promise<readonly TalkMessage[]> => {
			const said = await get(`/door/messages?token=${enc(token)}&ids=${ids.join(',')}`)
			return isGone(said) ? [] : list<TalkMessage>(said, 'messages')
		},
		room: async (token: string): Promise<RoomFacts> => one(await get(`/door/rooms/${enc(token)}`)),
		/** Exactly `size` bytes, or the stream ends with a Failure; `drop` where the file is gone. */
		file: (token: string, message: number, size: number): Promise<Readable> => caller.fetch(`/door/rooms/${enc(token)}/files/${message}`, size),

		/** Its handle, for `deliver`. Read twice: the signature names its hash. `drop` where it is larger than the web server takes. */
		async upload({ token, key, name, size, open }: Upload): Promise<string> {
			const hash = createHash('sha256')
			await pipeline(open(), hash)
			const path = `/door/files?token=${enc(token)}&key=${enc(key)}&name=${enc(name)}&size=${size}`
			const said = await caller.ask({ method: 'POST', path, upload: { open, size, hash: hash.digest('hex') } })
			if (said.as === 'refusal' && said.status === 413) {
				throw new Failure({ then: 'drop' }, sentence`the file is larger than ${pools.where} takes`)
			}
			return String(data(said).handle)
		},
		deliver: async (items: readonly DeliverItem[]): Promise<readonly DeliverAnswer[]> => list<DeliverAnswer>(await post('/door/deliver', { items }), 'answers'),
		/** undefined: nothing was made with that key. */
		async find(token: string, key: string): Promise<readonly number[] | undefined> {
			const said = await get(`/door/find?token=${enc(token)}&key=${enc(key)}`)
			return isGone(said) ? undefined : list<number>(said, 'ids')
		},
		async roster(update: RosterUpdate): Promise<void> {
			data(await post('/door/roster', update))
		},
		async report(reports: readonly Report[]): Promise<void> {
			data(await post('/door/report', { reports }))
		},
		close: () => pools.close(),
	}
}
