import type { Desk } from '../desk.ts'
import type { Route } from '../route.ts'

import { failureOf } from '../../core/failure.ts'
import { ok, Wrong } from '../route.ts'

/** The configuration changed: answered when it is taken up. */
export function reload({ steering }: Pick<Desk, 'steering'>): Route {
	return {
		method: 'POST',
		path: '/relay/reload',
		async handle() {
			try {
				return ok({ revision: await steering.reload() })
			} catch (error) {
				throw new Wrong(502, 'app', `The app's door does not give the configuration: ${failureOf(error).message}`)
			}
		},
	}
}
