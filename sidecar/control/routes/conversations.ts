import type { Desk } from '../desk.ts'
import type { Route } from '../route.ts'

import { failureOf } from '../../core/failure.ts'
import { ok, Wrong } from '../route.ts'
import { visiting, visitOf } from '../visitor.ts'

/** The rooms of an account, for choosing one. */
export function conversations({ networks, steering }: Pick<Desk, 'networks' | 'steering'>): Route {
	return {
		method: 'POST',
		path: '/relay/conversations',
		async handle({ body }) {
			const visit = visitOf(networks, body)
			try {
				return ok({ conversations: await visiting(visit, steering, async (session) => await session.conversations?.() ?? []) })
			} catch (error) {
				const { message } = failureOf(error)
				const todo = visit.network.remedy?.(message)
				throw new Wrong(502, 'server', todo === undefined ? message : `${message} – ${todo}`)
			}
		},
	}
}
