import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Control } from './control.ts'
import type { Fault } from './faults.ts'
import type { Arrived, Parts } from './handle.ts'
import type { Answer } from './ocs.ts'
import type { Workers } from './workers.ts'

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { handle, wantsJson } from './handle.ts'
import { envelope, htmlPage, maintenance } from './ocs.ts'
import { sleep } from './world.ts'

export interface Wire extends Parts {
	/** Answers what only tests ask; undefined: not theirs. */
	readonly control?: Control
	/** How many requests are handled at a time, as on a server with so many PHP workers. */
	readonly workers: Workers
	/** Writes what was changed before an answer goes out. */
	readonly flush: () => void
	/** Told of what broke inside the server: the client gets a 500. */
	readonly broken: (error: unknown) => void
}

/** Takes one request off the wire, lets faults at it and answers it. Never throws. */
export async function serve(wire: Wire, raw: IncomingMessage, response: ServerResponse): Promise<void> {
	const gone = new AbortController()
	// With a reason of its own no exception object is made for each request.
	response.once('close', () => gone.abort('closed'))
	try {
		await answerOne(wire, raw, response, gone.signal)
	} catch (error) {
		if (gone.signal.aborted || raw.destroyed) {
			response.destroy()
			return
		}
		wire.broken(error)
		if (response.headersSent) {
			response.destroy()
		} else {
			const headers = { 'content-type': 'text/html; charset=UTF-8' }
			await send(response, { status: 500, headers, body: 'Internal Server Error' }, raw.method)
		}
	}
}

async function answerOne(wire: Wire, raw: IncomingMessage, response: ServerResponse, gone: AbortSignal): Promise<void> {
	const method = raw.method ?? 'GET'
	const [written = '', search = ''] = split(raw.url ?? '/')
	const body = isUpload(method, written) ? '' : await bodyOf(raw)
	const query = new URLSearchParams(search)
	const path = decoded(written)
	const controlled = path.startsWith('/_') ? wire.control?.(method, path, query, body) : undefined
	if (controlled !== undefined) {
		await send(response, controlled, method)
		return
	}
	const faults = wire.world.faults.fire({ method, path: raw.url ?? '/', user: userOf(raw), body })
	const commitAfter = faults.reduce((sum, fault) => fault.do === 'lateCommit' ? sum + fault.ms : sum, 0)
	const arrived: Arrived = { raw, method, path, query, body, commitAfter, gone }
	await waitFor(faults, 'before', gone, wire)
	const fault = faults.find((each) => each.do !== 'slow' && each.do !== 'lateCommit')
	if (fault !== undefined && !isAfter(fault)) {
		await instead(fault, arrived, response, gone)
		return
	}
	const answer = await wire.workers.run(() => handle(wire, arrived))
	wire.flush()
	await waitFor(faults, 'after', gone, wire)
	await finish(fault, answer, response, method)
}

function split(url: string): readonly [string, string] {
	const mark = url.indexOf('?')
	return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)]
}

/** A path that is no valid percent-encoding stays as it is: no route will fit it. */
function decoded(path: string): string {
	try {
		return path.includes('%') ? decodeURIComponent(path) : path
	} catch (error) {
		if (error instanceof URIError) {
			return path
		}
		throw error
	}
}

function isUpload(method: string, path: string): boolean {
	return method === 'PUT' && path.startsWith('/remote.php/')
}

async function bodyOf(raw: IncomingMessage): Promise<string> {
	if (raw.headers['content-length'] === undefined && raw.headers['transfer-encoding'] === undefined) {
		return ''
	}
	const chunks: Buffer[] = []
	for await (const chunk of raw) {
		chunks.push(chunk as Buffer)
	}
	return Buffer.concat(chunks).toString('utf8')
}

function userOf(raw: IncomingMessage): string {
	const header = raw.headers.authorization
	return header?.startsWith('Basic ') ? Buffer.from(header.slice(6), 'base64').toString('utf8').split(':', 1)[0] ?? '' : ''
}

type Instead = Exclude<Fault, { readonly do: 'answerLost' | 'halfAnswer' | 'slow' | 'lateCommit' }>

/** Whether the request is handled in spite of the fault. */
function isAfter(fault: Fault): fault is Exclude<Fault, Instead> {
	return ['answerLost', 'halfAnswer', 'slow', 'lateCommit'].includes(fault.do)
}

async function waitFor(faults: readonly Fault[], when: 'before' | 'after', gone: AbortSignal, { world }: Wire): Promise<void> {
	for (const fault of faults) {
		if (fault.do === 'slow' && (fault.when ?? 'before') === when) {
			await sleep(fault.ms, gone, world.signal())
		}
	}
}

/** What comes instead of handling the request. */
async function instead(fault: Instead, arrived: Arrived, response: ServerResponse, gone: AbortSignal): Promise<void> {
	const { raw, path, method } = arrived
	switch (fault.do) {
		case 'status': {
			const kind = fault.body?.startsWith('<') ? 'text/html; charset=UTF-8' : 'application/json; charset=utf-8'
			const answer = fault.body === undefined
				? envelope({ status: fault.code, data: [] }, wantsJson(arrived))
				: { status: fault.code, headers: { 'content-type': kind }, body: fault.body }
			return send(response, { ...answer, headers: { ...answer.headers, ...fault.headers } }, method)
		}
		case 'hang':
			return
		case 'reset':
			raw.socket.resetAndDestroy()
			return
		case 'endlessAnswer':
			return trickle(response, fault.everyMs ?? 100, gone)
		case 'html':
			return send(response, htmlPage, method)
		case 'empty200':
			return send(response, { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: '' }, method)
		case 'maintenance':
			return send(response, maintenance(path, wantsJson(arrived)), method)
		default:
			fault satisfies never
	}
}

async function trickle(response: ServerResponse, everyMs: number, gone: AbortSignal): Promise<void> {
	response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
	response.write('{"ocs":{"meta":{"status":"ok","statuscode":200,"message":"OK"},"data":[')
	while (!gone.aborted) {
		response.write(' ')
		await sleep(everyMs, gone)
	}
}

/** What comes after handling it. */
async function finish(fault: Fault | undefined, answer: Answer, response: ServerResponse, method: string): Promise<void> {
	if (fault?.do === 'answerLost') {
		response.destroy()
		return
	}
	if (fault?.do !== 'halfAnswer') {
		await send(response, answer, method)
		return
	}
	const whole = typeof answer.body === 'string' ? Buffer.from(answer.body) : await firstOf(answer.body)
	response.writeHead(answer.status, { 'content-length': String(whole.length), ...answer.headers })
	response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => response.destroy())
}

async function firstOf(stream: Readable): Promise<Buffer> {
	for await (const chunk of stream) {
		return chunk as Buffer
	}
	return Buffer.alloc(0)
}

async function send(response: ServerResponse, { status, headers, body }: Answer, method: string | undefined): Promise<void> {
	if (response.destroyed) {
		if (body instanceof Readable) {
			body.destroy()
		}
		return
	}
	if (body instanceof Readable) {
		response.writeHead(status, headers)
		await pipeline(body, response)
		return
	}
	const length = status === 304 || status === 204 || method === 'HEAD' ? {} : { 'content-length': String(Buffer.byteLength(body)) }
	response.writeHead(status, { ...length, ...headers })
	response.end(body)
}
