import type { Buffer } from 'node:buffer'
import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import type { Progress } from './troubles.ts'

import { Buffer as Bytes } from 'node:buffer'
import { Failure } from '../core/failure.ts'
import { sentence } from '../core/sentence.ts'
import { troubleFailure } from './troubles.ts'

export interface Wire {
	readonly dispatcher: Dispatcher
	readonly origin: string
	readonly method: Dispatcher.HttpMethod
	/** With the query. */
	readonly path: string
	readonly headers: Readonly<Record<string, string>>
	readonly body?: string | Readable
	/** How the server is called in messages. */
	readonly host: string
	/** Changes something at the server. */
	readonly writes: boolean
	/** ms to the answer's head, and between its bytes. */
	readonly quietFor: number
	/** ms for everything together, waiting for a free connection included: an answer may not trickle for ever. */
	readonly altogether: number
	readonly maxBytes: number
	readonly signals: readonly AbortSignal[]
}

export interface Reply {
	readonly status: number
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>
	readonly body: Buffer
}

/** One request and its whole answer, whatever its status. Throws a Failure that says how far it got. */
export function exchange(wire: Wire): Promise<Reply> {
	return new Promise((resolve, reject) => {
		let controller: Dispatcher.DispatchController | undefined
		let over = false
		let progress: Progress = { written: false, answered: false, writes: wire.writes }
		let status = 0
		let headers: Readonly<Record<string, string>> = {}
		let bytes = 0
		const chunks: Buffer[] = []

		const timer = setTimeout(late, wire.altogether)

		/** The first outcome counts. */
		function settle(act: () => void): void {
			if (!over) {
				over = true
				clearTimeout(timer)
				for (const signal of wire.signals) {
					signal.removeEventListener('abort', unwanted)
				}
				act()
			}
		}
		/** On our own account. */
		function giveUp(why: string): void {
			settle(() => {
				const failure = new Failure({ then: 'retry' }, why, { left: progress.written && wire.writes ? 'unknown' : 'nothing' })
				controller?.abort(failure)
				reject(failure)
			})
		}
		/** For time. */
		function late(): void {
			giveUp(sentence`${wire.host} did not finish its answer within ${Math.ceil(wire.altogether / 1000)} s`)
		}
		/** For nobody waits any more. */
		function unwanted(): void {
			giveUp(sentence`the request to ${wire.host} was given up, as it was no longer wanted`)
		}
		for (const signal of wire.signals) {
			signal.addEventListener('abort', unwanted, { once: true })
		}
		if (wire.signals.some((signal) => signal.aborted)) {
			unwanted()
			return
		}

		const handler: Dispatcher.DispatchHandler = {
			onRequestStart(begun) {
				controller = begun
				if (over) {
					begun.abort(new Error('given up while waiting for a connection'))
					return
				}
				progress = { ...progress, written: true }
			},
			onResponseStart(_controller, code, head) {
				progress = { ...progress, answered: true }
				status = code
				headers = flat(head)
			},
			onResponseData(_controller, chunk) {
				bytes += chunk.length
				if (bytes > wire.maxBytes) {
					giveUp(sentence`${wire.host} sent an answer of more than ${Math.floor(wire.maxBytes / 1024 / 1024)} MiB`)
					return
				}
				chunks.push(chunk)
			},
			onResponseEnd() {
				settle(() => resolve({ status, headers, body: Bytes.concat(chunks) }))
			},
			onResponseError(_controller, error) {
				settle(() => reject(troubleFailure(error, progress, wire.host, wire.quietFor / 1000)))
			},
		}
		try {
			wire.dispatcher.dispatch({
				origin: wire.origin,
				method: wire.method,
				path: wire.path,
				headers: { ...wire.headers },
				body: wire.body ?? null,
				headersTimeout: wire.quietFor,
				bodyTimeout: wire.quietFor,
			}, handler)
		} catch (error) {
			settle(() => reject(troubleFailure(error, progress, wire.host, wire.quietFor / 1000)))
		}
	})
}

/** Repeated headers are joined: none that we read is ever repeated. */
export function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => value === undefined
		? []
		: [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]]))
}
