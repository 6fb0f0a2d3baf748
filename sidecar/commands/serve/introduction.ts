import type { LeaseRequest } from '../../door/types.ts'

import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import process from 'node:process'
import { version } from '../../core/version.ts'

/** What this relay says of itself when it takes the lease; each start is another one. `control`: where its control door is. */
export function whoWeAre(control: string): LeaseRequest {
	return { relay: randomBytes(16).toString('hex'), version, node: process.version, pid: process.pid, host: hostname(), control }
}
