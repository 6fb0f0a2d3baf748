import type { Network } from '../core/network.ts'
import type { Document, Table } from './document.ts'
import type { Findings } from './findings.ts'
import type { Files } from './secrets.ts'
import type { Environment } from './values.ts'

import { isAbsolute, join } from 'node:path'

/** What all parts of the reading need. */
export interface Desk {
	readonly document: Document
	readonly general: Table
	readonly networks: readonly Network[]
	readonly environment: Environment
	readonly files: Files
	/** The folder of the file that is read: what it names is relative to it. */
	readonly folder: string
	readonly findings: Findings
}

/** A path in the file: `~/` is the home folder, and what is relative is so to the file, wherever the relay was started. */
export function inFolder(written: string, { folder, environment }: Desk): string {
	if (written.startsWith('~/') && environment.HOME !== undefined) {
		return join(environment.HOME, written.slice(2))
	}
	return isAbsolute(written) ? written : join(folder, written)
}
