import type { Buffer } from 'node:buffer'
import type { Reply, Wire } from './transport.ts'

import { Buffer as Bytes } from 'node:buffer'
import { Readable } from 'node:stream'
import { Failure } from '../core/failure.ts'
import { sentence } from '../core/sentence.ts'
import { flat } from './transport.ts'
import { troubleFailure } from './troubles.ts'

/** A file that moves slower than this (bytes a second) is given up. */
const slowest = 8 * 1024
/** Of an answer that is no file. */
const mostWords = 64 * 1024

/** ms in which a file of this size has to move, beside what everything gets. */
export const fileTime = (size: number): number => Math.ceil(size / slowest * 1000)

type Source = Pick<Wire, 'dispatcher' | 'origin' | 'path' | 'headers' | 'host' | 'quietFor' | 'altogether' | 'signals'>

/**
 * Opens a file for reading: exactly `size` bytes, or the stream ends with a Failure. Throws what `refused` makes of an answer that is
 * not 200.
 */
export async function download(source: Source, size: number, refused: (reply: Reply) => Failure): Promise<Readable> {
	/** What broke the download, in plain words. */
	function inWords(error: unknown): Failure {
		return troubleFailure(error, { written: true, answered: false, writes: false }, source.host, source.quietFor / 1000)
	}
	const bound = AbortSignal.any([...source.signals, AbortSignal.timeout(Math.ceil(source.altogether + fileTime(size)))])
	try {
		const { statusCode, headers, body } = await source.dispatcher.request({
			origin: source.origin,
			path: source.path,
			method: 'GET',
			headers: { ...source.headers, accept: '*/*' },
			headersTimeout: source.quietFor,
			bodyTimeout: source.quietFor,
			signal: bound,
		})
		if (statusCode === 200) {
			return Readable.from(whole(body, size, inWords), { objectMode: false })
		}
		throw refused({ status: statusCode, headers: flat(headers), body: await beginning(body) })
	} catch (error) {
		throw inWords(error)
	}
}

/**
 * Every byte, or a Failure at the end.
 *
 * @yields {Buffer} what arrives
 */
async function* whole(body: Readable, size: number, inWords: (error: unknown) => Failure): AsyncGenerator<Buffer> {
	let left = size
	try {
		for await (const chunk of body) {
			left -= (chunk as Buffer).length
			yield chunk as Buffer
		}
	} catch (error) {
		throw inWords(error)
	}
	if (left !== 0) {
		throw new Failure({ then: 'retry' }, sentence`a file arrived with ${size - left} instead of ${size} bytes: it was just being changed`)
	}
}

/** As much of it as says why. */
async function beginning(body: Readable): Promise<Buffer> {
	const chunks: Buffer[] = []
	let bytes = 0
	for await (const chunk of body) {
		chunks.push(chunk as Buffer)
		bytes += (chunk as Buffer).length
		if (bytes > mostWords) {
			break
		}
	}
	return Bytes.concat(chunks)
}
