import type { Network } from '../../core/network.ts'

import { addressOf } from './address.ts'
import { openLanes } from './lanes.ts'
import { remedyFor } from './remedies.ts'
import { openSession } from './session.ts'
import { fields } from './settings.ts'

/** Any Talk server, seen through an ordinary account. For one relay: its accounts on one server share what that is asked. */
export function nctalk(): Network<typeof fields> {
	const laneTo = openLanes()
	return {
		id: 'nctalk',
		name: 'Nextcloud Talk',
		fields,
		address: addressOf,
		remedy: remedyFor,
		open: (settings, host) => openSession(settings, host, laneTo),
	}
}
