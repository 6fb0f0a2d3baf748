import type { AccountConfig, Config } from '../config/config.ts'
import type { Notice } from '../core/event.ts'
import type { Gateway } from '../core/gateway.ts'
import type { AccountId, RoomId } from '../core/ids.ts'
import type { HostRules, Network, Session } from '../core/network.ts'
import type { Router } from '../core/route.ts'
import type { Fields, Infer } from '../core/settings.ts'
import type { Delivery } from '../store/outbox.ts'
import type { Ways } from './accept.ts'
import type { Courier } from './courier.ts'
import type { History } from './history.ts'
import type { Parts } from './parts.ts'
import type { Post } from './post.ts'
import type { Spool } from './spool.ts'

import { fileLimitsOf } from '../core/carried.ts'
import { isHeard, isWrittenTo } from '../core/gateway.ts'
import { partsOf } from '../core/ids.ts'
import { wordsIn } from '../core/languages.ts'
import { router } from '../core/route.ts'
import { acceptEarly } from './accept.ts'
import { takeSigns, watchDeliveries } from './alarm.ts'
import { within } from './clock.ts'
import { openCourier } from './courier.ts'
import { deliver } from './deliver.ts'
import { forgetRooms } from './forgetting.ts'
import { holding } from './held.ts'
import { hostFor } from './host.ts'
import { announceLateness } from './lateness.ts'
import { nickIn } from './naming.ts'
import { release } from './release.ts'
import { openRests } from './rests.ts'
import { watchRosters } from './roster.ts'

/** What the relay itself needs. `hosts`: where accounts may connect to; left out: anywhere. `endsForGood`: see dropEnded. */
export type RelayConfig = Pick<Config, 'accounts' | 'gateways'> & { readonly hosts?: HostRules, readonly endsForGood?: true }

/** All gateways of one process. */
export interface Relay {
	/**
	 * Takes up a configuration: at first, and again when it has changed. What did not change goes on undisturbed. Rejects when an account
	 * could not be opened; all others are.
	 */
	apply(config: RelayConfig): Promise<void>
	/** What reads and writes this room; undefined while it is in no gateway, or its account is not open. */
	session(room: RoomId): Session | undefined
	/** Something may wait for this room that the relay did not put there itself. */
	wake(room: RoomId): void
	/** Ends the present attempts and closes all sessions. Nothing is lost: what waits goes on at the next start. */
	stop(): Promise<void>
}

interface Open {
	readonly config: AccountConfig
	readonly session: Session
	readonly rooms: Set<RoomId>
	readonly closing: AbortController
	/** See HostParts. */
	readonly told: Map<string, string>
}

export interface RelayParts extends Parts {
	readonly spool: Spool
	readonly networks: readonly Network[]
	/** Tests put something round it. */
	readonly courier?: (courier: Courier) => Courier
	readonly history?: History
	/** Somebody answered to the relay's own notice. */
	readonly answered?: () => void
}

/** Times the last of the look-ups (ten minutes at the usual pace): so long an answer waits for the copy that it answers. */
const answersWait = 10

/** What is still under way gets so long to come to its end when a session is about to close, in ms. */
const endWithin = 5000

function sameSettings(one: AccountConfig, other: AccountConfig): boolean {
	return one.network === other.network
		&& JSON.stringify(one.settings) === JSON.stringify(other.settings)
}

export function openRelay(parts: RelayParts): Relay {
	const { store, log } = parts
	const open = new Map<AccountId, Open>()
	let accounts = new Map<AccountId, AccountConfig>()
	let gatewaysOf = new Map<RoomId, readonly Gateway[]>()
	let ways: Router = router([])
	let hosts: HostRules | undefined

	const sessionOf = (room: RoomId): Session | undefined => {
		const account = open.get(partsOf(room).account)
		return account?.rooms.has(room) ? account.session : undefined
	}

	const shows = (target: RoomId, { sort }: Notice): boolean => {
		const rules = accounts.get(partsOf(target).account)?.rules
		return (sort !== 'people' || rules?.showJoinPart === true) && (sort !== 'room' || rules?.showTopicChange === true)
	}

	const waysOf = (room: RoomId): Ways | undefined => {
		const { account, address } = partsOf(room)
		const [known, config] = [open.get(account), accounts.get(account)]
		return known?.rooms.has(room) !== true || config === undefined
			? undefined
			: { router: ways, rules: config.rules, shows, place: known.session.place(address), gateways: gatewaysOf.get(room) ?? [] }
	}

	const perform = async (delivery: Delivery, session: Session, post: Post): Promise<void> => {
		const body = store.events.body(delivery.event)
		// The room may have moved to another one meanwhile, which then says how authors appear there.
		const possible = gatewaysOf.get(delivery.room) ?? []
		const gateway = possible.find((one) => one.name === delivery.gateway) ?? possible[0]
		if (body === undefined || gateway === undefined) {
			return post.finish(delivery)
		}
		if (body.event.kind === 'message') {
			await announceLateness(parts, delivery, body.event, session, gateway)
		}
		if (delivery.attempts === 0) {
			parts.counters.ownMs += parts.clock.now() - body.accepted
			parts.counters.ownCount += 1
		}
		await deliver({
			delivery,
			...body,
			now: parts.clock.now(),
			patience: answersWait * (parts.pace.lookUps.at(-1) ?? 0),
			gateway,
			session,
			words: wordsIn(gateway.language),
			nickOf: nickIn(accounts, gateway, delivery.room),
			post,
			store,
		})
		const took = parts.clock.now() - body.accepted
		parts.counters.deliveryMs += took
		parts.history?.delivered(took)
	}

	/** The gateways in which the room is a member of which this holds. */
	const gatewaysWhere = (room: RoomId, holds: typeof isHeard): readonly Gateway[] => (gatewaysOf.get(room) ?? [])
		.filter(({ members }) => members.some((member) => member.room === room && holds(member)))

	const opened = openCourier({
		...parts,
		store: holding(store, (room) => gatewaysWhere(room, isWrittenTo).length === 0),
		sessionOf,
		perform,
		linked(room, message) {
			const known = waysOf(room)
			if (known === undefined) {
				return []
			}
			const { woken, released } = acceptEarly(store, known, room, message, parts.clock.now())
			release(store, released)
			return woken
		},
		failed: (delivery, failure) => log.warn(`${delivery.room}: not delivered: ${failure.message}`, {
			delivery: delivery.id,
			attempts: delivery.attempts + 1,
			then: failure.verdict.then,
		}),
	})
	const courier = parts.courier?.(opened) ?? opened
	const rests = openRests(parts.clock, parts.pace.probes)
	const alarm = watchDeliveries({ ...parts, sessionOf, rests })
	const rosters = watchRosters({ ...parts, sessionOf, rests })
	const hurry = (subject: AccountId | RoomId): void => {
		rests.hurry(subject)
		courier.hurry(subject)
	}

	const close = async (id: AccountId, account: Open): Promise<void> => {
		open.delete(id)
		account.closing.abort()
		await account.session.close()
	}

	const openAccount = (config: AccountConfig): void => {
		const network = parts.networks.find((one) => one.id === config.network)
		if (network === undefined) {
			throw new Error(`this program does not speak ${config.network}`)
		}
		const closing = new AbortController()
		const told = new Map<string, string>()
		const host = hostFor({
			...parts,
			told,
			courier: { wake: courier.wake, hurry },
			waysOf,
			peopleChanged: rosters.changed,
			...(hosts === undefined ? {} : { hosts }),
			// Nobody takes a file of a room that is not heard.
			fileLimits: (room) => gatewaysWhere(room, isHeard).map(fileLimitsOf),
		}, config, closing.signal)
		open.set(config.id, { config, session: network.open(config.settings as Infer<Fields>, host), rooms: new Set(), closing, told })
	}

	/** Why it could not be opened, if so: the others are not to suffer from that. */
	const tryToOpen = (config: AccountConfig): readonly string[] => {
		try {
			openAccount(config)
			return []
		} catch (error) {
			return [`${config.id}: ${error instanceof Error ? error.message : String(error)}`]
		}
	}

	/** What is heard of these from now on is not taken any more. */
	const leaveRooms = (rooms: ReadonlySet<RoomId>): void => {
		for (const account of open.values()) {
			for (const room of [...account.rooms].filter((one) => !rooms.has(one))) {
				account.rooms.delete(room)
				account.session.leave(partsOf(room).address)
			}
		}
	}

	const joinRooms = (rooms: ReadonlySet<RoomId>): void => {
		for (const room of rooms) {
			const { account, address } = partsOf(room)
			const known = open.get(account)
			if (known !== undefined && !known.rooms.has(room)) {
				known.rooms.add(room)
				known.session.join(address)
			}
		}
	}

	const apply: Relay['apply'] = async (config) => {
		accounts = new Map(config.accounts.map((account) => [account.id, account]))
		ways = router(config.gateways)
		gatewaysOf = new Map()
		for (const gateway of config.gateways) {
			for (const { room } of gateway.members) {
				gatewaysOf.set(room, [...gatewaysOf.get(room) ?? [], gateway])
			}
		}
		const rooms = new Set(gatewaysOf.keys())
		// Connections that stand were allowed by the rules before.
		const isRuledAnew = JSON.stringify(config.hosts) !== JSON.stringify(hosts)
		hosts = config.hosts
		if (config.endsForGood) {
			await within(parts.clock, endWithin, takeSigns({ ...parts, sessionOf }, (room) => !rooms.has(room)))
		}
		for (const [id, account] of open) {
			const now = accounts.get(id)
			if (now === undefined || isRuledAnew || !sameSettings(now, account.config)) {
				await close(id, account)
			}
		}
		leaveRooms(rooms)
		const ended = { endsForGood: config.endsForGood === true, gatewaysOf }
		const forgetting = { rooms, accounts: [...accounts.keys()], open: [...open.values()], ...ended }
		await forgetRooms(parts, forgetting).catch((error: unknown) => log.error(`could not forget the rooms that are gone: ${String(error)}`))
		const used = new Set([...rooms].map((room) => partsOf(room).account))
		const failures = config.accounts.filter((account) => used.has(account.id) && !open.has(account.id)).flatMap(tryToOpen)
		joinRooms(rooms)
		rosters.take(config.gateways)
		store.outbox.rooms().forEach((room) => courier.wake(room))
		if (failures.length > 0) {
			throw new Error(failures.join('; '))
		}
	}

	const stop = async (): Promise<void> => {
		alarm.stop()
		rosters.stop()
		const ended = courier.stop()
		await within(parts.clock, Math.min(endWithin, parts.pace.answerWithin), ended)
		// What is still under way now is broken off by its session, and looked up at the next start.
		await Promise.all([...open].map(([id, account]) => close(id, account)))
		await ended
		await store.commits.settled()
	}

	let last: Promise<unknown> = Promise.resolve()
	/** One after the other, so that of two configurations the later one holds, and nothing is opened after the end. */
	const inTurn = (work: () => Promise<void>): Promise<void> => {
		const turn = last.then(work)
		// Whoever asked for it is told of its failure; the next one's turn comes all the same.
		last = turn.catch(() => undefined)
		return turn
	}

	return {
		apply: (config) => inTurn(() => apply(config)),
		session: sessionOf,
		wake: (room) => courier.wake(room),
		stop: () => inTurn(stop),
	}
}
