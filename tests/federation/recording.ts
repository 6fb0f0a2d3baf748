/*
 * What the app answers on a live server when a moderator and an administrator go about it: recorded for the panel's tests, which have no
 * server. Names, addresses, tokens and ids are made the same wherever it is recorded.
 */
import type { Connection } from '../support/ocs.ts'
import type { Room } from '../support/talk.ts'
import type { Stage } from './harness.ts'

import process from 'node:process'
import { until } from '../support/until.ts'
import { crosses } from './harness.ts'
import { api } from './nextcloud.ts'

export interface Answer {
	/** As in openapi.json: `GET rooms/{token}`. */
	readonly call: string
	readonly status: number
	readonly data: unknown
}

export interface Recording {
	readonly nextcloud: string
	readonly talk: string
	/** Milliseconds since 1970, as all times in it. */
	readonly at: number
	readonly answers: Readonly<Record<string, Answer>>
}

type Body = Readonly<Record<string, unknown>>
type Parts = Readonly<Record<string, string | number>>
/** Asks, and keeps what `only` leaves of the answer. `parts` fill the braces of the call's path. */
type Keep = (name: string, as: Connection, call: string, parts?: Parts, body?: object, only?: (data: unknown) => unknown) => Promise<Body>

interface Capabilities {
	readonly version: { readonly string: string }
	readonly capabilities: { readonly spreed: { readonly version: string } }
}

const megabyte = 1024 ** 2
const settings = { groups: [], allowedHosts: [], refusedHosts: ['bad.example.org'], networks: [], maxBytes: 512 * megabyte, spoolBytes: 2048 * megabyte }

function toml(here: Room, there: Room): string {
	return `[nctalk.nube1]
Server="${here.server.url}"
Login="puente"
Password="x"
[nctalk.nube2]
Server="${there.server.url}"
Login="puente"
Password="x"
[[gateway]]
name="project"
enable=true
tengo="x.tengo"
[[gateway.inout]]
account="nctalk.nube1"
channel="${here.token}"
[[gateway.inout]]
account="nctalk.nube2"
channel="${there.token}"
`
}

/** Plays it on these servers and takes everything away again. */
export async function makeRecording({ lab, admin, switchRelay }: Stage): Promise<Recording> {
	const answers: Record<string, Answer> = {}
	const keep: Keep = async (name, as, call, parts = {}, body, only = (data) => data) => {
		const [method = '', path = ''] = call.split(' ')
		const filled = path.replace(/\{(\w+)\}/g, (_, part: string) => encodeURIComponent(parts[part] ?? ''))
		const { status, data } = await as.ask<Body>(method, `${api}/${filled}`, body && { body })
		answers[name] = { call: call.replace(/\?.*/, ''), status, data: only(data) }
		return data
	}
	const before = await admin.get<Body>('GET', `${api}/admin/settings`)
	await admin.get('PUT', `${api}/admin/settings`, settings)
	const a = await lab.a.newRoom({ name: 'Project', people: [lab.a.other] })
	const b = await lab.b.newRoom({ name: 'Project Bridge' })
	const coffee = await lab.b.newRoom({ name: 'Coffee', type: 3 })
	try {
		await moderates(b)
		const at = Date.now()
		const ids = await play(keep, { a, b, coffee, admin, switchRelay })
		const { version, capabilities } = await a.owner.connection.get<Capabilities>('GET', '/ocs/v2.php/cloud/capabilities')
		const settle = settled(a, b, coffee, ids)
		const stable = Object.entries(answers).map(([name, { call, status, data }]) => [name, { call, status, data: settle(data) }])
		return {
			nextcloud: version.string,
			talk: capabilities.spreed.version,
			at,
			answers: Object.fromEntries(stable),
		}
	} finally {
		await switchRelay(true)
		await a.owner.connection.ask('DELETE', `${api}/rooms/${a.token}`)
		const accounts = await a.owner.connection.get<readonly { id: number, own: boolean, used: number }[]>('GET', `${api}/accounts`)
		for (const { id } of accounts.filter(({ own, used }) => own && used === 0)) {
			await a.owner.connection.ask('DELETE', `${api}/accounts/${id}`)
		}
		await Promise.all([a, b, coffee].map((room) => room.delete()))
		await admin.get('PUT', `${api}/admin/settings`, { ...before, enabled: true, nodePath: process.execPath })
	}
}

async function moderates(room: Room): Promise<void> {
	const found = (await room.owner.people()).find(({ actorId }) => actorId === room.server.bot.user)
	await room.owner.set('moderators', { attendeeId: found?.attendeeId ?? 0 }, 'POST')
}

interface Playing {
	readonly a: Room
	readonly b: Room
	readonly coffee: Room
	readonly admin: Connection
	readonly switchRelay: Stage['switchRelay']
}
interface Ids { readonly account: number, readonly shared: number, readonly member: number, readonly gateway: string }

async function play(keep: Keep, { a, b, coffee, admin, switchRelay }: Playing): Promise<Ids> {
	const { connection: owner } = a.owner
	const { connection: other } = a.other
	const { url: server, bot } = b.server
	const room = { token: a.token }
	const given = { server, login: bot.user, password: bot.password }

	await keep('room fresh', owner, 'GET rooms/{token}', room)
	await keep('state fresh', owner, 'GET rooms/{token}/state', room)
	await keep('networks', owner, 'GET networks')
	await keep('plan', admin, 'POST admin/import', {}, { toml: toml(a, b), apply: false })
	await keep('test password', owner, 'POST accounts/test', {}, { network: 'nctalk', settings: { ...given, password: 'wrong' } })
	await keep('account refused', owner, 'POST accounts', {}, { network: 'nctalk', settings: { ...given, server: 'https://bad.example.org' } })
	await keep('login refused', owner, 'POST accounts/login', {}, { server: 'http://127.0.0.1:9' })
	const { id: login } = await keep('login', owner, 'POST accounts/login', {}, { server })
	await keep('login waiting', owner, 'GET accounts/login/{id}', { id: String(login) })
	await keep('login unknown', owner, 'GET accounts/login/{id}', { id: 'none' })
	const account = Number((await keep('account', owner, 'POST accounts', {}, { network: 'nctalk', settings: given })).id)
	const ours = (data: unknown): unknown => (data as readonly Body[]).filter(({ id }) => id === account)
	const found = (data: unknown, room: Room): unknown => (data as readonly Body[]).find(({ address }) => address === room.token)
	const those = (data: unknown): unknown => [b, coffee].map((one) => found(data, one))
	await keep('conversations', owner, 'GET accounts/{id}/conversations', { id: account }, undefined, those)
	await keep('test membership', owner, 'POST accounts/test', {}, { account, address: 'zz11yy22' })
	await keep('test', owner, 'POST accounts/test', {}, { account, address: b.token })
	await keep('member', owner, 'POST rooms/{token}/members', room, { account, address: b.token })
	await keep('member twice', owner, 'POST rooms/{token}/members', room, { account, address: b.token })
	const { gateway } = await owner.get<{ gateway: { id: string, members: { id: number }[] } }>('GET', `${api}/rooms/${a.token}`)
	const member = gateway.members[0]?.id ?? 0
	await keep('format refused', owner, 'PUT rooms/{token}/members/{member}', { ...room, member }, { nickFormat: '\u0000' })
	await keep('preview', owner, 'POST rooms/{token}/preview', room, { account, nickFormat: '{NICK} ({LABEL}): ' })
	await owner.get('PUT', `${api}/rooms/${a.token}/members/${member}`, { nickFormat: '{NICK} ({LABEL}): ' })
	await owner.get('PUT', `${api}/rooms/${a.token}`, { notices: ['call'], maxBytes: 100 * megabyte, refusedNames: ['*.exe'] })
	await Promise.all([crosses(a, b), crosses(b, a)])
	await until('the other side’s people are known', async () => {
		const state = await owner.get<{ members: { people: unknown[] }[] }>('GET', `${api}/rooms/${a.token}/state`)
		return state.members[0]?.people.length === 2 || undefined
	}, { within: 60_000, every: 500 })
	await keep('room', owner, 'GET rooms/{token}', room)
	await keep('state', owner, 'GET rooms/{token}/state', room)
	await keep('accounts', owner, 'GET accounts', {}, undefined, ours)
	await keep('aside unknown', owner, 'POST rooms/{token}/asides/{aside}', { ...room, aside: 999_999 }, { action: 'retry' })
	await owner.get('PUT', `${api}/accounts/${account}`, { settings: { ...given, password: 'revoked' } })
	await until('the account is refused', async () => {
		const state = await owner.get<{ members: { state: string }[] }>('GET', `${api}/rooms/${a.token}/state`)
		return state.members[0]?.state === 'stopped' || undefined
	}, { within: 60_000, every: 500 })
	await keep('state refused account', owner, 'GET rooms/{token}/state', room)
	await keep('account changed', owner, 'PUT accounts/{id}', { id: account }, { settings: given })
	await keep('room refused', other, 'GET rooms/{token}', room)
	await keep('state refused', other, 'GET rooms/{token}/state', room)

	const shared = Number((await admin.get<{ id: number }>('POST', `${api}/admin/accounts`, { network: 'nctalk', settings: given })).id)
	try {
		await keep('shared accounts', admin, 'GET admin/accounts', {}, undefined, (data) => (data as readonly Body[]).filter(({ id }) => id === shared))
	} finally {
		await admin.ask('DELETE', `${api}/admin/accounts/${shared}`)
	}
	await keep('settings', admin, 'GET admin/settings')
	await keep('settings refused', admin, 'PUT admin/settings', {}, { maxBytes: 4096 * megabyte })
	await keep('admin', admin, 'GET admin/state')
	await keep('gateways', admin, 'GET admin/gateways', {}, undefined, (data) => (data as readonly Body[]).filter(({ token }) => token === a.token))
	await keep('checks', admin, 'POST admin/self-test')
	await keep('log', admin, 'GET admin/log?lines=2')
	await keep('history', admin, 'GET admin/history')
	await keep('all networks', admin, 'GET admin/networks')
	await keep('admin stopped', admin, 'POST admin/relay', {}, { action: 'stop' })
	await keep('aside without relay', owner, 'POST rooms/{token}/asides/{aside}', { ...room, aside: 1 }, { action: 'retry' })
	await keep('room stopped', owner, 'GET rooms/{token}', room)
	await keep('state stopped', owner, 'GET rooms/{token}/state', room)
	await switchRelay(false)
	await keep('admin off', admin, 'GET admin/state')
	await keep('room off', owner, 'GET rooms/{token}', room)
	return { account, shared, member, gateway: gateway.id }
}

/** The same for the same, whatever it was on the servers: see world.ts for what they are called there. */
function settled(a: Room, b: Room, coffee: Room, { account, shared, member, gateway }: Ids): (value: unknown) => unknown {
	const names: readonly (readonly [string, string])[] = [
		...[a, b].flatMap(({ server: { url } }, index): (readonly [string, string])[] => {
			const host = `nube.minube${index + 1}.com`
			return [[url, `https://${host}`], [new URL(url).host, host], [new URL(url).hostname, host]]
		}),
		[a.token, 'nb9xk3d2'],
		[b.token, 'p8ndr2kq'],
		[coffee.token, 'k2mmd8sz'],
		[process.execPath, '/usr/bin/node'],
	]
	const named = (text: string): string => names.reduce((out, [real, stable]) => out.replaceAll(real, stable), text)
		// Where the machine keeps things, and what is random.
		.replace(/(?<![\w:/.])\/(?:[\w.+-]+\/){2,}[\w.+-]+/g, (path) => path === '/usr/bin/node' ? path : '/var/lib/talk-relay')
		.replace(/[\w-]{60,}/g, 'x'.repeat(64))
		.replace(/process \d+/, 'process 4711')
		.replace(/revision \d+/, 'revision 1')
	const number = (name: string, value: number, within: Body): number => {
		switch (name) {
			case 'account': return value === account ? 17 : value
			case 'member': return value === member ? 1 : value
			case 'id': return value === account || (value === shared && 'login' in within) ? 17 : value === member ? 1 : value
			case 'pid': return 4711
			case 'generation': return 3
			default: return value
		}
	}
	const walk = (value: unknown, name: string, within: Body): unknown => {
		if (Array.isArray(value)) {
			return value.map((each) => walk(each, name, within))
		}
		if (typeof value === 'object' && value !== null) {
			return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner, key, value as Body)]))
		}
		if (typeof value === 'number') {
			return number(name, value, within)
		}
		if (typeof value !== 'string') {
			return value
		}
		if (name === 'id') {
			return value === gateway ? 'g3' : 'url' in within ? 'l1' : named(value)
		}
		return name === 'host' && 'pid' in within ? 'nube1' : named(value)
	}
	return (value) => walk(value, '', {})
}
