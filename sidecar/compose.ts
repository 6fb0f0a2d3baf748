import type { Config } from './config/config.ts'
import type { Log } from './core/log.ts'
import type { Network } from './core/network.ts'
import type { Pace } from './core/pace.ts'
import type { Asides } from './relay/asides.ts'
import type { Clock } from './relay/clock.ts'
import type { Counters } from './relay/counters.ts'
import type { Courier } from './relay/courier.ts'
import type { History } from './relay/history.ts'
import type { Relay } from './relay/relay.ts'
import type { Spool } from './relay/spool.ts'
import type { Store } from './store/store.ts'

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { usualPace } from './core/pace.ts'
import { openAsides } from './relay/asides.ts'
import { systemClock } from './relay/clock.ts'
import { zeroCounters } from './relay/counters.ts'
import { openHistory } from './relay/history.ts'
import { openRelay } from './relay/relay.ts'
import { openSpool } from './relay/spool.ts'
import { lockState } from './store/lock.ts'
import { openStore } from './store/store.ts'

export const databaseFile = (stateFolder: string): string => join(stateFolder, 'relay.db')

/** A relay with everything that belongs to it. */
export interface Composed {
	readonly relay: Relay
	readonly store: Store
	readonly counters: Counters
	readonly history: History
	readonly asides: Asides
	readonly pace: Pace
	readonly clock: Clock
	/** Ends the present attempts, closes sessions and database, and gives up the lock. */
	close(): Promise<void>
}

export interface ComposeConfig extends Pick<Config, 'stateFolder'> {
	/** As openSpool takes it. */
	readonly spoolBytes: number | (() => number)
	/** Somebody answered to the relay's own notice. */
	readonly answered?: () => void
}

/** What tests put in the place of the usual; the program itself gives none of it. */
export interface Substitutes {
	readonly pace?: Partial<Pace>
	readonly clock?: Clock
	readonly store?: (store: Store) => Store
	readonly spool?: (spool: Spool) => Spool
	readonly courier?: (courier: Courier) => Courier
	readonly lock?: typeof lockState
}

/**
 * Puts a relay together on its state folder, which from here on nobody else may use. Nothing runs before `relay.apply`.
 * Throws an Error that says what to do: another relay is running, the folder is not writable or not local, the state is a newer one's.
 */
export function compose(config: ComposeConfig, log: Log, networks: readonly Network[], instead: Substitutes = {}): Composed {
	mkdirSync(config.stateFolder, { recursive: true, mode: 0o700 })
	const lock = (instead.lock ?? lockState)(config.stateFolder)
	const opened = openStore(databaseFile(config.stateFolder))
	const store = instead.store?.(opened) ?? opened
	const counters = zeroCounters()
	const parts = { store, log, counters, pace: { ...usualPace, ...instead.pace }, clock: instead.clock ?? systemClock }
	const kept = openSpool(parts, join(config.stateFolder, 'spool'), config.spoolBytes)
	const spool = instead.spool?.(kept) ?? kept
	spool.tidy()
	const history = openHistory(() => parts.clock.now())
	const relay = openRelay({
		...parts,
		spool,
		networks,
		history,
		...(config.answered && { answered: config.answered }),
		...(instead.courier && { courier: instead.courier }),
	})
	return {
		relay,
		store,
		counters,
		history,
		asides: openAsides({ store, spool, wake: relay.wake }),
		pace: parts.pace,
		clock: parts.clock,
		async close() {
			await relay.stop()
			store.close()
			lock.release()
		},
	}
}
