import type { Server } from 'node:http'
import type { Composed, Substitutes } from '../compose.ts'
import type { Config } from '../config/config.ts'
import type { FileLog } from '../control/log.ts'
import type { Network } from '../core/network.ts'

import process from 'node:process'
import { compose } from '../compose.ts'
import { sizeOf } from '../config/report.ts'
import { metricsRegistry, serveMetrics } from '../control/metrics.ts'
import { version } from '../core/version.ts'

export interface RunParts {
	readonly networks: readonly Network[]
	readonly log: FileLog
	/** Reads the file anew; undefined when it has problems, which have been told. */
	readonly reread: () => Config | undefined
	readonly instead?: Substitutes
}

/** Runs until SIGTERM or SIGINT; a second one does not wait. SIGHUP takes up a changed file. Resolves with the exit code. */
export async function run(config: Config, { networks, log, reread, instead }: RunParts): Promise<number> {
	let composed: Composed
	try {
		composed = compose(config, log, networks, instead)
	} catch (error) {
		log.error(error instanceof Error ? error.message : String(error))
		return 1
	}
	const { relay, store, counters } = composed
	log.info(`Talk Relay ${version} starts: ${sizeOf(config)}, state in ${config.stateFolder}`)
	const metrics: Server | undefined = config.metricsPort === undefined
		? undefined
		: serveMetrics(config.metricsPort, metricsRegistry(counters, store), log)
	// The signals are listened to from the first moment on: SIGHUP ends a process that does not.
	let taking = relay.apply(config).catch((error: unknown) => log.error(`could not take up all of the file: ${String(error)}`))
	// One after the other: a second SIGHUP while the first is being taken up comes after it.
	process.on('SIGHUP', () => {
		taking = taking.then(async () => {
			log.reopen()
			const changed = reread()
			if (changed === undefined) {
				log.error('the changed file has problems, so the relay goes on with the one before')
				return
			}
			await relay.apply(changed)
			log.info(`took up the changed file: ${sizeOf(changed)}`)
		}).catch((error: unknown) => log.error(`could not take up the changed file: ${String(error)}`))
	})

	const signal = await new Promise<string>((resolve) => {
		for (const name of ['SIGTERM', 'SIGINT'] as const) {
			process.on(name, () => resolve(name))
		}
	})
	const asked = performance.now()
	for (const name of ['SIGTERM', 'SIGINT'] as const) {
		// Ctrl+C reaches the whole group, and whoever started us may then send a signal of its own: that is not impatience.
		process.on(name, () => performance.now() - asked > 1000 && process.exit(1))
	}
	log.info(`${signal}: ends what is under way; what waits goes on at the next start`)
	metrics?.close()
	await composed.close()
	return 0
}
