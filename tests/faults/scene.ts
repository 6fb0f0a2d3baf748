import type { TalkServer } from '../../sidecar/demo/talk-server/server.ts'
import type { Row } from '../../sidecar/demo/talk-server/types.ts'
import type { Someone } from './people.ts'
import type { Plan } from './plan.ts'

import { startTalkServer } from '../../sidecar/demo/talk-server/server.ts'
import { someone } from './people.ts'

/** A message that a person wrote. */
export interface Post {
	/** The word with which all words of its text begin. */
	readonly token: string
	readonly server: number
	readonly conversation: number
	readonly id: number
	readonly uid: string
	readonly file?: { readonly name: string, readonly content: string }
	/** Versions of the text so far. */
	versions: number
}

/** The servers of a history, with all that people wrote there. */
export interface Scene {
	readonly servers: readonly TalkServer[]
	readonly posts: Post[]
	/** What happened, with its time in ms, for a history that fails. */
	readonly told: readonly string[]
	tell(line: string): void
	server(number: number): TalkServer
	/** The rows of a conversation's room on a server. */
	rows(server: number, conversation: number): readonly Row[]
	someoneAt(server: number, uid: string): Someone
	close(): Promise<void>
}

/** The people of each server; the first of them owns its rooms. */
export const names: readonly (readonly string[])[] = [['ana', 'marcos'], ['laura', 'luis'], ['eva', 'juan']]
/** The relay's account, through which a person writes now and then too. */
export const bridge = 'bridge'
export const nickFormat = '[{NICK}·{LABEL}] '

export const labelOf = (server: number): string => 'ABC'.charAt(server)
export const roomToken = (server: number, conversation: number): string => `room${conversation}${labelOf(server).toLowerCase()}`
export const displayName = (uid: string): string => `${uid.charAt(0).toUpperCase()}${uid.slice(1)}`

/** The text of a message, a file's caption included. */
export function textIn(row: Row): string {
	const metaData = row.system?.parameters.metaData as { readonly caption?: string } | undefined
	return row.verb === 'object_shared' ? metaData?.caption ?? '' : row.text
}

/** Whether it can be read: no system message, not deleted. */
export const stands = (row: Row | undefined): row is Row => row?.verb === 'comment' || row?.verb === 'object_shared'

export async function openScene(plan: Plan): Promise<Scene> {
	const began = performance.now()
	const servers = await Promise.all(Array.from({ length: plan.servers }, (_, server) => startTalkServer({
		name: `Server ${labelOf(server)}`,
		people: [...names[server] ?? [], bridge].map((uid) => ({ uid })),
		rooms: Array.from({ length: plan.conversations }, (__, conversation) => ({
			token: roomToken(server, conversation),
			members: [...(names[server] ?? []).map((uid, n) => ({ uid, type: n === 0 ? 1 as const : 3 as const })), { uid: bridge }],
		})),
		loginAttempts: Infinity,
		believesFor: 400,
		seed: plan.seed,
	})))
	const told: string[] = []
	const server = (number: number): TalkServer => {
		const found = servers[number]
		if (found === undefined) {
			throw new RangeError(`no server ${number}`)
		}
		return found
	}
	return {
		servers,
		server,
		posts: [],
		told,
		tell: (line) => void told.push(`${String(Math.round(performance.now() - began)).padStart(5)} ${line}`),
		rows: (number, conversation) => server(number).messages(roomToken(number, conversation)),
		someoneAt: (number, uid) => someone(server(number).url, uid, server(number).store.people.get(uid)?.appPassword ?? ''),
		async close() {
			await Promise.all(servers.map((one) => one.close()))
		},
	}
}
