import type { Desk } from '../desk.ts'
import type { Route } from '../route.ts'

import { ok } from '../route.ts'

/** Messages and delivery times of the last hour. */
export function history({ history: kept }: Pick<Desk, 'history'>): Route {
	return { method: 'GET', path: '/relay/history', handle: () => ok({ minutes: kept.minutes() }) }
}
