import type { Readable } from 'node:stream'
import type { Reply } from '../http/transport.ts'
import type { Judged } from './judge.ts'
import type { Pools } from './pools.ts'

import { randomBytes } from 'node:crypto'
import { Failure } from '../core/failure.ts'
import { sentence } from '../core/sentence.ts'
import { version } from '../core/version.ts'
import { download, fileTime } from '../http/download.ts'
import { exchange } from '../http/transport.ts'
import { judged, Superseded, SwitchedOff } from './judge.ts'
import { bodyHash, sign } from './signature.ts'

/** One request at the app's door. */
export interface Call {
	readonly method: 'GET' | 'POST'
	/** `/door/outbox?limit=200`: what is signed. */
	readonly path: string
	/** Sent as JSON. */
	readonly json?: object
	/** Exactly `size` bytes with this hash; opened anew for each attempt. */
	readonly upload?: { readonly open: () => Readable, readonly size: number, readonly hash: string }
	/** A lease is asked for as nobody. */
	readonly generation?: number
}

export interface CallerParts {
	readonly pools: Pools
	readonly secret: string
	/** ms for an answer's head, and between its bytes. */
	readonly answerWithin: number
	/** ms since 1970. */
	readonly now: () => number
	/** Aborted when the relay ends. */
	readonly signal: AbortSignal
	/** The app will hear nothing from this relay any more. */
	readonly over: (why: Superseded | SwitchedOff) => void
}

/** What the app said to one request. */
export type Said = Extract<Judged, { as: 'data' | 'refusal' }>

export interface Caller {
	/** The lease under which requests are made; 0: none yet. */
	readonly lease: { generation: number }
	/** Throws a Failure; `Superseded` when another relay has the lease, `SwitchedOff` when the app wants none. */
	ask(call: Call): Promise<Said>
	/** Opens a file for reading, of exactly `size` bytes. Throws a Failure; `drop` when it is gone. */
	fetch(path: string, size: number): Promise<Readable>
}

const mebi = 1024 * 1024
/** 1,000 rows of 32,000 characters each; nothing else comes near. */
const maxAnswer = 64 * mebi
/** Times that a request is signed anew because of the clock or a nonce. */
const corrections = 2

/** Signs each request, corrects our clock by the app's, and reads the answers. */
export function openCaller(parts: CallerParts): Caller {
	const { pools, secret, answerWithin, now } = parts
	/** The app's clock minus ours, ms. */
	let ahead = 0
	const lease = { generation: 0 }

	/** Whoever asks without a lease is taken for a relay that has lost it. */
	function generationFor(call: Call): number {
		const generation = call.generation ?? lease.generation
		if (call.generation === undefined && generation === 0) {
			throw new Failure({ then: 'retry' }, sentence`${pools.where} has not given this relay its lease yet`)
		}
		return generation
	}

	function headersFor(call: Call, hash: string): Readonly<Record<string, string>> {
		return {
			...pools.headers,
			...sign(secret, {
				method: call.method,
				path: call.path,
				time: Math.floor((now() + ahead) / 1000),
				nonce: randomBytes(16).toString('hex'),
				generation: generationFor(call),
				bodyHash: hash,
			}),
			accept: 'application/json',
			'user-agent': `TalkRelay/${version}`,
			...(call.json ? { 'content-type': 'application/json' } : {}),
			...(call.upload ? { 'content-type': 'application/octet-stream', 'content-length': String(call.upload.size) } : {}),
		}
	}

	const usual = (path: string) => ({
		origin: pools.origin,
		path: pools.prefix + path,
		host: pools.where,
		quietFor: answerWithin,
		altogether: 4 * answerWithin,
		signals: [parts.signal],
	})

	/** What the answer says; undefined: it has to be signed anew. */
	function read(reply: Reply, writes: boolean): Said | undefined {
		try {
			const said = judged(reply, pools.where, writes)
			if (said.as === 'clock' && Number.isFinite(said.time)) {
				ahead = said.time * 1000 - now()
			}
			return said.as === 'clock' || said.as === 'replayed' ? undefined : said
		} catch (error) {
			if (error instanceof Superseded || error instanceof SwitchedOff) {
				parts.over(error)
			}
			throw error
		}
	}

	const muddled = (): Failure => new Failure({ then: 'retry' }, sentence`${pools.where} takes none of our requests for new: its clock and ours run apart`)

	async function send(call: Call, hash: string, body: string | Readable | undefined): Promise<Reply> {
		const common = usual(call.path)
		return exchange({
			...common,
			dispatcher: pools.of(call.upload ? 'files' : call.method === 'GET' ? 'read' : 'write'),
			altogether: common.altogether + (call.upload ? fileTime(call.upload.size) : 0),
			method: call.method,
			headers: headersFor(call, hash),
			...(body === undefined ? {} : { body }),
			writes: call.method !== 'GET',
			maxBytes: maxAnswer,
		})
	}

	return {
		lease,
		async ask(call) {
			const json = call.json ? JSON.stringify(call.json) : undefined
			const hash = call.upload?.hash ?? bodyHash(json)
			for (let tried = 0; tried <= corrections; tried += 1) {
				const stream = call.upload?.open()
				const reply = await send(call, hash, stream ?? json).finally(() => stream?.destroy())
				const said = read(reply, call.method !== 'GET')
				if (said !== undefined) {
					return said
				}
			}
			throw muddled()
		},
		async fetch(path, size) {
			for (let tried = 0; tried <= corrections; tried += 1) {
				let again = false
				try {
					return await download({ ...usual(path), dispatcher: pools.of('files'), headers: headersFor({ method: 'GET', path }, bodyHash()) }, size, (reply) => {
						const said = read(reply, false)
						again = said === undefined
						const why = said?.as === 'refusal' ? said.message || said.error : 'signed too early or too late'
						return new Failure({ then: said?.as === 'refusal' && said.status === 404 ? 'drop' : 'retry' }, sentence`${pools.where} does not give the file: ${why}`)
					})
				} catch (error) {
					if (!again) {
						throw error
					}
				}
			}
			throw muddled()
		},
	}
}
