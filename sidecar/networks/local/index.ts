import type { Network } from '../../core/network.ts'
import type { LocalParts } from './session.ts'

import { openSession } from './session.ts'
import { fields } from './settings.ts'

/** Talk's own tokens are 4 to 30 letters and digits (its routes: `[a-z0-9]{4,30}`). */
const token = /^[a-z0-9]{4,30}$/i

/** The Nextcloud that the app is installed on, through the app's own door. For one relay, which has one door and one mailbox. */
export function localNetwork(parts: Pick<LocalParts, 'door' | 'mailbox'>): Network<typeof fields> {
	return {
		id: 'local',
		name: 'This Nextcloud',
		fields,
		address(written) {
			if (!token.test(written)) {
				throw new Error(`“${written}” is no conversation’s token`)
			}
			return written
		},
		open: (settings, host) => openSession({ now: Date.now, random: Math.random, ...parts }, settings, host),
	}
}
