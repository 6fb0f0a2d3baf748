/*
 * The Talk servers that tests run against: two live Nextclouds, where TALK_SERVERS names a file that describes them (tests/talk/README.md),
 * else two built-in ones in the test's own process.
 */
import type { TalkServer } from '../../sidecar/demo/talk-server/server.ts'
import type { Connection, Login } from './ocs.ts'
import type { Seat } from './seat.ts'

import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { connect } from './ocs.ts'
import { seat, talk } from './seat.ts'

/** One server as TALK_SERVERS describes it. */
interface Described {
	readonly url: string
	/** PostgreSQL of the server: lets tests make a message older. */
	readonly dsn?: string
	/** People in the order given: the first owns conversations. */
	readonly people: Readonly<Record<string, { readonly password: string, readonly appPassword: string }>>
	/** Its login password only for the test that logs in at a page. */
	readonly bot: { readonly user: string, readonly appPassword: string, readonly password?: string }
}

export interface Server {
	readonly name: 'a' | 'b'
	readonly url: string
	/** Two of them; the first owns what `newRoom` makes. */
	readonly owner: string
	readonly other: string
	readonly bot: Login
	/** With the app password; `session`: as a browser, with cookies. Calls need that. */
	as(person: string, how?: { session?: boolean }): Connection
	passwordOf(person: string): Login
	stranger(how?: { session?: boolean }): Connection
	newRoom(options?: RoomOptions): Promise<Room>
	/** Makes a message look as if it had been written so much earlier. Its edits go by that. */
	age(message: number, seconds: number): Promise<void>
	/** Why `age` can't do it, for a test to say; false where it can. */
	readonly cannotAge: string | false
	/** The server itself, where it is a built-in one. */
	readonly builtIn?: TalkServer
}

export interface RoomOptions {
	readonly name?: string
	/** 2: a group (without it), 3: public. */
	readonly type?: 2 | 3
	/** Beside the owner; the other one and the bot, without it. */
	readonly people?: readonly string[]
}

/** A conversation of one test's own. */
export interface Room {
	readonly token: string
	readonly url: string
	readonly server: Server
	/** A moderator, and an ordinary participant. */
	readonly owner: Seat
	readonly other: Seat
	readonly bot: Seat
	as(person: string): Seat
	delete(): Promise<void>
}

export interface Lab {
	readonly a: Server
	readonly b: Server
	readonly live: boolean
	/** Removes what was made: rooms, and built-in servers with them. */
	close(): Promise<void>
}

/** To be closed when the tests of a file are through. */
export async function servers(): Promise<Lab> {
	const file = process.env.TALK_SERVERS
	if (file === undefined || file === '') {
		const [a, b] = await Promise.all([builtIn('a', ['marcos', 'ana']), builtIn('b', ['laura', 'pedro'])])
		return lab(a, b, false)
	}
	const described = JSON.parse(readFileSync(file, 'utf8')) as { readonly a: Described, readonly b: Described }
	return lab(live('a', described.a), live('b', described.b), true)
}

type Made = Server & { close(): Promise<void> }

function lab(a: Made, b: Made, isLive: boolean): Lab {
	return {
		a,
		b,
		live: isLive,
		async close() {
			await Promise.all([a.close(), b.close()])
		},
	}
}

async function builtIn(name: 'a' | 'b', people: readonly string[]): Promise<Made> {
	const { startTalkServer } = await import('../../sidecar/demo/talk-server/server.ts')
	const server = await startTalkServer({ name, loginAttempts: Infinity, people: [...people, 'puente'].map((uid) => ({ uid })) })
	const logins = Object.fromEntries(people.map((uid) => [uid, { password: `${uid}-password`, appPassword: `${uid}-app-password` }]))
	const described = { url: server.url, people: logins, bot: { user: 'puente', appPassword: 'puente-app-password' } }
	// Its clock moves on, for good.
	let ahead = 0
	const age = async (_: number, seconds: number): Promise<void> => {
		ahead += seconds * 1000
		server.setClockOffset(ahead)
	}
	return make(name, described, { builtIn: server, cannotAge: false, age }, () => server.close())
}

const hasPsql = (): boolean => (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, 'psql')))

function live(name: 'a' | 'b', described: Described): Made {
	const { dsn } = described
	const cannotAge = dsn === undefined ? 'TALK_SERVERS gives no dsn, so no message can be made older' : hasPsql() ? false : 'psql is not installed, so no message can be made older'
	return make(name, described, {
		cannotAge,
		age: (message, seconds) => inDatabase(dsn ?? '', `UPDATE oc_comments SET creation_timestamp = creation_timestamp - interval '${Math.trunc(seconds)} seconds' WHERE id = ${Math.trunc(message)}`),
	}, () => Promise.resolve())
}

/** The password goes through the environment, for a command line is seen by all. */
async function inDatabase(dsn: string, sql: string): Promise<void> {
	const { username, password, hostname, port, pathname } = new URL(dsn)
	const env = { ...process.env, PGHOST: hostname, PGPORT: port || '5432', PGUSER: decodeURIComponent(username), PGPASSWORD: decodeURIComponent(password), PGDATABASE: pathname.slice(1) }
	await promisify(execFile)('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', sql], { env })
}

function make(name: 'a' | 'b', described: Described, more: Pick<Server, 'age' | 'cannotAge' | 'builtIn'>, end: () => Promise<void>): Made {
	const { url, bot } = described
	const [owner, other] = Object.keys(described.people)
	if (owner === undefined || other === undefined) {
		throw new Error(`the server ${name} needs two people`)
	}
	const open: Connection[] = []
	const rooms = new Set<Room>()
	const usual = new Map<string, Connection>()
	const opened = (connection: Connection): Connection => {
		open.push(connection)
		return connection
	}
	const loginOf = (person: string): Login => ({ user: person, password: (person === bot.user ? bot : described.people[person])?.appPassword ?? '' })
	const as: Server['as'] = (person, how) => {
		if (how?.session === true) {
			return opened(connect(url, loginOf(person), how))
		}
		const connection = usual.get(person) ?? opened(connect(url, loginOf(person)))
		usual.set(person, connection)
		return connection
	}
	const server: Server = {
		name,
		url,
		owner,
		other,
		bot: { user: bot.user, password: bot.appPassword },
		as,
		passwordOf: (person) => ({ user: person, password: (person === bot.user ? bot : described.people[person])?.password ?? '' }),
		stranger: (how) => opened(connect(url, undefined, how)),
		async newRoom({ name: roomName = 'Talk Relay test', type: roomType = 2, people = [other, bot.user] } = {}) {
			const { token } = await as(owner).get<{ token: string }>('POST', `${talk}/v4/room`, { roomType, roomName })
			const seats = new Map<string, Seat>()
			const at = (person: string): Seat => {
				const taken = seats.get(person) ?? seat(as(person), person, token)
				seats.set(person, taken)
				return taken
			}
			const room: Room = {
				token,
				url: `${url}/call/${token}`,
				server,
				owner: at(owner),
				other: at(other),
				bot: at(bot.user),
				as: at,
				async delete() {
					rooms.delete(room)
					await Promise.all([...seats.values()].map((taken) => taken.tidy()))
					await as(owner).ask('DELETE', `${talk}/v4/room/${token}`)
				},
			}
			rooms.add(room)
			for (const person of people) {
				await room.owner.add(person)
			}
			return room
		},
		...more,
	}
	return {
		...server,
		async close() {
			await Promise.all([...rooms].map((room) => room.delete()))
			open.forEach((connection) => connection.close())
			await end()
		},
	}
}
