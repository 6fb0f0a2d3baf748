import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { Side } from './api.ts'
import type { SentFile } from './commands.ts'

import { pipeline } from 'node:stream/promises'
import { pageFile } from './assets.ts'
import { isSide } from './commands.ts'
import { fileHeaders } from './guard.ts'
import { samplePicture } from './sample-picture.ts'
import { sampleVoice } from './sample-voice.ts'

export interface RouteParts {
	sendFile(file: SentFile): Promise<void>
	/** A file of a message on that side. undefined: there is none. */
	file(side: Side, id: string): Promise<SharedFile | undefined>
}

export interface SharedFile { readonly name: string, readonly mime: string, readonly body: Readable }

/** Bytes. */
const largestFile = 50_000_000

/** Answers one request, with these headers. Throws, in plain words, what went wrong. */
export async function answer(
	request: IncomingMessage,
	response: ServerResponse,
	parts: RouteParts,
	headers: Readonly<Record<string, string>>,
): Promise<void> {
	const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page')
	const send = (status: number, type: string, body: string | Uint8Array): void => {
		response.writeHead(status, { ...headers, 'content-type': type, 'cache-control': 'no-store' }).end(body)
	}
	if (request.method === 'POST' && pathname === '/file') {
		await parts.sendFile(sentFile(searchParams, await bodyOf(request)))
		return send(200, 'text/plain', '')
	}
	if (request.method !== 'GET') {
		return send(405, 'text/plain', 'This can only be read.')
	}
	const fixed = fixedAnswer(pathname)
	if (fixed !== undefined) {
		return send(200, fixed.type, fixed.body)
	}
	const [, folder = '', side = '', id = ''] = pathname.split('/')
	const file = folder === 'file' && isSide(side) ? await parts.file(side, id) : undefined
	if (file === undefined) {
		return send(404, 'text/plain', 'There is nothing here.')
	}
	response.writeHead(200, { ...headers, ...fileHeaders(file.mime, file.name) })
	await pipeline(file.body, response)
}

function fixedAnswer(path: string): ReturnType<typeof pageFile> {
	switch (path) {
		case '/sample.png':
			return { type: 'image/png', body: samplePicture(Math.random()) }
		case '/sample.wav':
			return { type: 'audio/wav', body: sampleVoice() }
		default:
			return pageFile(path)
	}
}

function sentFile(query: URLSearchParams, bytes: Uint8Array): SentFile {
	const [side, replyTo] = [query.get('side'), query.get('replyTo')]
	if (!isSide(side)) {
		throw new Error('A file is sent on the left or on the right.')
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
