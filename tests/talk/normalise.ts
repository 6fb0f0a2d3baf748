/**
 * Makes recorded answers the same whenever and wherever they are recorded: ids, times, tokens, hosts and what is random are replaced
 * by stable ones, the same thing by the same everywhere. Relations (who answers what, what came first) stay.
 */
export interface Normaliser { <T>(value: T): T }

export interface Names {
	/** `http://nube1.test:8081` → `https://nube.example`. */
	readonly hosts: ReadonlyMap<string, string>
	readonly tokens: ReadonlyMap<string, string>
}

const messageIds = new Set(['id', 'threadId', 'lastReadMessage', 'lastCommonReadMessage', 'lastPinnedId'])
const times = new Set(['timestamp', 'lastEditTimestamp', 'expirationTimestamp', 'lastActivity', 'pinnedAt', 'callStartTime', 'lastPing'])
/** Random, or different with each run, and of no meaning to us. */
const blurred = new Set(['etag', 'blurhash', 'avatarVersion', 'sessionId', 'sessionIds', 'icon-url', 'attendeePin'])

/** 2026-01-02 12:00 UTC. */
const firstTime = 1_767_355_200
const firstId = 1001

export function normaliser(names: Names): Normaliser {
	const numbers = new Map<string, number>()
	const numbered = (kind: string, real: string | number, first: number): number => {
		const key = `${kind} ${real}`
		const known = numbers.get(key)
		if (known !== undefined) {
			return known
		}
		const made = first + [...numbers.keys()].filter((other) => other.startsWith(`${kind} `)).length
		numbers.set(key, made)
		return made
	}

	const text = (written: string): string => {
		let out = written
		for (const [real, stable] of [...names.hosts, ...names.tokens]) {
			out = out.replaceAll(real, stable)
		}
		// Guests' ids, in mentions too.
		return out.replace(/\d+:\d\d\)$/, '0:42)').replace(/\b[0-9a-f]{40,128}\b/g, (hash) => numbered('hash', hash, 1).toString(16).padStart(40, '0'))
			.replace(/\bthread\/(\d+)/g, (_, id: string) => `thread/${numbered('message', id, firstId)}`)
			.replace(/(\/f\/|fileId=)(\d+)/g, (_, before: string, id: string) => `${before}${numbered('file', id, 201)}`)
	}

	const walk = (value: unknown, name: string, within: string): unknown => {
		if (Array.isArray(value)) {
			return value.map((item) => walk(item, name, within))
		}
		if (typeof value === 'object' && value !== null) {
			const kind = 'question' in value ? 'talk-poll' : 'type' in value && typeof value.type === 'string' ? value.type : 'message'
			const made = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner, key, kind)]))
			// How fast the steps follow each other differs from run to run: each message gets a time of its own.
			return typeof made.timestamp === 'number' && typeof made.id === 'number' ? { ...made, timestamp: firstTime + 10 * (made.id - firstId) } : made
		}
		if (blurred.has(name) && typeof value === 'string') {
			return value === '' || value === '0' ? value : name
		}
		if (typeof value === 'number') {
			if (times.has(name)) {
				return value === 0 ? 0 : firstTime
			}
			if (name === 'attendeeId') {
				return numbered('attendee', value, 1)
			}
			if (name === 'id' && within === 'talk-poll') {
				return numbered('poll', value, 31)
			}
			return messageIds.has(name) && within === 'message' && value !== 0 ? numbered('message', value, firstId) : value
		}
		if (typeof value === 'string' && name === 'id') {
			if (within === 'file') {
				return String(numbered('file', value, 201))
			}
			if (within === 'talk-poll') {
				return String(numbered('poll', value, 31))
			}
		}
		return typeof value === 'string' ? text(value) : value
	}
	return <T>(value: T): T => walk(value, '', 'message') as T
}
