import type { Desk } from '../desk.ts'
import type { Route } from '../route.ts'

/** Ends the relay, as SIGTERM does. */
export function stop({ stop: end }: Pick<Desk, 'stop'>): Route {
	return {
		method: 'POST',
		path: '/relay/stop',
		handle() {
			// The answer goes out first.
			setTimeout(end, 20)
			return { status: 202, body: {} }
		},
	}
}
