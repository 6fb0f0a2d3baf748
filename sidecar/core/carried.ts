import type { Attachment, ChatEvent, Message } from './event.ts'
import type { FileLimits, Gateway, Kind } from './gateway.ts'

import { isKept } from './network.ts'

/** Whether a gateway does not carry this kind. */
export const refuses = ({ refusedKinds = [] }: Pick<Gateway, 'refusedKinds'>, kind: Kind): boolean => refusedKinds.includes(kind)

export const kindOfFile = ({ voice }: Pick<Attachment, 'voice'>): 'files' | 'voice' => voice ? 'voice' : 'files'

/**
 * Whether this event crosses in this gateway as far as its kind goes. A message always does, what it can't bring becomes a line of it; and
 * so does a reaction that is taken back, for it may stand on the other side from before.
 */
export function crosses(event: ChatEvent, gateway: Pick<Gateway, 'refusedKinds'>): boolean {
	switch (event.kind) {
		case 'edit': return !refuses(gateway, 'edits')
		case 'deletion': return !refuses(gateway, 'deletions')
		case 'reaction': return event.removed || !refuses(gateway, 'reactions')
		case 'message':
		case 'notice':
			return true
		default: return event satisfies never
	}
}

/** The message as this gateway carries it: a file of a kind that it does not carry is refused, which becomes a line for people to read. */
export function asCarried(message: Message, gateway: Pick<Gateway, 'refusedKinds'>): Message {
	const files = message.files.map((file): Attachment => {
		const kind = kindOfFile(file)
		const { name, mime, size, voice } = file
		return isKept(file) && refuses(gateway, kind) ? { name, mime, size, voice, refused: kind } : file
	})
	return { ...message, files }
}

/** What a gateway says of files; the kinds that it does not carry among it. */
export const fileLimitsOf = ({ files, refusedKinds = [] }: Pick<Gateway, 'files' | 'refusedKinds'>): FileLimits => ({ ...files, refusedKinds })
