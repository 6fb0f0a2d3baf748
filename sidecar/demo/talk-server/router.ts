import type { Abilities } from './capabilities.ts'
import type { Ocs } from './ocs.ts'
import type { Request, RoomRequest } from './request.ts'

type Handler<Asked> = (request: Asked) => Ocs | Promise<Ocs>

/** What stands between a participant and a route. */
export interface Needs {
	/** Refused in a locked room: it writes. */
	readonly writes?: true
	/** Open to those whom the lobby keeps waiting. */
	readonly lobby?: true
	/** For moderators only. */
	readonly moderator?: true
	/** The feature that a server must announce for this to exist. */
	readonly feature?: string
}

export type Route
	= | { readonly method: string, readonly path: string, readonly of: 'everybody', readonly handle: Handler<Request>, readonly needs: Needs }
		| { readonly method: string, readonly path: string, readonly of: 'room', readonly handle: Handler<RoomRequest>, readonly needs: Needs }

/** A route that needs nothing but a login. */
export function open(method: string, path: string, handle: Handler<Request>, needs: Needs = {}): Route {
	return { method, path, of: 'everybody', handle, needs }
}

/** A route about a room (`{token}`), for its participants. */
export function inRoom(method: string, path: string, handle: Handler<RoomRequest>, needs: Needs = {}): Route {
	return { method, path, of: 'room', handle, needs }
}

export type Found
	= | { readonly route: Route, readonly params: Readonly<Record<string, string>> }
		/** The path exists with other methods only, or not at all. */
		| 'method' | 'nothing'

/** What a placeholder may stand for; any other is a number. */
const token = /^[a-z0-9]{4,30}$/

interface Step {
	readonly children: Map<string, Step>
	/** By method; `names` of the path's placeholders. */
	readonly routes: Map<string, { readonly route: Route, readonly names: readonly string[] }>
	variable?: Step
	/** What the value must look like, for a placeholder's step. */
	readonly fits?: RegExp
}

const emptyStep = (): Step => ({ children: new Map(), routes: new Map() })

/** A tree by path segments: as quick with a hundred routes as with one. */
export function createRouter(routes: readonly Route[], abilities: Abilities): (method: string, path: string) => Found {
	const root = emptyStep()
	for (const route of routes.filter(({ needs }) => needs.feature === undefined || abilities.features.has(needs.feature))) {
		const names: string[] = []
		let step = root
		for (const segment of route.path.split('/')) {
			if (segment.startsWith('{')) {
				names.push(segment.slice(1, -1))
				step = step.variable ??= { ...emptyStep(), fits: segment === '{token}' ? token : /^\d+$/ }
			} else {
				const next = step.children.get(segment) ?? emptyStep()
				step.children.set(segment, next)
				step = next
			}
		}
		step.routes.set(route.method, { route, names })
	}
	return (method, path) => {
		const values: string[] = []
		const step = walk(root, path.split('/'), 0, values)
		const found = step?.routes.get(method)
		if (found === undefined) {
			return step === undefined ? 'nothing' : 'method'
		}
		return { route: found.route, params: Object.fromEntries(found.names.map((name, index) => [name, values[index] ?? ''])) }
	}
}

/** Fixed words go before placeholders; a word that leads nowhere is tried as a placeholder's value. */
function walk(step: Step, segments: readonly string[], at: number, values: string[]): Step | undefined {
	const segment = segments[at]
	if (segment === undefined) {
		return step.routes.size > 0 ? step : undefined
	}
	const child = step.children.get(segment)
	const found = child === undefined ? undefined : walk(child, segments, at + 1, values)
	if (found !== undefined || step.variable?.fits?.test(segment) !== true) {
		return found
	}
	values.push(segment)
	const end = walk(step.variable, segments, at + 1, values)
	if (end === undefined) {
		values.pop()
	}
	return end
}
