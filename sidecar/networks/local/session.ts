import type { Host, Session } from '../../core/network.ts'
import type { Door } from '../../door/client.ts'
import type { Mailbox } from '../../door/mailbox.ts'
import type { LocalSettings } from './settings.ts'

import { failureOf } from '../../core/failure.ts'
import { roomId } from '../../core/ids.ts'
import { openDelivering } from './delivering.ts'
import { openIntake } from './intake.ts'
import { openKnowledge } from './knowledge.ts'
import { longestText } from './outgoing.ts'
import { openReading } from './room.ts'
import { openWriting } from './writing.ts'

export interface LocalParts {
	readonly door: Door
	readonly mailbox: Mailbox
	/** ms since 1970. */
	readonly now: () => number
	/** From [0, 1). */
	readonly random: () => number
}

/** The rooms of the server that the app is installed on. */
export function openSession({ door, mailbox, now, random }: LocalParts, settings: LocalSettings, relay: Host): Session {
	const stop = new AbortController()
	const host: Host = { ...relay, signal: AbortSignal.any([relay.signal, stop.signal]) }
	const well = (): void => {
		if (!host.signal.aborted) {
			host.status('online')
		}
	}
	const failed = (error: unknown): void => {
		const { verdict, message } = failureOf(error)
		host.log.debug(`the app’s door: ${message}`)
		if (!host.signal.aborted && verdict.then !== 'drop') {
			host.status(verdict.then === 'closeAccount' ? 'offline' : 'connecting', message)
		}
	}
	const parts = { door, settings, host, now, random, well, failed }
	const knowledge = openKnowledge(door, host, now)
	const delivering = openDelivering(parts)
	const intake = openIntake({
		...parts,
		read: (token, told) => openReading({ ...parts, ...told, knowledge }, { token, room: roomId(host.account, token) }),
	})
	mailbox.read((rows) => intake.told(rows))

	return {
		...openWriting({ door, delivering, knowledge, settings, host }),
		limits: () => ({ text: longestText, files: 1, caption: true }),
		place: (token) => `talk:${settings.host}/${token}`,
		join(token) {
			intake.join(token)
			knowledge.look(token)
		},
		leave(token) {
			intake.leave(token)
			knowledge.forget(token)
		},
		async close() {
			stop.abort()
			await intake.settled()
		},
	}
}
