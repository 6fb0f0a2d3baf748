import type { Ref } from 'vue'
import type { Trouble } from '../trouble.ts'
import type { Gateway, GatewayChange, MemberChange, Named, NewMember, RoomFederation } from '../types.ts'

import { computed, ref } from 'vue'
import * as api from '../api.ts'
import { troubleOf } from '../trouble.ts'

export interface Room {
	readonly room: Readonly<Ref<RoomFederation | undefined>>
	readonly gateway: Readonly<Ref<Gateway | null>>
	/** Why the conversation could not be shown. */
	readonly refused: Readonly<Ref<Trouble | undefined>>
	/** Why the last change did not happen; what is shown is as it was. */
	readonly trouble: Ref<Trouble | undefined>
	load(): Promise<void>
	/** Throws what the call throws: the form tells. */
	add(member: NewMember): Promise<void>
	change(change: GatewayChange): Promise<boolean>
	changeMember(id: number, change: MemberChange): Promise<boolean>
	removeMember(id: number): Promise<boolean>
	end(): Promise<boolean>
	block(person: Named): Promise<boolean>
	unblock(person: string): Promise<boolean>
}

/** One conversation's federation. A change is shown at once and taken back if the server refuses it. */
export function useRoom(token: string): Room {
	const room = ref<RoomFederation>()
	const refused = ref<Trouble>()
	const trouble = ref<Trouble>()

	async function load(): Promise<void> {
		try {
			room.value = await api.getRoom(token)
			refused.value = undefined
		} catch (error) {
			refused.value = troubleOf(error)
		}
	}

	/** Shows `next`, then asks; answers whether it was so. What the server has is read anew where it may differ from what is shown. */
	async function risk(next: (gateway: Gateway) => Gateway | null, call: () => Promise<unknown>): Promise<boolean> {
		const before = room.value
		if (!before?.gateway) {
			return false
		}
		trouble.value = undefined
		room.value = { ...before, gateway: next(before.gateway) }
		try {
			await call()
			return true
		} catch (error) {
			trouble.value = troubleOf(error)
			room.value = before
			// Another change may have happened in between.
			await load()
			return false
		}
	}

	const changed = (id: number, change: MemberChange) => (gateway: Gateway): Gateway => {
		return { ...gateway, members: gateway.members.map((one) => one.id === id ? { ...one, ...change } : one) }
	}
	const without = (id: number) => ({ members, ...gateway }: Gateway): Gateway | null => {
		return members.length === 1 ? null : { ...gateway, members: members.filter((one) => one.id !== id) }
	}
	const unblocked = (person: string) => (gateway: Gateway): Gateway => {
		return { ...gateway, blocked: gateway.blocked.filter(({ id }) => id !== person) }
	}

	return {
		room,
		gateway: computed(() => room.value?.gateway ?? null),
		refused,
		trouble,
		load,
		async add(member) {
			room.value = await api.addMember(token, member)
		},
		change: (change) => risk((gateway) => ({ ...gateway, ...change }), () => api.changeGateway(token, change)),
		changeMember: (id, change) => risk(changed(id, change), () => api.changeMember(token, id, change)),
		removeMember: (id) => risk(without(id), () => api.removeMember(token, id)),
		end: () => risk(() => null, () => api.endGateway(token)),
		block: (person) => risk((gateway) => ({ ...gateway, blocked: [...gateway.blocked, person] }), () => api.block(token, person)),
		unblock: (person) => risk(unblocked(person), () => api.unblock(token, person)),
	}
}
