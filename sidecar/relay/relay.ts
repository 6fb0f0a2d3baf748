import type { AccountConfig, Config } from '../config/config.ts'
import type { Author } from '../core/event.ts'
import type { Gateway } from '../core/gateway.ts'
import type { AccountId, RoomId } from '../core/ids.ts'
import type { Network, Session } from '../core/network.ts'
import type { Router } from '../core/route.ts'
import type { Fields, Infer } from '../core/settings.ts'
import type { Delivery } from '../store/outbox.ts'
import type { Ways } from './accept.ts'
import type { Courier } from './courier.ts'
import type { Parts } from './parts.ts'
import type { Post } from './post.ts'
import type { Spool } from './spool.ts'

import { partsOf } from '../core/ids.ts'
import { formatNick } from '../core/nick.ts'
import { router } from '../core/route.ts'
import { watchDeliveries } from './alarm.ts'
import { openCourier } from './courier.ts'
import { deliver } from './deliver.ts'
import { hostFor } from './host.ts'
import { announceLateness } from './lateness.ts'
import { release } from './release.ts'

/** All gateways of one process. */
export interface Relay {
	/** Takes up a configuration: at first, and again when it has changed. What did not change goes on undisturbed. */
	apply(config: Pick<Config, 'accounts' | 'gateways'>): Promise<void>
	/** Ends the present attempts and closes all sessions. Nothing is lost: what waits goes on at the next start. */
	stop(): Promise<void>
}

interface Open {
	readonly config: AccountConfig
	readonly session: Session
	readonly rooms: Set<RoomId>
	readonly closing: AbortController
}

export interface RelayParts extends Parts { readonly spool: Spool, readonly networks: readonly Network[] }

const sameSettings = (one: AccountConfig, other: AccountConfig): boolean => one.network === other.network
	&& JSON.stringify(one.settings) === JSON.stringify(other.settings)

export function openRelay(parts: RelayParts): Relay {
	const { store, log, spool } = parts
	const open = new Map<AccountId, Open>()
	let accounts = new Map<AccountId, AccountConfig>()
	let gateways = new Map<string, Gateway>()
	let gatewaysOf = new Map<RoomId, readonly Gateway[]>()
	let ways: Router = router([])

	const sessionOf = (room: RoomId): Session | undefined => {
		const account = open.get(partsOf(room).account)
		return account?.rooms.has(room) ? account.session : undefined
	}

	const waysOf = (room: RoomId): Ways | undefined => {
		const { account, address } = partsOf(room)
		const known = open.get(account)
		const config = accounts.get(account)
		return known && config && { router: ways, rules: config.rules, place: known.session.place(address) }
	}

	const nickOf = (gateway: Gateway, target: RoomId) => (author: Author, source: RoomId): string => {
		const { account, address } = partsOf(source)
		return formatNick(gateway.members.find((member) => member.room === target)?.nickFormat ?? '', {
			nick: author.name,
			userId: author.login,
			bridge: account.slice(account.indexOf('.') + 1),
			protocol: accounts.get(account)?.network ?? '',
			gateway: gateway.name,
			label: accounts.get(account)?.rules.label ?? '',
			channel: address,
		})
	}

	const perform = async (delivery: Delivery, session: Session, post: Post): Promise<void> => {
		const body = store.events.body(delivery.event)
		const gateway = gateways.get(delivery.gateway) ?? gatewaysOf.get(delivery.room)?.[0]
		if (body === undefined || gateway === undefined) {
			return post.finish(delivery)
		}
		if (body.event.kind === 'message') {
			await announceLateness(parts, delivery, body.event, session)
		}
		if (delivery.attempts === 0) {
			parts.counters.ownMs += parts.clock.now() - body.accepted
			parts.counters.ownCount += 1
		}
		return deliver({ delivery, ...body, gateway, session, nickOf: nickOf(gateway, delivery.room), post, store })
	}

	const courier: Courier = openCourier({
		...parts,
		sessionOf,
		perform,
		failed: (delivery, failure) => log.warn(`${delivery.room}: not delivered: ${failure.message}`, {
			delivery: delivery.id, attempts: delivery.attempts + 1, then: failure.verdict.then,
		}),
	})
	const alarm = watchDeliveries({ ...parts, sessionOf })

	const close = async (id: AccountId, account: Open): Promise<void> => {
		open.delete(id)
		account.closing.abort()
		await account.session.close()
	}

	const openAccount = (config: AccountConfig): void => {
		const network = parts.networks.find((one) => one.id === config.network)
		if (network === undefined) {
			throw new Error(`${config.id}: this program does not speak ${config.network}`)
		}
		const closing = new AbortController()
		const host = hostFor({
			...parts, courier, waysOf, fileLimits: (room) => (gatewaysOf.get(room) ?? []).map((gateway) => gateway.files),
		}, config, closing.signal)
		open.set(config.id, { config, session: network.open(config.settings as Infer<Fields>, host), rooms: new Set(), closing })
	}

	/** Joins and leaves rooms so that each session reads just those of its gateways. */
	const settleRooms = (rooms: ReadonlySet<RoomId>): void => {
		for (const account of open.values()) {
			for (const room of [...account.rooms].filter((one) => !rooms.has(one))) {
				account.rooms.delete(room)
				account.session.leave(partsOf(room).address)
			}
		}
		for (const room of rooms) {
			const { account, address } = partsOf(room)
			const known = open.get(account)
			if (known !== undefined && !known.rooms.has(room)) {
				known.rooms.add(room)
				known.session.join(address)
			}
		}
	}

	/** A room that is no longer a member begins anew when it is added again; what waits for it is kept for a while. */
	const forgetRooms = async (rooms: ReadonlySet<RoomId>): Promise<void> => {
		const gone = store.cursors.rooms().filter((room) => !rooms.has(room))
		const subjects: ReadonlySet<string> = new Set([...rooms, ...accounts.keys()])
		const files = await store.commits.share(() => {
			gone.forEach((room) => store.cursors.drop(room))
			store.states.all().filter((one) => !subjects.has(one.subject)).forEach((one) => store.states.drop(one.subject))
			const then = parts.clock.now() - parts.pace.keptFor
			const pruned = store.outbox.pruneAsides(then)
			const unneeded = release(store, pruned)
			store.events.prune(then)
			return unneeded
		})
		spool.discard(files)
		for (const room of store.outbox.rooms().filter((one) => !rooms.has(one))) {
			log.warn(`${store.outbox.waiting(room)} deliveries wait for ${room}, which is in no gateway any more; they go out when it is added again`)
		}
	}

	return {
		async apply(config) {
			accounts = new Map(config.accounts.map((account) => [account.id, account]))
			gateways = new Map(config.gateways.map((gateway) => [gateway.name, gateway]))
			ways = router(config.gateways)
			gatewaysOf = new Map()
			for (const gateway of config.gateways) {
				for (const { room } of gateway.members) {
					gatewaysOf.set(room, [...gatewaysOf.get(room) ?? [], gateway])
				}
			}
			const rooms = new Set(gatewaysOf.keys())
			for (const [id, account] of open) {
				const now = accounts.get(id)
				if (now === undefined || !sameSettings(now, account.config)) {
					await close(id, account)
				}
			}
			await forgetRooms(rooms)
			const used = new Set([...rooms].map((room) => partsOf(room).account))
			config.accounts.filter((account) => used.has(account.id) && !open.has(account.id)).forEach(openAccount)
			settleRooms(rooms)
			store.outbox.rooms().forEach((room) => courier.wake(room))
		},
		async stop() {
			alarm.stop()
			await courier.stop()
			await Promise.all([...open].map(([id, account]) => close(id, account)))
			await store.commits.settled()
		},
	}
}
