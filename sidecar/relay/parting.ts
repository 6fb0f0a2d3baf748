import type { RoomId } from '../core/ids.ts'
import type { Session } from '../core/network.ts'
import type { Joined } from './notices.ts'
import type { Parts } from './parts.ts'

import { failureOf } from '../core/failure.ts'
import { partsOf } from '../core/ids.ts'
import { wordsIn } from '../core/languages.ts'
import { keyOf } from '../core/mark.ts'
import { textOf } from '../core/richtext.ts'
import { relayAuthor } from './alarm.ts'
import { within } from './clock.ts'

/** Far above any number of parts that a message can have; lateness and answers have the two after it. */
const partingPart = 999_997

/** A room that does not answer holds up the new configuration for no longer than this, in ms. */
const sayWithin = 5000

/** Members whose rooms are to learn that they are members no more. Who stopped it there knows. */
export function partedOf(before: readonly Joined[], now: readonly Joined[]): readonly Joined[] {
	const stay = new Set(now.map(({ member }) => member))
	return before.filter(({ member, consent }) => !stay.has(member) && consent !== 'stopped')
}

/**
 * Says in the rooms that were taken out that nothing is carried any more, while their sessions are still there. It can't wait for a room
 * that is away, for nobody will be there to say it later: what fails is logged, and said at most once.
 */
export async function sayParted(parts: Pick<Parts, 'store' | 'log' | 'clock'> & { readonly sessionOf: (room: RoomId) => Session | undefined }, parted: readonly Joined[]): Promise<void> {
	const { store, log, clock } = parts
	const say = async ({ member, room, consent, title, host, language }: Joined): Promise<void> => {
		const words = wordsIn(language)
		await parts.sessionOf(room)?.send({
			key: keyOf(store.word, member, partingPart),
			address: partsOf(room).address,
			nick: '',
			author: relayAuthor,
			text: textOf((consent === 'asked' ? words.withdrawn : words.parted)(title, host)),
			files: [],
			silent: true,
			at: clock.now(),
			mentionEveryone: false,
			notice: true,
		})
	}
	await within(clock, sayWithin, Promise.all(parted.map((one) => say(one)
		.catch((error: unknown) => log.warn(`${one.room}: could not say that its federation has ended: ${failureOf(error).message}`)))))
}
