import type { MemberOption, TalkServerOptions } from './server.ts'
import type { World } from './world.ts'

import { join, makeRoom } from './rooms.ts'
import { actorKey } from './types.ts'

/** Puts in the people and rooms of the options that are not known yet. */
export function seed(world: World, { people = [], rooms = [] }: Pick<TalkServerOptions, 'people' | 'rooms'>): void {
	const { store } = world
	for (const { uid, displayName, password, appPassword } of people) {
		if (!store.people.has(uid)) {
			store.apply({
				kind: 'person',
				value: {
					uid,
					displayName: displayName ?? `${uid.charAt(0).toUpperCase()}${uid.slice(1)}`,
					password: password ?? `${uid}-password`,
					appPassword: appPassword ?? `${uid}-app-password`,
					readPrivacy: 0,
					enabled: true,
				},
			})
		}
	}
	for (const { token, name = token, type = 2, members } of rooms) {
		const state = store.rooms.get(token) ?? makeRoom(world, { token, name, type })
		for (const member of members.map((each): MemberOption => typeof each === 'string' ? { uid: each } : each)) {
			const actor = member.actor ?? { type: 'users', id: member.uid ?? '' } as const
			if (!state.attendees.has(actorKey(actor))) {
				join(world, state, actor, member.type ?? 3, member.displayName)
			}
		}
	}
}
