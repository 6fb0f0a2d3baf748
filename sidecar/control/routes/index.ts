import type { Desk } from '../desk.ts'
import type { Route } from '../route.ts'

import { asides } from './asides.ts'
import { conversations } from './conversations.ts'
import { gateway, gateways } from './gateways.ts'
import { health } from './health.ts'
import { history } from './history.ts'
import { importToml } from './import.ts'
import { log } from './log.ts'
import { networks } from './networks.ts'
import { nick } from './nick.ts'
import { poke } from './poke.ts'
import { reload } from './reload.ts'
import { stop } from './stop.ts'
import { test } from './test.ts'

/** Every call of the control door. */
export function routes(desk: Desk): readonly Route[] {
	return [
		poke(desk),
		reload(desk),
		health(desk),
		gateway(desk),
		gateways(desk),
		asides(desk),
		networks(desk),
		test(desk),
		conversations(desk),
		nick(),
		importToml(desk),
		log(desk),
		history(desk),
		stop(desk),
	]
}
