import type { Login } from './ocs.ts'
import type { Server } from './talk.ts'

import { randomUUID } from 'node:crypto'
import { connect } from './ocs.ts'

export interface AppPassword extends Login {
	/** From now on it opens nothing. */
	revoke(): Promise<void>
}

/** Another app password of a person of TALK_SERVERS. A built-in server knows one at a time: `revoke` gives the usual one back. */
export async function newAppPassword(server: Server, person: string): Promise<AppPassword> {
	const { builtIn } = server
	if (builtIn !== undefined) {
		const known = builtIn.store.people.get(person)
		if (known === undefined) {
			throw new Error(`nobody is called ${person}`)
		}
		const usual = `${person}-app-password`
		known.appPassword = randomUUID()
		return {
			user: person,
			password: known.appPassword,
			async revoke() {
				known.appPassword = usual
			},
		}
	}
	const connection = connect(server.url, server.passwordOf(person))
	const { apppassword: password } = await connection.get<{ apppassword: string }>('GET', '/ocs/v2.php/core/getapppassword')
	connection.close()
	return {
		user: person,
		password,
		async revoke() {
			const own = connect(server.url, { user: person, password })
			await own.get('DELETE', '/ocs/v2.php/core/apppassword')
			own.close()
		},
	}
}
