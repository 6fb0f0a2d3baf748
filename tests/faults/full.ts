import type { Spool } from '../../sidecar/relay/spool.ts'
import type { Store } from '../../sidecar/store/store.ts'

import { Readable } from 'node:stream'

/** As node:sqlite throws it. */
function sqliteFull(): Error {
	return Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13, errstr: 'database or disk is full' })
}

/** While it is full, every transaction fails at its end, and all of it is rolled back. */
export function fullDisk(store: Store, isFull: () => boolean): Store {
	return {
		...store,
		commits: {
			...store.commits,
			share: (work) => store.commits.share(() => {
				const result = work()
				if (isFull()) {
					throw sqliteFull()
				}
				return result
			}),
		},
	}
}

/** While it is full, a file breaks off in the middle with the error of a full disk. */
export function fullSpool(spool: Spool, isFull: () => boolean): Spool {
	const broken = (): Readable => Readable.from((async function* () {
		yield Buffer.from('x')
		throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
	})())
	return { ...spool, keep: (source, file, limits, open) => spool.keep(source, file, limits, async () => isFull() ? broken() : open()) }
}
