import type { NoticeSort } from './event.ts'
import type { PersonId, RoomId } from './ids.ts'

/** Rooms that form one conversation. */
export interface Gateway {
	/** Never used for another one: what waits is kept under it. */
	readonly name: string
	/** What people call it, {GATEWAY} in nick formats; the name, if left out. */
	readonly title?: string
	readonly members: readonly Member[]
	readonly files: FileLimits
	/** Which sorts of notices cross. */
	readonly notices: readonly NoticeSort[]
	/** What people do that does not cross. What is named is refused, not carried, so that a kind of a later version is carried. */
	readonly refusedKinds?: readonly Kind[]
	/** `@all` written on one side wakes everybody on the others. */
	readonly mentionEveryone: boolean
	/** Matterbridge's samechannelgateway: a member hears only members whose address is the same as its own. */
	readonly sameAddress: boolean
	/** In which the relay speaks there, as Nextcloud writes it: `es`, `de_DE`. Left out: English. */
	readonly language?: string
}

/** `files`: all but voice messages. Text is what a gateway is for, and always crosses. */
export type Kind = 'files' | 'voice' | 'reactions' | 'edits' | 'deletions'

export interface Member {
	readonly room: RoomId
	/**
	 * `in`: heard, never written to. `out`: written to, never heard. `none`: only watched, for what a moderator there answers to the
	 * relay's own notice.
	 */
	readonly direction: 'in' | 'out' | 'inout' | 'none'
	/** How authors appear in this room, in Matterbridge's words: `[{NICK}@{LABEL}] `. */
	readonly nickFormat: string
	/** What the app calls it, never used again; left out where there is no app. */
	readonly number?: number
	/** People of whom nothing is carried out of this room, if they are in it. */
	readonly blocked?: readonly PersonId[]
}

/** Whether anything that is said there goes elsewhere, or anything from elsewhere goes there. */
export const isHeard = ({ direction }: Pick<Member, 'direction'>): boolean => direction === 'in' || direction === 'inout'
export const isWrittenTo = ({ direction }: Pick<Member, 'direction'>): boolean => direction === 'out' || direction === 'inout'

/** Whether what this person of this room says stays there. */
export function isBlocked({ members }: Pick<Gateway, 'members'>, room: RoomId, person: PersonId): boolean {
	return members.some((member) => member.room === room && member.blocked?.includes(person) === true)
}

export interface FileLimits {
	/** Bytes; a larger file is refused. 0: there are none. */
	readonly maxBytes: number
	/** Regular expressions on the file's name (Matterbridge's MediaDownloadBlacklist). */
	readonly refusedNames: readonly string[]
	/** Of Kind, those that are no files mean nothing here. */
	readonly refusedKinds?: readonly Kind[]
}
