import type { Rule } from './faults.ts'
import type { Answer } from './ocs.ts'
import type { TalkServer } from './server.ts'

/** Undefined: not one of its paths. */
export type Control = (method: string, path: string, query: URLSearchParams, body: string) => Answer | undefined

/**
 * What tests may ask of a server in a process of its own, in JSON:
 * `POST /_faults` a rule → `{name}` · `DELETE /_faults?name=` one rule or all · `GET /_log` which rules fired ·
 * `POST /_stop {forMs}` closes the socket for so long · `POST /_clock {offset}` · `POST /_maintenance {on}` · `POST /_restore {id}` ·
 * `POST /_forgive` forgets wrong logins · `GET /_messages?room=` the rows of a room with `storedAt` (ms since 1970).
 */
export function createControl(server: TalkServer): Control {
	const done = (value: unknown = {}, status = 200): Answer => {
		const headers = { 'content-type': 'application/json; charset=utf-8' }
		return { status, headers, body: JSON.stringify(value) }
	}
	const stopFor = (ms: number): Answer => {
		setTimeout(() => void server.stop().then(() => setTimeout(() => void server.start(), ms)), 10)
		return done()
	}
	const act: Control = (method, path, query, body) => {
		const given = (): Readonly<Record<string, unknown>> => JSON.parse(body || '{}') as Readonly<Record<string, unknown>>
		switch (`${method} ${path}`) {
			case 'POST /_faults':
				return done({ name: server.faults.add(JSON.parse(body) as Rule) }, 201)
			case 'DELETE /_faults':
				server.faults.clear(query.get('name') ?? undefined)
				return done()
			case 'GET /_log':
				return done(server.faults.log)
			case 'GET /_messages':
				return done(server.messages(query.get('room') ?? ''))
			case 'POST /_stop':
				return stopFor(Number(given().forMs ?? 0))
			case 'POST /_clock':
				server.setClockOffset(Number(given().offset ?? 0))
				return done()
			case 'POST /_maintenance':
				server.setMaintenance(given().on === true)
				return done()
			case 'POST /_restore':
				server.restore(Number(given().id))
				return done()
			case 'POST /_forgive':
				server.forgive()
				return done()
			default:
				return undefined
		}
	}
	return (method, path, query, body) => {
		try {
			return act(method, path, query, body)
		} catch (error) {
			return done({ error: error instanceof Error ? error.message : String(error) }, 400)
		}
	}
}
