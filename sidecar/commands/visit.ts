import type { AccountConfig, Config } from '../config/config.ts'
import type { RoomId } from '../core/ids.ts'
import type { Host, Network, Session } from '../core/network.ts'
import type { Fields, Infer } from '../core/settings.ts'

import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { partsOf } from '../core/ids.ts'
import { usualPace } from '../core/pace.ts'

/** What became known of an account or a room. */
export interface Report { readonly subject: string, readonly well: boolean, readonly says: string }

/** Sessions that look and speak but keep nothing: for `check --online` and `send-test`. */
export interface Visit {
	readonly sessions: ReadonlyMap<string, Session>
	/** Resolves when every account and room has said how it is, or the time is over; what has not is told as such. */
	reports(withinMs: number): Promise<readonly Report[]>
	close(): Promise<void>
}

/** Logs in to all accounts that a gateway uses and looks at their rooms. Changes nothing in any state. */
export function visit(config: Config, networks: readonly Network[], print: (line: string) => void): Visit {
	const rooms = [...new Set(config.gateways.flatMap((gateway) => gateway.members.map((member) => member.room)))]
	const accounts = config.accounts.filter((account) => rooms.some((room) => partsOf(room).account === account.id))
	const known = new Map<string, Report>()
	const closing = new AbortController()
	const note = (subject: string, state: string, why = ''): void => {
		if (state !== 'connecting') {
			known.set(subject, { subject, well: state === 'online' || state === 'open', says: `${state}${why === '' ? '' : `: ${why}`}` })
		}
	}
	const say = (line: string): void => print(`  ${line}`)
	const hostOf = (account: AccountConfig): Host => ({
		account: account.id,
		log: { debug: () => undefined, info: say, warn: say, error: say },
		pace: usualPace,
		heard: () => Promise.resolve(),
		cursor: () => undefined,
		keep: (_room, _id, file) => Promise.resolve({ ...file, refused: 'type' }),
		spooled: () => Readable.from([]),
		reactions: () => [],
		rewound: () => undefined,
		status: (state, why) => note(account.id, state, why),
		roomStatus: (room: RoomId, state, why) => note(room, state, why),
		signal: closing.signal,
	})
	const sessions = new Map(accounts.flatMap((account): readonly (readonly [string, Session])[] => {
		const network = networks.find((one) => one.id === account.network)
		return network === undefined ? [] : [[account.id, network.open(account.settings as Infer<Fields>, hostOf(account))]]
	}))
	for (const room of rooms) {
		const { account, address } = partsOf(room)
		sessions.get(account)?.join(address)
	}
	const subjects = [...accounts.map((account): string => account.id), ...rooms]
	return {
		sessions,
		async reports(withinMs) {
			const end = performance.now() + withinMs
			// A room says nothing while its account can't log in.
			const silent = (): readonly string[] => subjects.filter((subject) => !known.has(subject)
				&& known.get(subject.split('/')[0] ?? '')?.well !== false)
			while (silent().length > 0 && performance.now() < end) {
				await sleep(50)
			}
			return subjects.map((subject) => known.get(subject) ?? { subject, well: false, says: 'no answer' })
		},
		async close() {
			closing.abort()
			await Promise.all([...sessions.values()].map((session) => session.close()))
		},
	}
}
