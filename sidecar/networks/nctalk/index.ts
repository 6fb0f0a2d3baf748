import type { Network } from '../../core/network.ts'

import { addressOf } from './address.ts'
import { openSession } from './session.ts'
import { fields } from './settings.ts'

/** Any Talk server, seen through an ordinary account. */
export const nctalk: Network<typeof fields> = {
	id: 'nctalk',
	name: 'Nextcloud Talk',
	fields,
	address: addressOf,
	open: openSession,
}
