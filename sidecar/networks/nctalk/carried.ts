import type { TalkRoom } from '../../talk/types.ts'
import type { Abilities } from './capabilities.ts'

import { sentence } from '../../core/sentence.ts'

/** What can be carried to and from a room of this server, and what can't, with why: a line each for people. */
export interface Carried { readonly carried: readonly string[], readonly lacks: readonly string[] }

const tooOld = sentence`Talk there is too old`
const elsewhere = sentence`this conversation lives on another server`

/** `room`: left out, what holds for all rooms. */
export function carriedBy(can: Abilities, room?: Pick<TalkRoom, 'remoteServer'>): Carried {
	const isProxy = Boolean(room?.remoteServer)
	const attachments = can.files ? undefined : sentence`this account may not upload files there`
	const away = isProxy ? elsewhere : undefined
	const parts: readonly (readonly [string, string | undefined])[] = [
		[sentence`text`, undefined],
		[sentence`replies`, can.replies ? undefined : tooOld],
		[sentence`edits`, can.edit ? undefined : tooOld],
		[sentence`deletions`, can.remove ? undefined : tooOld],
		[sentence`reactions`, can.reactions ? undefined : tooOld],
		[sentence`files`, away ?? attachments],
		[sentence`captions of files`, away ?? attachments ?? (can.caption ? undefined : tooOld)],
		[sentence`voice messages`, away ?? attachments ?? (can.voice ? undefined : tooOld)],
		[sentence`threads`, away ?? (can.threads ? undefined : tooOld)],
		[sentence`silent messages`, can.silent ? undefined : tooOld],
		[sentence`deletions of messages older than 6 hours`, !can.remove || can.removeUnlimited ? undefined : tooOld],
		[sentence`certainty that nothing comes twice after a broken connection`, can.referenceId ? undefined : tooOld],
	]
	return {
		carried: parts.slice(0, 10).filter(([, why]) => why === undefined).map(([name]) => name),
		lacks: parts.flatMap(([name, why]) => why === undefined ? [] : [`${name}: ${why}`]),
	}
}
