import type { Gateway, RoomState } from '../../src/types.ts'
import type { World } from './world.ts'

import { recorded } from './recorded.ts'
import { account, gateway, member, working } from './world.ts'

export interface Answer { readonly status: number, readonly data: unknown }
type Body = Readonly<Record<string, unknown>>

const ok = (data: unknown = {}): Answer => ({ status: 200, data })
const refused = (status: number, data: object = {}): Answer => ({ status, data })

/** Answers a call as docs/API.md says, and remembers what it changes. `path` begins behind `/api/v1/`. */
export function answer(world: World, method: string, path: string, body: Body, query: URLSearchParams): Answer {
	world.calls.push({ call: `${method} ${path}`, sent: body })
	const forced = world.refusals.get(`${method} ${path}`)
	if (forced) {
		return forced
	}
	const [area = '', ...rest] = path.split('/')
	switch (area) {
		case 'rooms': return answerRoom(world, method, rest.slice(1), body, query)
		case 'accounts': return answerAccounts(world, method, rest)
		case 'networks': return ok(world.networks)
		case 'admin': return answerAdmin(world, method, rest, body)
		default: return refused(404)
	}
}

function answerRoom(world: World, method: string, [what = '', id = '']: readonly string[], body: Body, query: URLSearchParams): Answer {
	const change = (next: (gateway: Gateway) => Gateway | null): Answer => {
		world.room = { ...world.room, gateway: world.room.gateway && next(world.room.gateway) }
		return ok(world.room)
	}
	switch (`${method} ${what}`) {
		case 'GET ': return ok(world.room)
		case 'PUT ': return change((before) => ({ ...before, ...body }))
		case 'DELETE ': return change(() => null)
		case 'GET state': return ok(world.state)
		case 'POST members': return join(world, body)
		case 'PUT members': return change((before) => ({ ...before, members: before.members.map((one) => one.id === Number(id) ? { ...one, ...body } : one) }))
		case 'DELETE members': return change((before) => before.members.length === 1 ? null : { ...before, members: before.members.filter((one) => one.id !== Number(id)) })
		case 'POST asides':
			world.state = { ...world.state, asides: world.state.asides.filter((one) => one.id !== Number(id)) }
			return ok()
		case 'POST blocked': return change((before) => ({ ...before, blocked: [...before.blocked, { id: String(body.person), name: String(body.name) }] }))
		case 'DELETE blocked': return change((before) => ({ ...before, blocked: before.blocked.filter((one) => one.id !== query.get('person')) }))
		case 'POST preview': return ok({ shown: String(body.nickFormat).replaceAll('{NICK}', 'Marcos').replaceAll('{LABEL}', 'nube.minube1.com') })
		default: return refused(404)
	}
}

function join(world: World, body: Body): Answer {
	const added = { ...member, id: 2, account: Number(body.account), address: String(body.address), name: world.conversations.find((one) => one.address === body.address)?.name ?? '' }
	const before = world.room.gateway ?? { ...gateway, members: [] }
	const life: RoomState['members'][number] = { ...working, id: 2, people: [] }
	world.room = { ...world.room, gateway: { ...before, members: [...before.members, added] } }
	world.state = { ...world.state, members: [...world.state.members, life] }
	return ok(world.room)
}

function answerAccounts(world: World, method: string, [first = '', second = '']: readonly string[]): Answer {
	switch (`${method} ${first === 'login' || first === 'test' || first === '' ? first : 'one'}`) {
		case 'GET ': return ok(world.accounts)
		case 'POST ':
			world.accounts = [...world.accounts, account]
			return ok(account)
		case 'POST test': return ok(world.test)
		case 'POST login': return ok(recorded('login'))
		case 'GET login': return pollLogin(world)
		case 'PUT one': return ok(account)
		case 'DELETE one':
			world.accounts = world.accounts.filter((one) => one.id !== Number(first))
			return ok()
		case 'GET one': return second === 'conversations' ? ok(world.conversations) : refused(404)
		default: return refused(404)
	}
}

function pollLogin(world: World): Answer {
	if (world.grantAfter === undefined || world.grantAfter > 0) {
		world.grantAfter = world.grantAfter === undefined ? undefined : world.grantAfter - 1
		return ok(recorded('login waiting'))
	}
	return ok({ state: 'done', account })
}

function answerAdmin(world: World, method: string, [what = '', id = '']: readonly string[], body: Body): Answer {
	switch (`${method} ${what}`) {
		case 'GET settings': return ok(world.settings)
		case 'PUT settings':
			world.settings = { ...world.settings, ...body }
			return ok(world.settings)
		case 'GET state': return ok(world.admin)
		case 'POST relay':
			world.admin = recorded(body.action === 'stop' ? 'admin stopped' : 'admin')
			return ok(world.admin)
		case 'POST self-test': return ok(world.checks)
		case 'GET log': return ok(recorded('log'))
		case 'GET history': return ok({ minutes: world.minutes })
		case 'GET networks': return ok(world.allNetworks)
		case 'GET gateways': return ok(world.gateways)
		case 'PUT gateways':
			world.gateways = world.gateways.map((one) => one.id === id ? { ...one, ...body } : one)
			return ok()
		case 'DELETE gateways':
			world.gateways = world.gateways.filter((one) => one.id !== id)
			return ok()
		case 'GET accounts': return id === 'login' ? pollLogin(world) : ok(world.shared)
		case 'POST accounts': return ok(id === 'login' ? recorded('login') : id === 'test' ? world.test : account)
		case 'POST import': return ok({ ...world.plan, applied: body.apply })
		case 'POST runtime':
			world.admin = { ...world.admin, runtime: { ...world.admin.runtime, source: 'package', found: '/data/node' } }
			return ok(world.admin)
		case 'POST secret': return ok({ secret: 'a'.repeat(64), address: 'https://nube.minube1.com' })
		case 'POST purge': return ok()
		default: return refused(404)
	}
}
