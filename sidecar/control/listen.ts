import type { Server } from 'node:http'
import type { Listening } from '../config/serve-options.ts'

import { once } from 'node:events'
import { chmodSync, lstatSync, rmSync } from 'node:fs'
import { connect } from 'node:net'

/** As people write it: a path, or `host:port`. */
export function listeningAt(where: Listening): string {
	return 'socket' in where
		? where.socket
		: `${where.host.includes(':') ? `[${where.host}]` : where.host}:${where.port}`
}

/** Whether anybody answers on this socket. */
function isAnswered(path: string): Promise<boolean> {
	return new Promise((resolve) => {
		const attempt = connect(path)
		const settle = (answered: boolean): void => {
			attempt.destroy()
			resolve(answered)
		}
		attempt.on('connect', () => settle(true)).on('error', () => settle(false)).setTimeout(1000, () => settle(true))
	})
}

/** What a relay that was killed has left is taken away; a socket on which somebody answers, and what is no socket, stay. */
async function clear(path: string): Promise<void> {
	const found = lstatSync(path, { throwIfNoEntry: false })
	if (found === undefined) {
		return
	}
	if (!found.isSocket()) {
		throw new Error(`${path} is there already and is no socket: name another path with --socket`)
	}
	if (await isAnswered(path)) {
		throw new Error(`another program answers on ${path}: stop that one first, or name another path with --socket`)
	}
	rmSync(path, { force: true })
}

/**
 * Begins to listen. A socket is for the same user, and for the group: where the relay has a user of its own, its
 * group is PHP's. Rejects with what to do.
 */
export async function listenAt(server: Server, where: Listening): Promise<void> {
	if ('socket' in where) {
		await clear(where.socket)
	}
	const umask = process.umask(0o117)
	try {
		server.listen('socket' in where ? { path: where.socket } : { host: where.host, port: where.port })
		await once(server, 'listening')
		if ('socket' in where) {
			chmodSync(where.socket, 0o660)
		}
	} catch (error) {
		throw new Error(`the control door can't be opened at ${listeningAt(where)}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
	} finally {
		process.umask(umask)
	}
}
