import type { Config } from '../config/config.ts'
import type { Network } from '../core/network.ts'

import { visit } from './visit.ts'

/** Logs in to every account, looks at every room, and tells how each is; true if all are well. */
export async function checkOnline(config: Config, networks: readonly Network[], print: (line: string) => void): Promise<boolean> {
	const visited = visit(config, networks, print)
	const reports = await visited.reports(40_000)
	reports.forEach(({ subject, well, says }) => print(`${well ? 'well ' : 'WRONG'} ${subject}: ${says}`))
	await visited.close()
	return reports.every(({ well }) => well)
}
