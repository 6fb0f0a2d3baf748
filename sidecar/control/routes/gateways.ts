import type { Desk } from '../desk.ts'
import type { Route } from '../route.ts'

import { gatewayState } from '../gateway-state.ts'
import { ok, Wrong } from '../route.ts'

type Needs = Pick<Desk, 'steering' | 'store' | 'relay' | 'networks' | 'now'>

/** One conversation, with what was set aside. */
export function gateway(desk: Needs): Route {
	return {
		method: 'GET',
		path: '/relay/gateways/:id',
		handle({ id }) {
			const found = desk.steering.current()?.gateways.find((one) => one.id === id)
			if (found === undefined) {
				throw new Wrong(404, 'missing', 'The relay knows no such conversation')
			}
			return ok(gatewayState(desk, found, true))
		},
	}
}

/** All of them, without what was set aside. */
export function gateways(desk: Needs): Route {
	return {
		method: 'GET',
		path: '/relay/gateways',
		handle: () => ok({ gateways: (desk.steering.current()?.gateways ?? []).map((one) => gatewayState(desk, one, false)) }),
	}
}
