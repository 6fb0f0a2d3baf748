import type { IncomingMessage } from 'node:http'
import type { RoomState } from './store.ts'
import type { Attendee, Json, Person } from './types.ts'
import type { World } from './world.ts'

/** A request as routes see it. */
export interface Request {
	readonly world: World
	readonly raw: IncomingMessage
	readonly method: string
	/** Decoded, without query. */
	readonly path: string
	readonly query: URLSearchParams
	/** The request's body as text; empty for streamed uploads. */
	readonly body: string
	/** What the path's placeholders stand for. */
	readonly params: Readonly<Record<string, string>>
	/** Who asks. */
	readonly person: Person
	/** Milliseconds between a row's id and its becoming visible (the fault `lateCommit`). */
	readonly commitAfter: number
	/** Aborted when nobody waits for the answer any more. */
	readonly gone: AbortSignal
}

/** A request about a room, by a participant of it. */
export interface RoomRequest extends Request { readonly state: RoomState, readonly me: Attendee }

/** Thrown for a parameter that is missing or of the wrong type: Nextcloud answers 400 without a body. */
export class BadParameter extends Error {}

/** The parameters of a request: from the body (JSON or form), else the query, as Nextcloud merges them. */
export interface Input {
	/** A value that must be there. */
	required(name: string): string
	requiredNumber(name: string): number
	text(name: string, otherwise?: string): string
	/** A number outside of the range is refused, not clipped, as Nextcloud does where a route names a range. */
	number(name: string, otherwise?: number, range?: readonly [number, number]): number
	flag(name: string, otherwise?: boolean): boolean
	list(name: string): readonly Json[]
	has(name: string): boolean
}

export function inputOf({ body, query, raw }: Pick<Request, 'body' | 'query' | 'raw'>): Input {
	const kind = raw.headers['content-type'] ?? ''
	const json = kind.includes('json') ? parsed(body) : {}
	const form = kind.includes('x-www-form-urlencoded') ? new URLSearchParams(body) : undefined
	const value = (name: string): Json | undefined => json[name] ?? form?.get(name) ?? query.get(name) ?? undefined
	const text = (name: string): string | undefined => {
		const found = value(name)
		if (found !== undefined && typeof found !== 'string') {
			throw new BadParameter(name)
		}
		return found
	}
	/** Numbers and flags are cast, texts are not. */
	const cast = (name: string): string | undefined => {
		const found = value(name)
		return found === undefined || found === null ? undefined : typeof found === 'object' ? '' : found === true ? '1' : String(found)
	}
	return {
		required(name) {
			const found = text(name)
			if (found === undefined) {
				throw new BadParameter(name)
			}
			return found
		},
		requiredNumber(name) {
			const found = cast(name)
			if (found === undefined) {
				throw new BadParameter(name)
			}
			return Number.parseInt(found, 10) || 0
		},
		text: (name, otherwise = '') => text(name) ?? otherwise,
		number(name, otherwise = 0, [least, most] = [-Infinity, Infinity]) {
			const found = Number.parseInt(cast(name) ?? '', 10)
			if (found < least || found > most) {
				throw new BadParameter(name)
			}
			return Number.isNaN(found) ? otherwise : found
		},
		flag(name, otherwise = false) {
			const found = cast(name)
			return found === undefined ? otherwise : !['', '0', 'false'].includes(found)
		},
		list(name) {
			const found = value(name)
			return Array.isArray(found) ? found : form?.getAll(`${name}[]`) ?? query.getAll(`${name}[]`)
		},
		has: (name) => value(name) !== undefined,
	}
}

function parsed(body: string): Readonly<Record<string, Json>> {
	if (body === '') {
		return {}
	}
	try {
		const value = JSON.parse(body) as Json
		return value !== null && typeof value === 'object' && !Array.isArray(value) ? value as Readonly<Record<string, Json>> : {}
	} catch (error) {
		throw new BadParameter('body', { cause: error })
	}
}
