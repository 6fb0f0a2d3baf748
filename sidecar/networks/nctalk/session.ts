import type { Host, Session } from '../../core/network.ts'
import type { Lanes } from './lanes.ts'
import type { TalkSettings } from './settings.ts'

import { failureOf } from '../../core/failure.ts'
import { openApi } from './api.ts'
import { attendance } from './attendance.ts'
import { keepAbilities } from './capabilities.ts'
import { carriedBy } from './carried.ts'
import { openClient } from './client.ts'
import { conversations, inspect, isModerator } from './inspect.ts'
import { openPeople } from './people.ts'
import { openSetup } from './setup.ts'
import { openWatch } from './watch.ts'
import { openWriting } from './writing.ts'

/** One Talk account. `laneTo`: of the relay that the account belongs to. */
export function openSession(settings: TalkSettings, relay: Host, laneTo: Lanes): Session {
	const stop = new AbortController()
	const host: Host = { ...relay, signal: AbortSignal.any([relay.signal, stop.signal]) }
	const client = openClient(settings, host)
	const api = openApi(client)
	const knowledge = keepAbilities(api)
	const people = openPeople(api)
	const setup = openSetup({ api, knowledge, settings, log: host.log })
	const watch = openWatch({
		api,
		people,
		knowledge,
		setup,
		login: settings.login,
		host,
		lane: laneTo(client.host, host.pace),
		liveRooms: Math.max(1, settings.liveRooms),
	})
	const writing = openWriting({ api, knowledge, people, settings, host })
	let known = false

	return {
		...writing,
		limits() {
			const can = knowledge.known()
			return { text: can?.maxLength ?? 32_000, files: can?.files === false ? 0 : 1, caption: can?.caption ?? true }
		},
		place: (address) => `talk:${client.host}/${address}`,
		join(address) {
			if (!known) {
				known = true
				host.status('connecting')
			}
			watch.join(address)
		},
		leave: (address) => watch.leave(address),
		async people(address) {
			const [list, { id: self }] = await Promise.all([api.participants(address), people.me()])
			return attendance(list, self, client.host, client.base)
		},
		lacks() {
			const can = knowledge.known()
			return can === undefined ? [] : carriedBy(can).lacks
		},
		title: (address) => watch.name(address),
		isModerator: (address, person) => isModerator(api, address, person),
		conversations: () => conversations(api),
		inspect: (address) => inspect(api, address),
		async send(letter) {
			try {
				const ids = await writing.send(letter)
				watch.wrote(letter.address)
				return ids
			} catch (error) {
				const { verdict, message } = failureOf(error)
				if (verdict.then === 'closeRoom') {
					watch.refused(letter.address, message)
				}
				throw error
			}
		},
		async close() {
			stop.abort()
			await watch.close()
			await client.close()
		},
	}
}
