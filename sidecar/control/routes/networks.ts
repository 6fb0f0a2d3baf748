import type { NetworkForm } from '../api.ts'
import type { Desk } from '../desk.ts'
import type { Route } from '../route.ts'

import { ok } from '../route.ts'

/** What the panel draws its forms from. The app's own rooms need no account. */
export function networks({ networks: all }: Pick<Desk, 'networks'>): Route {
	const forms = all.filter(({ id }) => id !== 'local').map(({ id, name, fields }): NetworkForm => ({ id, name, fields }))
	return { method: 'GET', path: '/relay/networks', handle: () => ok({ networks: forms }) }
}
