import type { Capabilities, TalkRoom } from '../../talk/types.ts'
import type { TalkApi } from './api.ts'

import { Failure } from '../../core/failure.ts'
import { sentence } from '../../core/sentence.ts'

/** What the server, as this login sees it, can do. */
export interface Abilities {
	/** `34.0.1`; empty where it is not told. */
	readonly server: string
	/** Talk's own version: `24.0.0`. */
	readonly talk: string
	/** Characters of one message. */
	readonly maxLength: number
	readonly replies: boolean
	readonly edit: boolean
	readonly remove: boolean
	/** Deletes however old; else only within 6 hours. */
	readonly removeUnlimited: boolean
	readonly reactions: boolean
	readonly threads: boolean
	readonly files: boolean
	readonly caption: boolean
	readonly voice: boolean
	readonly silent: boolean
	/** Messages bear the sender's key: needed for finding what an attempt left. */
	readonly referenceId: boolean
	/** Reading leaves notifications as they are. */
	readonly keepsNotifications: boolean
	readonly context: boolean
	/** Where the login's files for conversations go: `/Talk`. */
	readonly folder: string
	/** Talk 24: a folder for each conversation, and an endpoint of its own for posting from it. */
	readonly subfolders: boolean
	/** The login's read privacy is public: it holds back everybody's ticks. Unknown before Talk 8. */
	readonly readPublic: boolean | undefined
}

/** Throws a Failure where Talk is missing. Capability names: docs/capabilities.md of Talk. */
export function abilities(answer: Capabilities, host: string): Abilities {
	const talk = answer.capabilities?.spreed
	if (!talk) {
		throw new Failure({ then: 'closeAccount' }, sentence`Talk is not installed on ${host}, or this account may not use it`)
	}
	const features = new Set(talk.features ?? [])
	const has = (name: string): boolean => features.has(name)
	const privacy = talk.config?.chat?.['read-privacy']
	return {
		server: answer.version?.string ?? '',
		talk: talk.version ?? '',
		maxLength: talk.config?.chat?.['max-length'] ?? (has('chat-v2') ? 32_000 : 1_000),
		replies: has('chat-replies'),
		edit: has('edit-messages'),
		remove: has('delete-messages'),
		removeUnlimited: has('delete-messages-unlimited'),
		reactions: has('reactions'),
		threads: has('threads'),
		files: talk.config?.attachments?.allowed ?? false,
		caption: has('media-caption'),
		voice: has('voice-message-sharing'),
		silent: has('silent-send'),
		referenceId: has('chat-reference-id'),
		keepsNotifications: has('chat-keep-notifications'),
		context: has('chat-get-context'),
		folder: talk.config?.attachments?.folder ?? '/Talk',
		subfolders: talk.config?.attachments?.['conversation-subfolders'] ?? false,
		readPublic: privacy === undefined ? undefined : privacy === 0,
	}
}

/** Keeps what the server can, and asks again after an hour or when the server says that its configuration changed. */
export interface Knowledge {
	/** Asks if there is nothing yet or it is old; the old is good enough while the server does not answer. Throws a Failure. */
	get(): Promise<Abilities>
	/** What is known now, without asking. */
	known(): Abilities | undefined
	/** Tells the X-Nextcloud-Talk-Hash of an answer. */
	saw(hash: string | undefined): void
}

type AbilitySource = Pick<TalkApi, 'capabilities'> & { readonly client: Pick<TalkApi['client'], 'host'> }

const hour = 60 * 60 * 1000

/** `now` gives ms since 1970. */
export function keepAbilities(api: AbilitySource, now: () => number = Date.now): Knowledge {
	let known: Abilities | undefined
	let askedAt = 0
	let asking: Promise<Abilities> | undefined
	let lastHash: string | undefined

	/** One request for all who ask at a time. */
	async function ask(): Promise<Abilities> {
		try {
			known = abilities(await api.capabilities(), api.client.host)
			askedAt = now()
			return known
		} finally {
			asking = undefined
		}
	}

	return {
		async get() {
			const old = now() - askedAt >= hour || now() < askedAt
			if (known && !old) {
				return known
			}
			asking ??= ask()
			const before = known
			return before ? asking.catch(() => before) : asking
		},
		known: () => known,
		saw(hash) {
			if (hash !== undefined && lastHash !== undefined && hash !== lastHash) {
				askedAt = Number.NEGATIVE_INFINITY
			}
			lastHash = hash ?? lastHash
		},
	}
}

const chatPermission = 128

/** Why nobody will see what we write there; undefined where writing should work. docs/constants.md "Attendee permissions". */
export function writingForbidden(room: TalkRoom): string | undefined {
	if (room.readOnly === 1) {
		return sentence`it is read-only`
	}
	if (room.permissions !== undefined && room.permissions !== 0 && (room.permissions & chatPermission) === 0) {
		return sentence`the account may not post messages there`
	}
	if (room.lobbyState === 1 && room.participantType !== undefined && ![1, 2, 6].includes(room.participantType)) {
		return sentence`its lobby is on`
	}
	return undefined
}

/** The line that is logged for each room at start: what can be carried there, and what can't. */
export function describeRoom(can: Abilities, room: TalkRoom): string {
	const federated = Boolean(room.remoteServer)
	const parts: readonly (readonly [string, boolean])[] = [
		['replies', can.replies],
		['edits (within 24 h)', can.edit],
		[can.removeUnlimited ? 'deletions' : 'deletions (within 6 h)', can.remove],
		['reactions', can.reactions],
		['files', can.files && !federated],
		['captions', can.files && can.caption && !federated],
		['voice messages', can.files && can.voice && !federated],
		['threads', can.threads && !federated],
		['silent messages', can.silent],
	]
	const yes = parts.filter(([, able]) => able).map(([name]) => name)
	const no = parts.filter(([, able]) => !able).map(([name]) => name)
	const forbidden = writingForbidden(room)
	return `“${room.displayName}” (${room.token}), Talk ${can.talk || 'of unknown version'}${can.server ? ` on Nextcloud ${can.server}` : ''}: `
		+ `carries text up to ${can.maxLength} characters, ${yes.join(', ')}`
		+ (no.length > 0 ? `; not carried: ${no.join(', ')}` : '')
		+ (federated ? `; its home is ${room.remoteServer}: connect it there for all of it` : '')
		+ (forbidden ? `; can be read only, for ${forbidden}` : '')
}
