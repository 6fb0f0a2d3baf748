import type { Substitutes } from '../../compose.ts'
import type { ServeOptions } from '../../config/serve-options.ts'
import type { Network } from '../../core/network.ts'
import type { Ending } from './serve.ts'

import process from 'node:process'
import { exits } from '../../config/command-line.ts'
import { usualState } from '../../config/serve-options.ts'
import { listeningAt } from '../../control/listen.ts'
import { createLog } from '../../control/log.ts'
import { usualPace } from '../../core/pace.ts'
import { systemClock } from '../../relay/clock.ts'
import { openDoors } from './doors.ts'
import { whoWeAre } from './introduction.ts'
import { rest } from './rest.ts'
import { sharedSecret } from './secret.ts'
import { serve } from './serve.ts'

export interface ServeCommandParts {
	readonly networks: readonly Network[]
	readonly env: Readonly<Record<string, string | undefined>>
	readonly instead?: Substitutes
}

/**
 * Serves the app until it is ended: by a signal, by the app, or because another relay took over. All of these are exit code 0, for nobody
 * should start it again then (systemd: Restart=on-failure); 78 says that what it was started with is wrong. While the app is switched
 * off, a relay that the app does not start itself rests.
 */
export async function serveCommand(options: ServeOptions, { networks, env, instead }: ServeCommandParts): Promise<number> {
	// What it writes is for nobody else.
	process.umask(0o077)
	const log = createLog({ format: 'text', level: 'info', ...(options.logFile !== undefined && { file: options.logFile }) })
	process.on('SIGHUP', () => log.reopen())
	const ending = new AbortController()
	const stopping = new AbortController()
	let asked: number | undefined
	for (const name of ['SIGTERM', 'SIGINT'] as const) {
		process.on(name, () => {
			ending.abort(name)
			// Said again after a while, it does not wait any more.
			asked ??= performance.now()
			if (performance.now() - asked > 1000) {
				process.exit(exits.failed)
			}
		})
	}
	const state = options.state ?? usualState(env)
	if (state === undefined) {
		log.error('where is the state to be kept? --state DIR, on a local disk')
		return exits.config
	}
	let secret: string
	try {
		secret = sharedSecret(options, env)
	} catch (error) {
		log.error(error instanceof Error ? error.message : String(error))
		return exits.config
	}
	log.hideSecrets([secret])
	const pace = { ...usualPace, ...instead?.pace }
	const newDoors = () => openDoors({ ...options, secret, answerWithin: pace.answerWithin, signal: stopping.signal })
	const resting = {
		request: whoWeAre(listeningAt(options.control)),
		clock: instead?.clock ?? systemClock,
		every: pace.retryAtMost / 4,
		signal: ending.signal,
		log,
	}
	const parts = { options, state, secret, networks, log, ...(instead && { instead }) }
	/** True if it is to rest then. */
	const serveOnce = async (): Promise<boolean> => {
		const over = Promise.withResolvers<Ending>()
		const served = await serve({ ...parts, doors: newDoors(), end: over.resolve })
		const asked = (): void => over.resolve({ why: String(ending.signal.reason) })
		ending.signal.addEventListener('abort', asked, { once: true })
		if (ending.signal.aborted) {
			asked()
		}
		const { why, rest: rests } = await over.promise
		log.info(`${why}: ends what is under way; what waits goes on at the next start`)
		await served.close()
		return rests === true
	}
	try {
		while (await serveOnce() && await rest({ ...resting, doors: newDoors() })) {
			log.info('the app is switched on again')
		}
		stopping.abort()
		return exits.fine
	} catch (error) {
		log.error(error instanceof Error ? error.message : String(error))
		return exits.failed
	} finally {
		log.close()
	}
}
