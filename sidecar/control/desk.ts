import type { Log } from '../core/log.ts'
import type { Network } from '../core/network.ts'
import type { Mailbox } from '../door/mailbox.ts'
import type { Asides } from '../relay/asides.ts'
import type { Counters } from '../relay/counters.ts'
import type { History } from '../relay/history.ts'
import type { Relay } from '../relay/relay.ts'
import type { Store } from '../store/store.ts'
import type { Health } from './api.ts'
import type { Steering } from './steering.ts'

/** Everything that the control door's routes speak for. */
export interface Desk {
	readonly relay: Pick<Relay, 'session'>
	readonly store: Store
	readonly counters: Counters
	readonly history: History
	readonly asides: Asides
	readonly networks: readonly Network[]
	readonly steering: Steering
	readonly mailbox: Mailbox
	readonly log: Log & { lines(most: number): readonly string[] }
	readonly door: () => Health['door'] & { readonly generation: number }
	/** Of a core, over the last minute. */
	readonly cpu: () => number
	/** When the relay started, ms since 1970. */
	readonly since: number
	/** ms since 1970. */
	readonly now: () => number
	/** Ends the relay, soon. */
	readonly stop: () => void
}
