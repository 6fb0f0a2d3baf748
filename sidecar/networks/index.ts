import type { Network } from '../core/network.ts'

import { nctalk } from './nctalk/index.ts'

/** Every network that can be configured, one line each. */
export const networks: readonly Network[] = [
	nctalk,
]
