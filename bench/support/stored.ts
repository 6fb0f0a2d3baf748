import type { Server } from '../../tests/support/talk.ts'

import { readFileSync } from 'node:fs'
import process from 'node:process'
import { Client } from 'pg'

/** Tells when a message was really stored. */
export interface StoredWatch {
	/** Milliseconds (performance.now) at which a message with this text was seen to be stored; undefined while there is none. */
	at(text: string): number | undefined
	/** Messages seen so far. */
	count(): number
	close(): Promise<void>
}

function builtInWatch(server: Server): StoredWatch {
	const seen = new Map<string, number>()
	const rows = server.builtIn?.store.rows ?? new Map<number, never>()
	let read = 0
	const look = (): void => {
		if (rows.size === read) {
			return
		}
		for (const row of [...rows.values()].slice(read)) {
			if (row.verb === 'comment') {
				// The row knows the wall clock; everything here goes by the clock that never jumps.
				seen.set(row.text, row.storedAt - performance.timeOrigin)
			}
		}
		read = rows.size
	}
	return {
		at(text) {
			look()
			return seen.get(text)
		},
		count() {
			look()
			return seen.size
		},
		close: () => Promise.resolve(),
	}
}

/** NOTIFY reaches us when the transaction is committed, not before. The trigger is removed at the end. */
async function liveWatch(dsn: string): Promise<StoredWatch> {
	const seen = new Map<string, number>()
	const client = new Client({ connectionString: dsn })
	await client.connect()
	await client.query(`CREATE OR REPLACE FUNCTION talk_relay_bench() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN PERFORM pg_notify('talk_relay_bench', left(NEW.message, 200)); RETURN NEW; END $$`)
	await client.query('DROP TRIGGER IF EXISTS talk_relay_bench ON oc_comments')
	await client.query(`CREATE TRIGGER talk_relay_bench AFTER INSERT ON oc_comments FOR EACH ROW
		WHEN (NEW.verb = 'comment') EXECUTE FUNCTION talk_relay_bench()`)
	await client.query('LISTEN talk_relay_bench')
	client.on('notification', ({ payload = '' }) => seen.set(payload, performance.now()))
	return {
		at: (text) => seen.get(text),
		count: () => seen.size,
		async close() {
			await client.query('DROP TRIGGER IF EXISTS talk_relay_bench ON oc_comments')
			await client.query('DROP FUNCTION IF EXISTS talk_relay_bench()')
			await client.end()
		},
	}
}

/** For live servers TALK_SERVERS must give `dsn`: without the database nobody can say when a message was stored. */
export async function watchStored(server: Server): Promise<StoredWatch> {
	if (server.builtIn !== undefined) {
		return builtInWatch(server)
	}
	const described = JSON.parse(readFileSync(process.env.TALK_SERVERS ?? '', 'utf8')) as Record<string, { dsn?: string }>
	const dsn = described[server.name]?.dsn
	if (dsn === undefined) {
		throw new Error(`TALK_SERVERS gives no dsn for ${server.name}: benchmarks need the server's PostgreSQL to see when a message is stored`)
	}
	return liveWatch(dsn)
}
