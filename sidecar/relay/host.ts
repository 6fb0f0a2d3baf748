import type { AccountConfig } from '../config/config.ts'
import type { Reaction } from '../core/event.ts'
import type { FileLimits } from '../core/gateway.ts'
import type { AccountId, PersonId, RoomId } from '../core/ids.ts'
import type { Host, HostRules } from '../core/network.ts'
import type { Ways } from './accept.ts'
import type { Courier } from './courier.ts'
import type { History } from './history.ts'
import type { Parts } from './parts.ts'
import type { Spool } from './spool.ts'

import { accept } from './accept.ts'
import { release } from './release.ts'
import { rewind } from './rewind.ts'
import { sourceOf } from './source.ts'

export interface HostParts extends Parts {
	readonly spool: Spool
	readonly courier: Pick<Courier, 'wake' | 'hurry'>
	readonly waysOf: (room: RoomId) => Ways | undefined
	readonly fileLimits: (room: RoomId) => readonly FileLimits[]
	readonly hosts?: HostRules
	readonly history?: Pick<History, 'accepted'>
	/** How the account and its rooms were last told to be in this run, so that each change is written and logged once. */
	readonly told: Map<string, string>
	/** Somebody answered to the relay's own notice. */
	readonly answered?: () => void
	/** Somebody came or went. */
	readonly peopleChanged?: (room: RoomId) => void
}

/** What a session may know of the relay. */
export function hostFor(parts: HostParts, account: AccountConfig, signal: AbortSignal): Host {
	const { store, log, pace, clock, spool, courier, counters, told } = parts

	const changed = (subject: AccountId | RoomId, state: string, why: string): boolean => {
		if (told.get(subject) === `${state} ${why}`) {
			return false
		}
		told.set(subject, `${state} ${why}`)
		// Its loss in a crash is harmless: the state is found out anew at the next start.
		store.commits.share(() => store.states.set(subject, state, why, clock.now()))
			.catch((error: unknown) => log.error(`the state of ${subject} could not be written: ${String(error)}`))
		return true
	}

	return {
		account: account.id,
		log,
		pace,
		signal,
		...(parts.hosts === undefined ? {} : { hosts: parts.hosts }),
		async heard(room, events, cursor) {
			const ways = parts.waysOf(room)
			if (ways === undefined || signal.aborted) {
				return
			}
			const { accepted, answered, woken, files } = await store.commits.share(() => {
				const result = accept(store, ways, room, events, cursor, clock.now())
				return { ...result, files: [...result.files, ...release(store, result.released)] }
			})
			counters.accepted += accepted
			spool.discard(files)
			parts.history?.accepted(accepted)
			woken.forEach((target) => courier.wake(target))
			if (answered) {
				parts.answered?.()
			}
			if (events.some((event) => event.kind === 'notice' && event.sort === 'people')) {
				parts.peopleChanged?.(room)
			}
		},
		cursor: (room) => store.cursors.get(room),
		keep: (room, id, file, open) => spool.keep(sourceOf(room, id), file, parts.fileLimits(room), open),
		spooled: (file) => spool.read(file),
		reactions(room, target) {
			const known = store.copies.originOf(room, target)
			return known === undefined ? standing(store.early.of(room, target)) : store.reactions.here(known.origin, room)
		},
		rewound(room, gone) {
			log.warn(`${room}: the server was restored from a backup; what came after that backup is no longer known there`)
			store.commits.share(() => rewind(store, room, gone, clock.now())).catch((error: unknown) => log.error(`${room}: could not forget what the backup lacks: ${String(error)}`))
		},
		status(state, why = '') {
			if (changed(account.id, state, why)) {
				const line = `${account.id} is ${state}${why === '' ? '' : `: ${why}`}`
				if (state === 'offline' && !account.ignoreFailureOnStart) {
					log.warn(line)
				} else {
					log.info(line)
				}
				if (state === 'online') {
					courier.hurry(account.id)
				}
			}
		},
		roomStatus(room, state, why = '') {
			if (changed(room, state, why)) {
				log[state === 'closed' ? 'warn' : 'info'](`${room} is ${state}${why === '' ? '' : `: ${why}`}`)
				if (state === 'open') {
					courier.hurry(room)
				}
			}
		},
	}
}

/** What stands of reactions that were heard one after the other. */
function standing(heard: readonly Reaction[]): readonly { readonly emoji: string, readonly by: PersonId }[] {
	const last = new Map(heard.map((event) => [`${event.emoji} ${event.author.id}`, event]))
	return [...last.values()].filter((event) => !event.removed).map((event) => ({ emoji: event.emoji, by: event.author.id }))
}
