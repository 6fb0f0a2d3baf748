import type { Host, HostRules, Network, Session } from '../core/network.ts'
import type { Fields, Infer } from '../core/settings.ts'
import type { Steering } from './steering.ts'

import { Readable } from 'node:stream'
import * as v from 'valibot'
import { checkSettings } from '../core/check-settings.ts'
import { accountId } from '../core/ids.ts'
import { usualPace } from '../core/pace.ts'
import { hostsOf } from './configuration.ts'
import { read, Wrong } from './route.ts'

/** An account that is only looked at: what PHP sends to try it, before or after it is saved. */
const schema = v.object({
	network: v.string(),
	settings: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
	address: v.optional(v.pipe(v.string(), v.maxLength(2000))),
})

export interface Visit { readonly network: Network, readonly settings: Infer<Fields>, readonly address: string | undefined }

/** People wait for the answer: a server that is slower than this (ms) counts as away. */
const answerWithin = 8000

/** Reads what is to be looked at. Throws Wrong with all that is not as the network's fields ask. */
export function visitOf(networks: readonly Network[], body: unknown): Visit {
	const given = read(schema, body)
	const network = networks.find(({ id }) => id === given.network)
	if (network === undefined) {
		throw new Wrong(400, 'input', `network: expected ${networks.map(({ id }) => `"${id}"`).join(' | ')}`)
	}
	const checked = checkSettings(network.fields, given.settings)
	if ('problems' in checked) {
		throw new Wrong(400, 'input', `settings: ${checked.problems.join('; ')}`)
	}
	return { network, settings: checked.ok, address: given.address }
}

function hostFor(signal: AbortSignal, hosts: HostRules | undefined): Host {
	const nothing = (): void => {}
	return {
		account: accountId('visit.0'),
		log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
		pace: { ...usualPace, answerWithin },
		heard: () => Promise.resolve(),
		cursor: () => undefined,
		keep: (_room, _id, file) => Promise.resolve({ ...file, refused: 'type' }),
		spooled: () => Readable.from([]),
		reactions: () => [],
		rewound: nothing,
		status: nothing,
		roomStatus: nothing,
		signal,
		...(hosts && { hosts }),
	}
}

/** A session for as long as `look` takes; it reads no room and keeps nothing. */
export async function visiting<T>({ network, settings }: Visit, steering: Pick<Steering, 'current'>, look: (session: Session) => Promise<T>): Promise<T> {
	const over = new AbortController()
	const now = steering.current()
	const hosts = now && hostsOf(now)
	const session = network.open(settings, hostFor(over.signal, hosts))
	try {
		return await look(session)
	} finally {
		over.abort()
		await session.close()
	}
}
