import { statfsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** File systems on which SQLite's locks can't be trusted: their magic numbers from statfs(2). */
const remoteFileSystems: ReadonlyMap<number, string> = new Map([
	[0x6969, 'NFS'],
	[0x517B, 'SMB'],
	[0xFF534D42, 'CIFS'],
	[0xFE534D42, 'SMB2'],
	[0x65735546, 'FUSE'],
	[0x01021997, '9P'],
	[0x5346414F, 'AFS'],
])

/**
 * Makes this process the only relay on a state folder, until it ends in whatever way: the lock is the operating system's, held by an
 * open transaction, so that neither a crash nor SIGKILL leaves it behind.
 * Throws an Error that says who holds it, or why this folder can't be used.
 */
export function lockState(folder: string): { release(): void } {
	const fileSystem = remoteFileSystems.get(Number(statfsSync(folder).type) >>> 0)
	if (fileSystem !== undefined) {
		throw new Error(`The state folder ${folder} lies on ${fileSystem}, where a database is not safe: choose a folder on a local disk (StateDir).`)
	}
	const lock = new DatabaseSync(join(folder, 'lock.db'))
	try {
		lock.exec('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
	} catch (error) {
		lock.close()
		throw new Error(`Another Talk Relay is already running on the state folder ${folder}: stop that one first, `
			+ 'or give this one a folder of its own (StateDir). Two relays on one state would send everything twice.', { cause: error })
	}
	return { release: () => lock.close() }
}
