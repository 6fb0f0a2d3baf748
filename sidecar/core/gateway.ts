import type { NoticeSort } from './event.ts'
import type { RoomId } from './ids.ts'

/** Rooms that form one conversation. */
export interface Gateway {
	readonly name: string
	readonly members: readonly Member[]
	readonly files: FileLimits
	/** Which sorts of notices cross. */
	readonly notices: readonly NoticeSort[]
	/** `@all` written on one side wakes everybody on the others. */
	readonly mentionEveryone: boolean
	/** Matterbridge's samechannelgateway: a member hears only members whose address is the same as its own. */
	readonly sameAddress: boolean
}

export interface Member {
	readonly room: RoomId
	/** `in`: heard, never written to. `out`: written to, never heard. */
	readonly direction: 'in' | 'out' | 'inout'
	/** How authors appear in this room, in Matterbridge's words: `[{NICK}@{LABEL}] `. */
	readonly nickFormat: string
}

export interface FileLimits {
	/** Bytes; a larger file is refused. */
	readonly maxBytes: number
	/** Regular expressions on the file's name (Matterbridge's MediaDownloadBlacklist). */
	readonly refusedNames: readonly string[]
}
