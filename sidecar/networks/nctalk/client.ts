import type { Buffer } from 'node:buffer'
import type { Readable } from 'node:stream'
import type { Host } from '../../core/network.ts'
import type { Reply, Wire } from '../../http/transport.ts'
import type { PoolName } from './agents.ts'
import type { TalkSettings } from './settings.ts'
import type { BodyKind } from './verdict.ts'

import { Buffer as Bytes } from 'node:buffer'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Failure } from '../../core/failure.ts'
import { sentence } from '../../core/sentence.ts'
import { version } from '../../core/version.ts'
import { download, fileTime } from '../../http/download.ts'
import { exchange } from '../../http/transport.ts'
import { openAgents } from './agents.ts'
import { serverUrl } from './settings.ts'
import { verdict } from './verdict.ts'

export interface Ask {
	readonly pool: PoolName
	readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
	/** From the server's root: `/ocs/v2.php/…`. Segments already encoded. */
	readonly path: string
	readonly query?: Readonly<Record<string, string | number>>
	/** Sent as JSON. */
	readonly body?: object
	/** Gives this request up. */
	readonly signal?: AbortSignal
	/** How long the server itself was asked to wait, ms: added to our own time-out. */
	readonly held?: number
}

/** A success, or a refusal that concerns one room, message or file; everything else is thrown as a Failure. */
export interface Answer {
	readonly status: number
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>
	/** `ocs.data`; undefined for 304 and where nothing came. */
	readonly data: unknown
	readonly meta: { readonly status?: string, readonly statuscode?: number, readonly message?: string }
}

export interface DavAsk {
	readonly method: 'PUT' | 'DELETE' | 'MKCOL' | 'MOVE'
	readonly path: string
	readonly headers?: Readonly<Record<string, string>>
	/** Exactly `size` bytes. */
	readonly body?: { readonly stream: Readable, readonly size: number }
}

export interface TalkClient {
	/** As people call the server: `nube.minube1.com`, with the port unless it is the usual one. */
	readonly host: string
	/** Without a slash at its end: `https://nube.minube1.com/nextcloud`. */
	readonly base: string
	readonly login: string
	/** Throws a Failure. */
	request(ask: Ask): Promise<Answer>
	/** WebDAV: the status and the headers. Throws a Failure. */
	dav(ask: DavAsk): Promise<Pick<Reply, 'status' | 'headers'>>
	/** Opens a file for reading: exactly `size` bytes, or the stream ends with a Failure. Throws a Failure; `drop` when it is not there. */
	download(path: string, size: number): Promise<Readable>
	close(): Promise<void>
}

const mebi = 1024 * 1024
/** No answer of Talk's comes near: 200 messages of 32,000 characters are 26 MB at the very most. */
const maxAnswer = 32 * mebi
const unpack = promisify(gunzip)

/** An object, not a list. */
function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Touches neither network nor disk: that begins with the first request. Throws an Error for an impossible Server. */
export function openClient(settings: TalkSettings, host: Pick<Host, 'pace' | 'signal' | 'hosts'>): TalkClient {
	const base = serverUrl(settings.server)
	const root = `${base.origin}${base.pathname}`.replace(/\/+$/, '')
	const quietFor = host.pace.answerWithin
	const agents = openAgents(settings, Math.min(quietFor, 10_000), host.hosts)
	const headers = {
		authorization: `Basic ${Bytes.from(`${settings.login}:${settings.password}`).toString('base64')}`,
		'ocs-apirequest': 'true',
		accept: 'application/json',
		'user-agent': `TalkRelay/${version}`,
	}

	const wire = (pool: PoolName, path: string): Omit<Wire, 'method' | 'writes'> => ({
		dispatcher: agents.of(pool),
		origin: base.origin,
		path: `${root.slice(base.origin.length)}${path}`,
		headers,
		host: base.host,
		quietFor,
		altogether: 4 * quietFor,
		maxBytes: maxAnswer,
		signals: [host.signal],
	})

	/** JSON in, JSON out. */
	async function request(ask: Ask): Promise<Answer> {
		const query = ask.query ? `?${new URLSearchParams(Object.entries(ask.query).map(([name, value]): [string, string] => [name, String(value)]))}` : ''
		const usual = wire(ask.pool, ask.path + query)
		const writes = ask.method !== 'GET'
		const reply = await exchange({
			...usual,
			method: ask.method,
			writes,
			headers: { ...headers, 'accept-encoding': 'gzip', ...(ask.body ? { 'content-type': 'application/json' } : {}) },
			...(ask.body ? { body: JSON.stringify(ask.body) } : {}),
			quietFor: quietFor + (ask.held ?? 0),
			altogether: usual.altogether + (ask.held ?? 0),
			signals: ask.signal ? [host.signal, ask.signal] : [host.signal],
		})
		return ocs(reply, writes, base.host)
	}

	/** WebDAV. */
	async function dav(ask: DavAsk): Promise<Pick<Reply, 'status' | 'headers'>> {
		const usual = wire('files', ask.path)
		const reply = await exchange({
			...usual,
			method: ask.method,
			writes: true,
			headers: { ...headers, ...ask.headers, ...(ask.body ? { 'content-length': String(ask.body.size) } : {}) },
			...(ask.body ? { body: ask.body.stream, altogether: usual.altogether + fileTime(ask.body.size) } : {}),
		})
		judge(reply, { body: 'data', writes: true, dav: true, unknownAddress: false }, base.host)
		return { status: reply.status, headers: reply.headers }
	}

	/** A file, streamed. */
	function fetched(path: string, size: number): Promise<Readable> {
		return download(wire('files', path), size, ({ status, headers: head }) => {
			judge({ status, headers: head, body: Bytes.alloc(0) }, { body: 'data', writes: false, dav: true, unknownAddress: false }, base.host)
			return new Failure({ then: 'drop' }, sentence`the file is no longer there on ${base.host} (status ${status})`)
		})
	}

	return { host: base.host, base: root, login: settings.login, request, dav, download: fetched, close: () => agents.close() }
}

/** Throws what the answer means for the whole account. */
function judge(reply: Reply, kind: { body: BodyKind, writes: boolean, dav: boolean, unknownAddress: boolean }, host: string): void {
	const failure = verdict({ status: reply.status, headers: reply.headers, ...kind }, host, Date.now())
	if (failure) {
		throw failure
	}
}

/** Reads the OCS envelope: `{"ocs":{"meta":{…},"data":…}}`. */
async function ocs(reply: Reply, writes: boolean, host: string): Promise<Answer> {
	const text = await plain(reply)
	const envelope = text === undefined ? undefined : parsed(text)
	const body: BodyKind = envelope
		? 'data'
		: text?.trim() === ''
			? 'empty'
			: text?.trimStart().startsWith('<') ? 'page' : 'broken'
	judge(reply, { body, writes, dav: false, unknownAddress: envelope?.meta.statuscode === 998 }, host)
	return { status: reply.status, headers: reply.headers, data: envelope?.data, meta: envelope?.meta ?? {} }
}

/** undefined for an answer whose packing is broken. */
async function plain(reply: Reply): Promise<string | undefined> {
	if (reply.headers['content-encoding'] !== 'gzip' || reply.body.length === 0) {
		return reply.body.toString('utf8')
	}
	const whole: Buffer | undefined = await unpack(reply.body, { maxOutputLength: maxAnswer }).catch(() => undefined)
	return whole?.toString('utf8')
}

/** The envelope's two parts; undefined where it is none. */
function parsed(text: string): Pick<Answer, 'data' | 'meta'> | undefined {
	try {
		const document: unknown = JSON.parse(text)
		const envelope = isRecord(document) && isRecord(document.ocs) ? document.ocs : undefined
		return envelope && isRecord(envelope.meta) ? { data: envelope.data, meta: envelope.meta } : undefined
	} catch {
		// Not JSON: the caller tells what it is instead.
		return undefined
	}
}
