import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { Asked, Command, Side, Told } from './api.ts'
import type { SentFile } from './commands.ts'

import { createServer } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { WebSocketServer } from 'ws'
import { pageFile } from './assets.ts'
import { isSide, readCommand } from './commands.ts'
import { fileHeaders, guard, pageHeaders } from './guard.ts'
import { samplePicture, sampleVoice } from './samples.ts'

export interface DoorParts {
	/** What a page that has just come needs. */
	greet(): readonly Told[]
	carryOut(command: Command): Promise<void>
	sendFile(file: SentFile): Promise<void>
	/** A file of a message on that side. undefined: there is none. */
	file(side: Side, id: string): Promise<{ readonly name: string, readonly mime: string, readonly body: Readable } | undefined>
}

/** The page's server: bound to this machine's own address, for this machine's browsers. */
export interface Door {
	readonly url: string
	/** To all pages that are open. */
	tell(told: Told): void
	isWatched(): boolean
	close(): Promise<void>
}

/** Bytes. */
const largestFile = 50_000_000

/** Takes the next free port where the wanted one is in use; 0: any. */
export async function openDoor(wanted: number, parts: DoorParts): Promise<Door> {
	const server = createServer()
	const port = await listen(server, wanted)
	const may = guard(port)
	const sockets = new WebSocketServer({ noServer: true, maxPayload: 1_000_000 })

	server.on('request', (request: IncomingMessage, response: ServerResponse) => {
		if (!may.host(request) || (request.method !== 'GET' && !may.origin(request))) {
			response.writeHead(403).end('This page is for this machine only.')
			return
		}
		answer(request, response, parts, pageHeaders(port)).catch((error: unknown) => {
			if (response.headersSent) {
				response.destroy()
			} else {
				response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(wordsOf(error))
			}
		})
	})
	server.on('upgrade', (request, socket, head) => {
		if (!may.host(request) || !may.origin(request) || request.url !== '/live') {
			socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
			return
		}
		sockets.handleUpgrade(request, socket, head, (page) => {
			const tell = (told: Told): void => page.send(JSON.stringify(told))
			page.on('error', () => page.terminate())
			page.on('message', (data) => void heard(String(data), parts).then(tell))
			parts.greet().forEach(tell)
		})
	})
	return {
		url: `http://127.0.0.1:${port}`,
		tell(told) {
			const text = JSON.stringify(told)
			sockets.clients.forEach((page) => page.send(text))
		},
		isWatched: () => sockets.clients.size > 0,
		async close() {
			sockets.clients.forEach((page) => page.terminate())
			const closed = new Promise<void>((resolve) => server.close(() => resolve()))
			server.closeAllConnections()
			await closed
		},
	}
}

const wordsOf = (error: unknown): string => error instanceof Error ? error.message : String(error)

async function heard(text: string, { carryOut }: DoorParts): Promise<Told> {
	let number = 0
	try {
		const asked = JSON.parse(text) as Partial<Asked> | null
		number = Number(asked?.number ?? 0)
		const command = readCommand(asked?.command)
		if (command === undefined) {
			throw new Error('That is no command.')
		}
		await carryOut(command)
		return { is: 'answer', number }
	} catch (error) {
		return { is: 'answer', number, problem: wordsOf(error) }
	}
}

async function answer(request: IncomingMessage, response: ServerResponse, parts: DoorParts, headers: Readonly<Record<string, string>>): Promise<void> {
	const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page')
	const send = (type: string, body: string | Uint8Array): void => {
		response.writeHead(200, { ...headers, 'content-type': type, 'cache-control': 'no-store' }).end(body)
	}
	if (request.method === 'POST' && pathname === '/file') {
		await parts.sendFile(sentFile(searchParams, await bodyOf(request)))
		return send('text/plain', '')
	}
	if (request.method !== 'GET') {
		response.writeHead(405, headers).end()
		return
	}
	const page = pageFile(pathname)
	if (page !== undefined) {
		return send(page.type, page.body)
	}
	if (pathname === '/sample.png') {
		return send('image/png', samplePicture(Math.random()))
	}
	if (pathname === '/sample.wav') {
		return send('audio/wav', sampleVoice())
	}
	const [, folder = '', side = '', id = ''] = pathname.split('/')
	const file = folder === 'file' && isSide(side) ? await parts.file(side, id) : undefined
	if (file === undefined) {
		response.writeHead(404, { ...headers, 'content-type': 'text/plain; charset=utf-8' }).end('There is nothing here.')
		return
	}
	response.writeHead(200, { ...headers, ...fileHeaders(file.mime, file.name) })
	await pipeline(file.body, response)
}

function sentFile(query: URLSearchParams, bytes: Uint8Array): SentFile {
	const [side, replyTo] = [query.get('side'), query.get('replyTo')]
	if (!isSide(side)) {
		throw new Error('On which side?')
	}
	return {
		side,
		bytes,
		as: query.get('as') ?? '',
		name: query.get('name') ?? 'file',
		caption: query.get('caption') ?? '',
		voice: query.get('voice') === '1',
		...replyTo !== null && { replyTo: Number(replyTo) },
	}
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
	const parts: Buffer[] = []
	let size = 0
	for await (const part of request as AsyncIterable<Buffer>) {
		size += part.length
		if (size > largestFile) {
			throw new Error(`That file is too large for the first look: ${largestFile / 1_000_000} MB at most.`)
		}
		parts.push(part)
	}
	return Buffer.concat(parts)
}

async function listen(server: ReturnType<typeof createServer>, wanted: number): Promise<number> {
	for (let port = wanted; ; port++) {
		const problem = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
			server.once('error', resolve)
			server.listen(port, '127.0.0.1', () => {
				server.off('error', resolve)
				resolve(undefined)
			})
		})
		const address = server.address()
		if (problem === undefined && typeof address === 'object' && address !== null) {
			return address.port
		}
		if (problem?.code !== 'EADDRINUSE' || port >= wanted + 100) {
			throw problem ?? new Error('The page has no port.')
		}
	}
}
