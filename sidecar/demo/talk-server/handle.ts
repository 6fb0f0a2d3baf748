import type { IncomingMessage } from 'node:http'
import type { Guard } from './auth.ts'
import type { Answer, Ocs } from './ocs.ts'
import type { Request } from './request.ts'
import type { Found, Route } from './router.ts'
import type { World } from './world.ts'

import { capabilities } from './capabilities.ts'
import { davError, webdav } from './dav.ts'
import { envelope, maintenance } from './ocs.ts'
import { BadParameter } from './request.ts'
import { kept, moderates } from './roomView.ts'
import { actorKey } from './types.ts'
import { sleep } from './world.ts'

/** What is needed to turn a request into an answer. */
export interface Parts {
	readonly world: World
	readonly guard: Guard
	readonly find: (method: string, path: string) => Found
	/** Milliseconds that checking a login password (no app password) takes. */
	readonly slowPassword: number
	/** Whether maintenance mode is on. */
	readonly maintains: () => boolean
}

/** A request off the wire, its body read (but for uploads). */
export interface Arrived {
	readonly raw: IncomingMessage
	readonly method: string
	readonly path: string
	readonly query: URLSearchParams
	readonly body: string
	readonly commitAfter: number
	readonly gone: AbortSignal
}

function page(status: number, body = ''): Answer {
	return { status, headers: { 'content-type': 'text/html; charset=UTF-8' }, body }
}

/** Whether the client wants JSON: it says so in the query or the Accept header; Nextcloud's own default is XML. */
export function wantsJson({ query, raw }: Pick<Arrived, 'query' | 'raw'>): boolean {
	return query.get('format') === 'json' || (!query.has('format') && (raw.headers.accept ?? '').includes('json'))
}

export async function handle(parts: Parts, arrived: Arrived): Promise<Answer> {
	const { world, guard } = parts
	const { path, raw } = arrived
	if (path === '/status.php') {
		return status(world, parts.maintains())
	}
	if (parts.maintains()) {
		return maintenance(path, wantsJson(arrived))
	}
	const api = path.startsWith('/ocs/v2.php/')
	if (!api && !path.startsWith('/remote.php/dav/')) {
		return page(404, '<!DOCTYPE html>\n<html><body><h2>Page not found</h2></body></html>\n')
	}
	const login = guard.login(raw.headers.authorization, raw.socket.remoteAddress ?? '')
	if (login.is === 'in') {
		if (login.by === 'password' && parts.slowPassword > 0) {
			await sleep(parts.slowPassword, world.signal())
		}
		const request = { ...arrived, world, params: {}, person: login.person }
		return api ? ocs(parts, request) : webdav(request)
	}
	if (!api) {
		return webdavRefusal(login.is)
	}
	if (path === '/ocs/v2.php/cloud/capabilities' && login.is === 'nobody') {
		return envelope({ status: 200, data: capabilities(world.abilities, undefined, world.url()) }, wantsJson(arrived))
	}
	return envelope(login.is === 'nobody' ? strangersAnswer(parts, arrived) : loginRefusal(login.is), wantsJson(arrived))
}

const unknownRoute: Ocs = {
	status: 404,
	data: [],
	code: 998,
	message: 'Invalid query, please check the syntax. API specifications are here: http://www.freedesktop.org/wiki/Specifications/open-collaboration-services.\n',
}

function routeOf({ find }: Parts, { method, path }: Pick<Arrived, 'method' | 'path'>): Found {
	return find(method === 'HEAD' ? 'GET' : method, path.slice('/ocs/v2.php/'.length))
}

/** A room is hidden from those who did not log in, for guests might be in it; other routes ask for a login. */
function strangersAnswer(parts: Parts, arrived: Arrived): Ocs {
	const found = routeOf(parts, arrived)
	if (found === 'nothing') {
		return unknownRoute
	}
	return found !== 'method' && 'token' in found.params ? { status: 404, data: [] } : loginRefusal('nobody')
}

function loginRefusal(why: 'nobody' | 'wrong' | 'blocked'): Ocs {
	const refused = { status: 401, data: [] }
	switch (why) {
		case 'nobody':
			return { ...refused, code: 997, message: 'Current user is not logged in' }
		case 'wrong':
			return { ...refused, code: 997, message: 'Unauthorised', headers: { 'WWW-Authenticate': 'Basic realm="Authorisation Required"' } }
		case 'blocked':
			return { status: 429, data: [], message: 'Reached maximum delay' }
		default:
			return why satisfies never
	}
}

function webdavRefusal(why: 'nobody' | 'wrong' | 'blocked'): Answer {
	if (why === 'blocked') {
		return davError(429, 'OCA\\DAV\\Connector\\Sabre\\Exception\\TooManyRequests', 'Reached maximum delay')
	}
	const answer = davError(401, 'Sabre\\DAV\\Exception\\NotAuthenticated', 'No public access to this resource.')
	return { ...answer, headers: { ...answer.headers, 'WWW-Authenticate': 'Basic realm="Nextcloud", charset="UTF-8"' } }
}

async function ocs(parts: Parts, request: Request): Promise<Answer> {
	const asJson = wantsJson(request)
	const found = routeOf(parts, request)
	if (found === 'method') {
		return { status: 405, headers: { 'content-type': 'application/json; charset=utf-8' }, body: '' }
	}
	if (found === 'nothing') {
		return envelope(unknownRoute, asJson)
	}
	if ((request.raw.headers['ocs-apirequest'] ?? '') === '') {
		return { status: 412, headers: { 'content-type': 'application/json; charset=utf-8' }, body: '{"message":"CSRF check failed"}' }
	}
	try {
		const answer = await run(found.route, { ...request, params: found.params })
		return envelope(answer, asJson)
	} catch (error) {
		if (error instanceof BadParameter) {
			return page(400)
		}
		throw error
	}
}

function run(route: Route, request: Request): Ocs | Promise<Ocs> {
	if (route.of === 'everybody') {
		return route.handle(request)
	}
	const { world, person, params } = request
	const actor = { type: 'users', id: person.uid } as const
	const state = world.store.rooms.get(params.token ?? '')
	const me = state?.attendees.get(actorKey(actor))
	if (state === undefined || me === undefined) {
		return { status: 404, data: [] }
	}
	if (route.needs.moderator === true && !moderates(me)) {
		return { status: 403, data: [] }
	}
	if (route.needs.lobby !== true && kept(state, me)) {
		return { status: 412, data: [] }
	}
	if (route.needs.writes === true && state.room.readOnly === 1) {
		return { status: 403, data: [] }
	}
	return route.handle({ ...request, state, me })
}

function status({ abilities: { server: [major, minor, micro] } }: World, maintains: boolean): Answer {
	const versionstring = `${major}.${minor}.${micro}`
	return {
		status: 200,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({
			installed: true,
			maintenance: maintains,
			needsDbUpgrade: false,
			version: `${versionstring}.2`,
			versionstring,
			edition: '',
			productname: 'Nextcloud',
			extendedSupport: false,
		}),
	}
}
