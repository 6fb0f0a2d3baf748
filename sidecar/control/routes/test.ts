import type { Inspection } from '../../core/network.ts'
import type { TestResult } from '../api.ts'
import type { Desk } from '../desk.ts'
import type { Route } from '../route.ts'
import type { Visit } from '../visitor.ts'

import { ok } from '../route.ts'
import { visiting, visitOf } from '../visitor.ts'

/** Tries an account, and a room of it: login, membership, permission, versions, what will be carried and what will not. */
export function test({ networks, steering }: Pick<Desk, 'networks' | 'steering'>): Route {
	return {
		method: 'POST',
		path: '/relay/test',
		async handle({ body }) {
			const visit = visitOf(networks, body)
			const found = await inspected(visit, steering)
			const result: TestResult = { ok: found.checks.every((check) => check.ok), ...found }
			return ok(result)
		},
	}
}

/** An address that can't be one is a check that is not ok, and nothing is asked then. */
async function inspected(visit: Visit, steering: Desk['steering']): Promise<Inspection> {
	const wrong = (error: unknown): Inspection => {
		const says = error instanceof Error ? error.message : String(error)
		return { checks: [{ name: 'address', ok: false, says, todo: 'Look whether it is written rightly.' }], carried: [], lacks: [] }
	}
	let address: string | undefined
	try {
		address = visit.address === undefined ? undefined : visit.network.address(visit.address, visit.settings)
	} catch (error) {
		return wrong(error)
	}
	const nothing: Inspection = { checks: [], carried: [], lacks: [] }
	return visiting(visit, steering, async (session) => await session.inspect?.(address) ?? nothing).catch(wrong)
}
