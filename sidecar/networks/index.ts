import type { Network } from '../core/network.ts'

import { nctalk } from './nctalk/index.ts'

/** The app's own Nextcloud: nobody configures it, `serve` makes it. */
export { localNetwork } from './local/index.ts'

/** Every network that can be configured, one line each. Made for one relay: what its sessions share lives in them. */
export function networks(): readonly Network[] {
	return [
		nctalk(),
	]
}
