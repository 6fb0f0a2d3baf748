import type { ChatEvent } from './event.ts'
import type { Gateway, Member } from './gateway.ts'
import type { RoomId } from './ids.ts'

import { crosses } from './carried.ts'
import { isBlocked, isHeard, isWrittenTo } from './gateway.ts'
import { partsOf } from './ids.ts'

/** One room that an event goes to, and the gateway that takes it there. */
export interface Route { readonly gateway: Gateway, readonly member: Member }

/** Answers for one set of gateways. Make it anew when they change. */
export type Router = (event: ChatEvent) => readonly Route[]

const nowhere: readonly Route[] = []

/** What takes something back crosses, whoever it is by. */
const says = (event: ChatEvent): boolean => event.kind !== 'deletion' && !(event.kind === 'reaction' && event.removed)

/**
 * Works out beforehand where each room's events go, so that a thousand gateways cost a look-up. An event goes to every other member of
 * each gateway in which its room is heard, once to each room (the first gateway that carries it wins), never back to its own.
 */
export function router(gateways: readonly Gateway[]): Router {
	const all = new Map<RoomId, Route[]>()
	for (const gateway of gateways) {
		for (const { room } of gateway.members.filter(isHeard)) {
			const routes = all.get(room) ?? []
			all.set(room, routes)
			routes.push(...targets(gateway, room))
		}
	}
	const once = new Map([...all].map(([room, routes]) => [room, eachOnce(routes)]))
	const members = gateways.flatMap((gateway) => gateway.members)
	const guarded = new Set(members.flatMap(({ room, blocked = [] }) => blocked.length > 0 ? [room] : []))
	const choosers = gateways.filter(({ refusedKinds = [] }) => refusedKinds.length > 0)
	const choosy = new Set(choosers.flatMap((gateway) => gateway.members.map(({ room }) => room)))
	return (event) => {
		if (event.kind === 'notice') {
			return eachOnce(all.get(event.room)?.filter(({ gateway }) => gateway.notices.includes(event.sort)) ?? nowhere)
		}
		const isGuarded = guarded.has(event.room) && says(event)
		if (!isGuarded && !choosy.has(event.room)) {
			return once.get(event.room) ?? nowhere
		}
		return eachOnce(all.get(event.room)?.filter(({ gateway }) => {
			return crosses(event, gateway) && !(isGuarded && isBlocked(gateway, event.room, event.author.id))
		}) ?? nowhere)
	}
}

/** For a single question; whoever asks more often makes a `router`. */
export function route(gateways: readonly Gateway[], event: ChatEvent): readonly Route[] {
	return router(gateways.filter(({ members }) => members.some(({ room }) => room === event.room)))(event)
}

function targets(gateway: Gateway, from: RoomId): Route[] {
	const { address } = partsOf(from)
	return gateway.members
		.filter((member) => member.room !== from && isWrittenTo(member))
		.filter(({ room }) => !gateway.sameAddress || partsOf(room).address === address)
		.map((member) => ({ gateway, member }))
}

function eachOnce(routes: readonly Route[]): readonly Route[] {
	const seen = new Set<RoomId>()
	return routes.filter(({ member }) => !seen.has(member.room) && seen.add(member.room))
}
