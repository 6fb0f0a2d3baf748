import type { Readable } from 'node:stream'
import type { Attachment, KeptFile, Refusal } from '../core/event.ts'
import type { FileLimits } from '../core/gateway.ts'
import type { Parts } from './parts.ts'

import { createReadStream, createWriteStream, mkdirSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { kindOfFile } from '../core/carried.ts'
import { Failure } from '../core/failure.ts'
import { sentence } from '../core/sentence.ts'

/** Files of messages on our own disk, bounded in all and per gateway, as long as somebody waits for them. */
export interface Spool {
	/** See Host.keep; `limits` are those of the gateways that the room is in: the most generous one counts. */
	keep(source: string, file: Omit<KeptFile, 'spooled'>, limits: readonly FileLimits[], open: () => Promise<Readable>): Promise<Attachment>
	read(file: KeptFile): Readable
	/** Takes files off the disk whose rows are gone already. */
	discard(names: readonly string[]): void
	/** At start: what a crash left without a row, and what was kept but never claimed. */
	tidy(): void
}

type Facts = Omit<KeptFile, 'spooled'>

/** How Nextcloud calls one (lib/public/Files/FileInfo.php); asked for as a file, its server gives a page about WebDAV. */
const folderType = 'httpd/unix-directory'

/** Why no gateway takes this file; undefined if one does. */
export function refusal(file: Facts, limits: readonly FileLimits[]): { readonly refused: Refusal, readonly limit?: number } | undefined {
	const kind = kindOfFile(file)
	const takers = limits.filter(({ refusedKinds = [] }) => !refusedKinds.includes(kind))
	if (takers.length === 0 && limits.length > 0) {
		return { refused: kind }
	}
	if (file.mime === folderType) {
		return { refused: 'folder' }
	}
	const byName = takers.filter((limit) => !limit.refusedNames.some((pattern) => new RegExp(pattern, 'u').test(file.name)))
	if (byName.length === 0) {
		return { refused: 'type' }
	}
	const most = Math.max(...byName.map((limit) => limit.maxBytes))
	if (most === 0) {
		return { refused: kind }
	}
	return file.size > most ? { refused: 'large', limit: most } : undefined
}

/** Ends the stream with an error as soon as more comes than was announced, so that a lying source can't fill the disk. */
function atMost(bytes: number, name: string): Transform {
	let seen = 0
	return new Transform({
		transform(chunk: Uint8Array, _encoding, done) {
			seen += chunk.length
			if (seen > bytes) {
				done(new Failure({ then: 'retry' }, sentence`the file ${name} is longer than its server says (${bytes} bytes)`))
			} else {
				done(null, chunk)
			}
		},
		flush(done) {
			done(seen < bytes ? new Failure({ then: 'retry' }, sentence`the file ${name} broke off after ${seen} of ${bytes} bytes`) : null)
		},
	})
}

const wayBack: readonly string[] = ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS']

/** `bytesInAll` is asked for each file: the app may change it. */
export function openSpool(parts: Parts, folder: string, bytesInAll: number | (() => number)): Spool {
	const { store, clock, pace, log } = parts
	mkdirSync(folder, { recursive: true, mode: 0o700 })
	/** Bytes of files on their way to the disk, which have no row yet. */
	let arriving = 0
	let made = 0

	const discard = (names: readonly string[]): void => {
		for (const name of names) {
			rm(join(folder, name), { force: true }).catch((error: unknown) => log.warn(`could not remove ${name} from the spool: ${String(error)}`))
		}
	}

	const copy = async (source: string, file: Facts, open: () => Promise<Readable>): Promise<KeptFile> => {
		const name = `${clock.now().toString(36)}-${(made += 1).toString(36)}-${Math.floor(clock.random() * 2 ** 40).toString(36)}`
		const path = join(folder, name)
		try {
			await pipeline(await open(), atMost(file.size, file.name), createWriteStream(path, { mode: 0o600, flags: 'wx', flush: true }))
			await store.commits.share(() => store.spool.add(name, source, file.size, clock.now()))
		} catch (error) {
			await rm(path, { force: true })
			if (error instanceof Error && 'code' in error && wayBack.includes(String(error.code))) {
				throw new Failure({ then: 'retry' }, sentence`the spool folder ${folder} can't be written: ${error.message}`, { cause: error })
			}
			throw error
		}
		return { ...file, spooled: name }
	}

	return {
		async keep(source, file, limits, open) {
			const before = store.spool.bySource(source)
			if (before !== undefined) {
				return { ...file, spooled: before.name }
			}
			const refused = refusal(file, limits)
			if (refused !== undefined) {
				return { ...file, ...refused }
			}
			const most = typeof bytesInAll === 'number' ? bytesInAll : bytesInAll()
			if (store.spool.bytes() + arriving + file.size > most) {
				log.warn(`a file of ${file.size} bytes is not carried: the spool is full (SpoolSize ${most} bytes)`)
				return { ...file, refused: 'full' }
			}
			arriving += file.size
			try {
				return await copy(source, file, open)
			} catch (error) {
				if (error instanceof Failure && error.verdict.then === 'drop') {
					return { ...file, refused: 'gone' }
				}
				throw error
			} finally {
				arriving -= file.size
			}
		},
		read: (file) => createReadStream(join(folder, file.spooled)),
		discard,
		tidy() {
			// What was kept but not accepted before a crash is asked for again by the reader within minutes: a day is ample.
			const unclaimed = store.spool.unclaimed(clock.now() - Math.min(pace.keptFor, 86_400_000))
			unclaimed.forEach((name) => store.spool.remove(name))
			const known = new Set(store.spool.names())
			discard(readdirSync(folder).filter((name) => !known.has(name)))
		},
	}
}
