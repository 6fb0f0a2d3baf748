import type { Substitutes } from '../../sidecar/compose.ts'
import type { ChatEvent } from '../../sidecar/core/event.ts'
import type { Cursor, RoomId } from '../../sidecar/core/ids.ts'
import type { Host, Letter, Network, Session } from '../../sidecar/core/network.ts'
import type { Store } from '../../sidecar/store/store.ts'

import { Failure, failureOf } from '../../sidecar/core/failure.ts'
import { messageId } from '../../sidecar/core/ids.ts'
import { faultPace } from './pace.ts'

/** A fault of the relay's own, put into the composed program: each must be found by the histories. */
export interface Defect {
	readonly store?: (store: Store) => Store
	readonly network?: (network: Network) => Network
	readonly courier?: NonNullable<Substitutes['courier']>
	readonly lock?: NonNullable<Substitutes['lock']>
	readonly pace?: Substitutes['pace']
}

type Change<T> = (real: T) => Partial<T>

/** Sessions and hosts with some of their methods replaced. */
function dressed(session: Change<Session>, host: Change<Host> = () => ({})): NonNullable<Defect['network']> {
	return (network) => ({
		...network,
		open(settings, real) {
			// The signal and the account are no methods: they come along.
			const opened = network.open(settings, { ...real, ...host(real) })
			return { ...opened, ...session(opened) }
		},
	})
}

function table<Name extends keyof Store>(name: Name, change: Change<Store[Name]>): NonNullable<Defect['store']> {
	return (store) => ({
		...store,
		[name]: { ...store[name] as object, ...change(store[name]) },
	})
}

/** True for every nth call. */
function everyNth(n: number): () => boolean {
	let calls = 0
	return () => (calls += 1) % n === 0
}

/** What an attempt left counts as nothing. */
async function hopeful<T>(work: Promise<T>): Promise<T> {
	return work.catch((error: unknown) => {
		const { verdict, message } = failureOf(error)
		throw new Failure(verdict, message, { left: 'nothing' })
	})
}

const unmarked = (key: string): string => key.replace('talkrelay-', 'otherbot-')

/** Which delivery was begun is known only as long as the process lives. */
function begunInMemory(store: Store): Store {
	const begun = new Map<number, number>()
	return {
		...store,
		outbox: {
			...store.outbox,
			head(room) {
				const head = store.outbox.head(room)
				return head && { ...head, begun: head.begun ?? begun.get(head.id) }
			},
			begin(id, now) {
				begun.set(id, begun.get(id) ?? now)
				return true
			},
			failed(id, why, since) {
				begun.delete(id)
				if (since !== undefined) {
					begun.set(id, since)
				}
				store.outbox.failed(id, why, undefined)
			},
		},
	}
}

/** A new process begins anew. */
function cursorsInMemory(store: Store): Store {
	const cursors = new Map<RoomId, Cursor>()
	return {
		...store,
		cursors: {
			...store.cursors,
			get: (room) => cursors.get(room),
			set: (room, cursor) => void cursors.set(room, cursor),
			rooms: () => [...cursors.keys()],
		},
	}
}

/** The place is kept first, the events a moment later. */
function placeFirst(real: Host): Partial<Host> {
	return {
		async heard(room, events, cursor) {
			await real.heard(room, [], cursor)
			await new Promise((resolve) => setTimeout(resolve, 60))
			await real.heard(room, events, cursor)
		},
	}
}

const plain: Change<Session> = () => ({})
const forgetful = everyNth(5)
const sleepy = everyNth(6)
const careless = everyNth(8)

/** By the name under which `--prove` tells of them. */
export const defects: Readonly<Record<string, Defect>> = {
	'the cursor moves without the events': { store: table('events', (real) => ({ add: (...given) => forgetful() ? undefined : real.add(...given) })) },
	'the cursor is kept in memory only': { store: cursorsInMemory },
	'the cursor moves before the events are on disk': { network: dressed(plain, placeFirst) },
	'a write that was refused is taken for written': { network: dressed(plain, (real) => ({
		heard: (...given) => real.heard(...given).catch(() => undefined),
	})) },
	'nothing is looked up': { network: dressed(() => ({ find: async () => undefined })) },
	'the first look-up is believed': { pace: { lookUps: faultPace.lookUps.slice(0, 1) } },
	'an unknown outcome is taken for nothing': { network: dressed((real) => ({ send: (letter) => hopeful(real.send(letter)) })) },
	'what is begun is not written before it is sent': { store: begunInMemory },
	'a wake-up is lost': { courier: (real) => ({ ...real, wake: (room) => sleepy() ? undefined : real.wake(room) }) },
	'a link is not written': { store: table('copies', (real) => ({
		link: (...given) => !given[4] && careless() ? undefined : real.link(...given),
	})) },
	'what was heard before is taken again': { store: (store) => {
		const again = table('events', (real) => ({
			add: (event: ChatEvent, ...rest) => real.add({ ...event, id: messageId(`${event.id}~${Math.random()}`) }, ...rest),
		}))(store)
		return table('copies', () => ({ knows: () => false }))(again)
	} },
	'marks are not recognised': { network: dressed((real) => ({
		send: (letter: Letter) => real.send({ ...letter, key: unmarked(letter.key) }),
		find: async (address, key, since) => real.find?.(address, unmarked(key), since),
	})) },
	'reactions of the relay’s own are not written down': { store: table('reactions', () => ({ place: () => undefined })) },
	'a deletion cancels nothing': { store: table('outbox', () => ({ cancel: () => [] })) },
	'a batch is taken newest first': { network: dressed(plain, (real) => ({
		heard: (room, events, cursor) => real.heard(room, [...events].reverse(), cursor),
	})) },
	'it gives up what could still succeed': { network: dressed((real) => ({
		send: (letter) => real.send(letter).catch((error: unknown) => {
			const failure = failureOf(error)
			throw new Failure({ then: 'drop' }, failure.message, { left: failure.left })
		}),
	})) },
	'two relays run on one state': { lock: () => ({ release: () => undefined }) },
}

/** Throws for a name that is none. */
export function defectNamed(name: string | undefined): Defect {
	const found = name === undefined ? {} : defects[name]
	if (found === undefined) {
		throw new Error(`there is no defect “${String(name)}”`)
	}
	return found
}
