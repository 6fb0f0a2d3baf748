import type { DoorGateway, DoorMember } from '../door/types.ts'
import type { Aside, GatewayState, MemberState } from './api.ts'
import type { Desk } from './desk.ts'
import type { PlainState } from './plain-state.ts'

import { plain, shortened } from '../core/richtext.ts'
import { roomOf } from './configuration.ts'
import { plainState } from './plain-state.ts'

type Needs = Pick<Desk, 'store' | 'relay' | 'networks' | 'now'>

const mostAsides = 50
const excerptLength = 80

/** How a member is now. */
export function stateOf({ store, networks, now }: Omit<Needs, 'relay'>, gateway: DoorGateway, member: DoorMember): PlainState {
	const room = roomOf(member)
	const states = new Map(store.states.all().map((one) => [one.subject, one]))
	const decided = store.answers.all().find((answer) => answer.member === member.id && answer.decision !== undefined)
	const network = networks.find(({ id }) => id === member.account.split('.')[0])
	return plainState({
		consent: decided?.decision ?? member.consent,
		paused: gateway.paused,
		account: states.get(member.account),
		room: states.get(room),
		front: store.outbox.front(room),
		now: now(),
		remedy: (why) => network?.remedy?.(why),
	})
}

function memberState(desk: Needs, gateway: DoorGateway, member: DoorMember): MemberState {
	const room = roomOf(member)
	const { state, why, todo, fault, since } = stateOf(desk, gateway, member)
	const front = desk.store.outbox.front(room)
	return {
		id: member.id,
		state,
		why,
		todo,
		...(fault && { fault }),
		since,
		waiting: desk.store.outbox.waiting(room),
		...(front && { oldest: front.accepted }),
		lacks: desk.relay.session(room)?.lacks?.(member.address) ?? [],
	}
}

/** What was said in a message that was set aside, and by whom; of other events only who. */
function asidesOf({ store }: Needs, gateway: DoorGateway): readonly Aside[] {
	const members = new Map(gateway.members.map((member) => [roomOf(member), member.id]))
	return store.outbox.asidesOf([...members.keys()], mostAsides).flatMap((aside): readonly Aside[] => {
		const member = members.get(aside.room)
		const event = store.events.body(aside.event)?.event
		if (member === undefined || aside.gateway !== gateway.id) {
			return []
		}
		const said = event !== undefined && 'text' in event ? plain(event.text) : ''
		const files = event?.kind === 'message' ? event.files.map(({ name }) => `📎 ${name}`) : []
		const excerpt = shortened([said, ...files].filter((part) => part !== '').join(' '), excerptLength)
		return [{ id: aside.id, member, at: aside.aside, why: aside.why, author: event?.author.name ?? '', excerpt }]
	})
}

/** A gateway's members, and what was set aside there. */
export function gatewayState(desk: Needs, gateway: DoorGateway, withAsides: boolean): GatewayState {
	return {
		id: gateway.id,
		members: gateway.members.map((member) => memberState(desk, gateway, member)),
		asides: withAsides ? asidesOf(desk, gateway) : [],
	}
}
