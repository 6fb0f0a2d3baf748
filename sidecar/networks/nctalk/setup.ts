import type { Log } from '../../core/log.ts'
import type { TalkRoom } from '../../talk/types.ts'
import type { TalkApi } from './api.ts'
import type { Knowledge } from './capabilities.ts'
import type { TalkSettings } from './settings.ts'

import { failureOf } from '../../core/failure.ts'
import { describeRoom } from './capabilities.ts'
import { serverUrl } from './settings.ts'

/** What is done once for an account and for each of its rooms, so that a technical account disturbs nobody. */
export interface Setup {
	/**
	 * Says what is worth knowing about the account and makes its read privacy private: or else everybody's ticks "read by all" would
	 * wait for it. Throws a Failure where the login does not work or Talk is missing.
	 */
	account(): Promise<void>
	/**
	 * Says in one line what can be carried to and from the room, and turns its notifications off. `seen`: the room as the room list
	 * showed it, if it did. Throws a Failure: closeRoom where the account is no participant.
	 */
	room(token: string, seen?: TalkRoom): Promise<TalkRoom>
}

export interface SetupParts {
	readonly api: TalkApi
	readonly knowledge: Knowledge
	readonly settings: TalkSettings
	readonly log: Log
}

const never = 3

/** Everything is said once, however often it is asked for. */
export function openSetup(parts: SetupParts): Setup {
	const { api, knowledge, settings, log } = parts
	const said = new Set<string>()
	const once = (line: string, tell: (line: string) => void): void => {
		if (!said.has(line)) {
			said.add(line)
			tell(line)
		}
	}

	return {
		async account() {
			warnOf(settings, api.client.host, (line) => once(line, (text) => log.warn(text)))
			const can = await knowledge.get()
			if (!can.referenceId) {
				once(`Talk ${can.talk} on ${api.client.host} keeps no keys of messages: after a broken connection one may come twice`, (line) => log.warn(line))
			}
			if (can.readPublic === true) {
				const answer = await api.setReadPrivate()
				once(answer.status === 200
					? `the read status of ${settings.login} on ${api.client.host} is private from now on, so that it holds up nobody’s ticks`
					: `the read status of ${settings.login} on ${api.client.host} can’t be made private (status ${answer.status}): `
						+ 'people’s messages there will not show as read by all', (line) => log.info(line))
			}
		},

		async room(token, seen) {
			const room = seen ?? await api.room(token)
			const can = await knowledge.get()
			once(describeRoom(can, room), (line) => log.info(line))
			if (room.notificationLevel !== undefined && room.notificationLevel !== never) {
				try {
					const answer = await api.setNotifyNever(token)
					const done = answer.status === 200
					once(`notifications of “${room.displayName}” (${token}) for ${settings.login} on ${api.client.host} `
						+ (done ? 'are off from now on' : `can’t be turned off (status ${answer.status})`), (line) => log.info(line))
				} catch (error) {
					// A comfort only: carrying messages must not wait for it.
					log.debug(`notifications of ${token} on ${api.client.host} are not off yet: ${failureOf(error).message}`)
				}
			}
			return room
		},
	}
}

/** What the settings ask for that works only in part, or not safely. */
function warnOf(settings: TalkSettings, host: string, warn: (line: string) => void): void {
	if (settings.skipTlsVerify) {
		warn(`SkipTLSVerify is on for ${host}: whoever stands between could read everything, the password too`)
	}
	const { protocol, hostname } = serverUrl(settings.server)
	if (protocol === 'http:' && !/^(?:localhost|127\.|\[::1\]$)|\.(?:test|localhost)$/.test(hostname)) {
		warn(`Server ${host} is reached without encryption (http): the password can be read on the way`)
	}
	if (settings.separateDisplayName && settings.login !== 'bridge-bot') {
		warn(`SeparateDisplayName works for Talk’s own account bridge-bot only, not for ${settings.login} on ${host}: names stand before the text`)
	}
}
