import type { TalkParticipant, TalkUser } from '../../talk/types.ts'
import type { TalkApi } from './api.ts'

/** Who takes part where, for mentions: asked rarely, kept for a while, and never in the way of a message. */
export interface People {
	/**
	 * The participants of a room; undefined where they can't be had now. What is kept is good enough for five minutes, and longer
	 * while the server does not answer.
	 */
	of(token: string): Promise<readonly TalkParticipant[] | undefined>
	/** Somebody came, went or changed their name: the next `of` asks anew. */
	changed(token: string): void
	/** Whose login this is. Throws a Failure. */
	me(): Promise<TalkUser>
}

const keptFor = 5 * 60 * 1000
/** While the server refuses the list, it is not asked with every message. */
const refusedFor = 30 * 1000
const mostRooms = 1000

interface Kept { readonly list: readonly TalkParticipant[] | undefined, readonly until: number }

/** `now` gives ms since 1970. */
export function openPeople(api: Pick<TalkApi, 'participants' | 'user'>, now: () => number = Date.now): People {
	const kept = new Map<string, Kept>()
	const asking = new Map<string, Promise<readonly TalkParticipant[] | undefined>>()
	let whoami: Promise<TalkUser> | undefined

	/** The oldest go first where there are too many. */
	function keep(token: string, entry: Kept): void {
		kept.delete(token)
		kept.set(token, entry)
		const [oldest] = kept.keys()
		if (kept.size > mostRooms && oldest !== undefined) {
			kept.delete(oldest)
		}
	}

	/** What was kept stays where the server does not tell. */
	async function ask(token: string): Promise<readonly TalkParticipant[] | undefined> {
		const list = await api.participants(token).catch(() => undefined)
		const before = kept.get(token)?.list
		keep(token, { list: list ?? before, until: now() + (list ? keptFor : refusedFor) })
		return list ?? before
	}

	return {
		async of(token) {
			const known = kept.get(token)
			if (known && now() < known.until && known.until - now() <= keptFor) {
				return known.list
			}
			const running = asking.get(token) ?? ask(token).finally(() => asking.delete(token))
			asking.set(token, running)
			return running
		},
		changed(token) {
			const known = kept.get(token)
			if (known) {
				keep(token, { ...known, until: 0 })
			}
		},
		me() {
			whoami ??= api.user().catch((error: unknown) => {
				whoami = undefined
				throw error
			})
			return whoami
		},
	}
}
