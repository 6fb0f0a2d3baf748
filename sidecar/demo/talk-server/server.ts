import type { Server } from 'node:http'
import type { TalkVersion } from './capabilities.ts'
import type { Faults } from './faults.ts'
import type { RoomState, Store } from './store.ts'
import type { Actor, Row } from './types.ts'
import type { Wire } from './wire.ts'
import type { World } from './world.ts'

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { createGuard } from './auth.ts'
import { abilitiesOf } from './capabilities.ts'
import { createControl } from './control.ts'
import { createFaults } from './faults.ts'
import { noJournal, openJournal } from './journal.ts'
import { createBell } from './notifications.ts'
import { createRouter } from './router.ts'
import { routes } from './routes.ts'
import { seed } from './seed.ts'
import { createStore } from './store.ts'
import { serve } from './wire.ts'
import { createWorkers } from './workers.ts'
import { addRow } from './write.ts'

export interface PersonOption {
	readonly uid: string
	/** The uid with a capital letter, without it. */
	readonly displayName?: string
	/** Without them, `<uid>-password` and `<uid>-app-password`. */
	readonly password?: string
	readonly appPassword?: string
}

export interface MemberOption {
	/** Who is no person of this server (guests, federated people, bots) is given with their type. */
	readonly uid?: string
	readonly actor?: Actor
	readonly displayName?: string
	/** 1 owner, 2 moderator, 3 user (without it), 4 guest, 5 joined by themselves, 6 guest moderator. */
	readonly type?: 1 | 2 | 3 | 4 | 5 | 6
}

export interface RoomOption {
	readonly token: string
	readonly name?: string
	/** 2 group (without it), 3 public, 1 one to one. */
	readonly type?: 1 | 2 | 3
	/** Uids, or more about each. */
	readonly members: readonly (string | MemberOption)[]
}

export interface TalkServerOptions {
	/** 0 (without it): any that is free; kept over `stop` and `start`. */
	readonly port?: number
	readonly bind?: string
	readonly name?: string
	/** The version of Talk whose abilities it has; 24 without it. */
	readonly version?: TalkVersion
	readonly people?: readonly PersonOption[]
	readonly rooms?: readonly RoomOption[]
	/** Where everything is kept over restarts; people and rooms in it win over those given here. Files lie beside it. */
	readonly data?: string
	/** Milliseconds that the server's clock is ahead. */
	readonly clockOffset?: number
	/** Wrong logins that an address may have in half an hour before all its logins get 429; 10 without it, Infinity: no limit. */
	readonly loginAttempts?: number
	/** Milliseconds that checking a login password (no app password) takes; 0 without it. */
	readonly slowPassword?: number
	/** Milliseconds for which Talk believes that nothing follows an id (reactions come late by that); 30,000 as the real one. */
	readonly believesFor?: number
	/** How many requests it handles at a time; a long poll holds one as long as it waits. Without it: no limit. */
	readonly workers?: number
	/** Seed of the faults' chance. */
	readonly seed?: number
	/** Opens what `control.ts` lists to anybody who can reach the port. */
	readonly control?: boolean
	/** Told of what breaks inside; written to standard error without it. */
	readonly broken?: (error: unknown) => void
}

export interface TalkServer {
	readonly url: string
	readonly port: number
	readonly name: string
	readonly faults: Faults
	/** Everything it knows, for tests to look at. */
	readonly store: Store
	/** The visible rows of a room, in Talk's order. `storedAt`: ms since 1970 with fractions. */
	messages(token: string): readonly Row[]
	/** A message by somebody who can't log in here: a guest, a bot, somebody of another server. */
	say(token: string, actor: Actor, text: string, actorName?: string): Row
	/** As after restoring a backup: rows above this id are gone, their ids are given anew. Texts from before an edit don't return. */
	restore(id: number): void
	/** Edits and deletions in this room answer 202 from now on, or 200 again. */
	setBridged(token: string, bridged: boolean): void
	setClockOffset(ms: number): void
	setMaintenance(on: boolean): void
	/** Forgets wrong logins. */
	forgive(): void
	/** Closes the listening socket and cuts all connections; what is known stays. */
	stop(): Promise<void>
	/** Listens again, on the same port. */
	start(): Promise<void>
	/** Stops for good and closes the data file. Files without a data file are removed. */
	close(): Promise<void>
}

export async function startTalkServer(options: TalkServerOptions = {}): Promise<TalkServer> {
	const journal = options.data === undefined ? noJournal : openJournal(options.data)
	const store = createStore(journal)
	const disk = options.data === undefined ? mkdtempSync(joinPath(tmpdir(), 'talk-server-')) : `${options.data}.files`
	mkdirSync(disk, { recursive: true })
	const bind = options.bind ?? '127.0.0.1'
	const running: { server?: Server, stopping: AbortController, port: number, offset: number, maintenance: boolean } = {
		stopping: new AbortController(),
		port: options.port ?? 0,
		offset: options.clockOffset ?? 0,
		maintenance: false,
	}
	const url = (): string => `http://${bind.includes(':') ? `[${bind}]` : bind}:${running.port}`
	const world: World = {
		store,
		faults: createFaults(options.seed ?? 1),
		bell: createBell(() => Date.now() + running.offset),
		abilities: abilitiesOf(options.version ?? 24),
		url,
		now: () => Date.now() + running.offset,
		disk,
		believesFor: options.believesFor ?? 30_000,
		signal: () => running.stopping.signal,
	}
	for (const change of journal.read()) {
		store.apply(change)
	}
	seed(world, options)
	journal.begin(store.changes())

	const guard = createGuard(world, options.loginAttempts ?? 10)
	const stateOf = (token: string): RoomState => {
		const state = store.rooms.get(token)
		if (state === undefined) {
			throw new Error(`no room ${token}`)
		}
		return state
	}
	const wire = {
		world,
		guard,
		find: createRouter(routes, world.abilities),
		slowPassword: options.slowPassword ?? 0,
		maintains: () => running.maintenance,
		workers: createWorkers(options.workers ?? Infinity),
		flush: () => store.flush(),
		broken: options.broken ?? ((error: unknown) => process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)),
	}

	let served: Wire = wire
	const start = async (): Promise<void> => {
		const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, (raw, response) => void serve(served, raw, response))
		running.stopping = new AbortController()
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject)
			server.listen(running.port, bind, resolve)
		})
		const address = server.address()
		running.port = typeof address === 'object' && address !== null ? address.port : running.port
		running.server = server
	}
	const stop = async (): Promise<void> => {
		const { server } = running
		if (server === undefined) {
			return
		}
		delete running.server
		running.stopping.abort()
		const closed = new Promise<void>((resolve) => server.close(() => resolve()))
		server.closeAllConnections()
		await closed
		store.flush()
	}
	const changed = (change: () => void): void => {
		change()
		store.flush()
	}

	const talkServer: TalkServer = {
		get url() {
			return url()
		},
		get port() {
			return running.port
		},
		name: options.name ?? 'Talk',
		faults: world.faults,
		store,
		messages: (token) => stateOf(token).feed.rows,
		say(token, actor, text, actorName) {
			const row = addRow(world, stateOf(token), { verb: 'comment', actor, text, ...actorName !== undefined && { actorName } })
			store.flush()
			return row
		},
		restore: (id) => changed(() => store.apply({ kind: 'restored', id })),
		setBridged: (token, bridged) => changed(() => store.apply({ kind: 'room', value: Object.assign(stateOf(token).room, { bridged }) })),
		setClockOffset: (ms) => {
			running.offset = ms
		},
		setMaintenance: (on) => {
			running.maintenance = on
		},
		forgive: () => guard.forgive(),
		stop,
		start,
		async close() {
			await stop()
			journal.close()
			if (options.data === undefined) {
				rmSync(disk, { recursive: true, force: true })
			}
		},
	}
	served = options.control === true ? { ...wire, control: createControl(talkServer) } : wire
	await start()
	return talkServer
}
