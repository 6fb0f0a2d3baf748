import type { Desk } from '../desk.ts'
import type { Route } from '../route.ts'

import { ok } from '../route.ts'

/** The last lines of the log, without secrets. */
export function log({ log: kept }: Pick<Desk, 'log'>): Route {
	return {
		method: 'GET',
		path: '/relay/log',
		handle({ query }) {
			const wanted = Number(query.get('lines') ?? '')
			return ok({ lines: kept.lines(Number.isInteger(wanted) && wanted > 0 ? wanted : 100) })
		},
	}
}
