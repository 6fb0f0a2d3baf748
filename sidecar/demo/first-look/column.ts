import type { ShownMessage, ShownReaction } from './api.ts'
import type { NativeMessage, NativeParameter, NativeReactions } from './native.ts'
import type { TalkSide } from './sides.ts'

import { parametersOf } from './native.ts'
import { dataOf } from './person.ts'
import { isShown, shown } from './shown.ts'

/** One conversation as a person who is in it sees it. */
export interface Column {
	/** Oldest first; what was seen last while the server is stopped. */
	messages(): readonly Omit<ShownMessage, 'took'>[]
	/** A file that a message here shares, by its id. */
	file(id: string): NativeParameter | undefined
	/** Asks the server. True if anything changed. */
	look(): Promise<boolean>
}

/**
 * Asks for the newest messages again and again as a whole instead of following what is new: then edits, deletions and reactions are seen
 * without knowing how Talk tells of them, and what the page shows can't drift from what the server holds.
 */
const history = 'lookIntoFuture=0&limit=200&setReadMarker=0&noStatusUpdate=1'

export function openColumn(side: TalkSide): Column {
	const { reader } = side
	const chat = `apps/spreed/api/v1/chat/${side.token}?${history}`
	const known = new Map<number, { readonly stamp: string, readonly reactions: readonly ShownReaction[] }>()
	let last = ''
	let messages: readonly Omit<ShownMessage, 'took'>[] = []
	let files: ReadonlyMap<string, NativeParameter> = new Map()

	const reactionsOf = async (message: NativeMessage, stamp: string): Promise<readonly ShownReaction[]> => {
		if (Object.keys(message.reactions).length === 0 || message.deleted === true) {
			return []
		}
		const before = known.get(message.id)
		if (before?.stamp === stamp) {
			return before.reactions
		}
		const answer = dataOf<NativeReactions>(await reader.ask('GET', `apps/spreed/api/v1/reaction/${side.token}/${message.id}`))
		const reactions = Object.entries(answer).map(([emoji, people]) => (
			{ emoji, by: people.map(({ actorId, actorDisplayName }) => ({ id: actorId, name: actorDisplayName })) }
		))
		known.set(message.id, { stamp, reactions })
		return reactions
	}

	return {
		messages: () => messages,
		file: (id) => files.get(id),
		async look() {
			const answer = await reader.ask('GET', chat)
			if (answer === last) {
				return false
			}
			const rows = answer === '' ? [] : dataOf<readonly NativeMessage[]>(answer)
			const stamps = stampsIn(rows)
			const native = rows.filter(isShown).toReversed()
			messages = await Promise.all(native.map(async (message) => (
				shown(message, side.side, await reactionsOf(message, stamps(message)))
			)))
			const shared = native.map((message) => parametersOf(message).file).filter((file) => file !== undefined)
			files = new Map(shared.map((file) => [file.id, file]))
			last = answer
			return true
		},
	}
}

/** Changes whenever anybody reacted or took a reaction back, also where the counts come out the same. */
function stampsIn(rows: readonly NativeMessage[]): (message: NativeMessage) => string {
	const newest = new Map<number, number>()
	for (const { id, systemMessage, parent } of rows) {
		if (parent !== undefined && systemMessage.startsWith('reaction')) {
			newest.set(parent.id, Math.max(id, newest.get(parent.id) ?? 0))
		}
	}
	return ({ id, reactions }) => `${newest.get(id) ?? 0} ${JSON.stringify(reactions)}`
}
