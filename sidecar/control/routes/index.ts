import type { Desk } from '../desk.ts'
import type { Route } from '../route.ts'

import { asides } from './asides.ts'
import { health } from './health.ts'
import { history } from './history.ts'
import { log } from './log.ts'
import { networks } from './networks.ts'
import { nick } from './nick.ts'
import { poke } from './poke.ts'
import { reload } from './reload.ts'
import { stop } from './stop.ts'

/** Every call of the control door. */
export function routes(desk: Desk): readonly Route[] {
	return [
		poke(desk),
		reload(desk),
		health(desk),
		asides(desk),
		networks(desk),
		nick(),
		log(desk),
		history(desk),
		stop(desk),
	]
}
