import type { Figure } from './support/statistics.ts'

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { textOf } from '../sidecar/core/richtext.ts'
import { memoryServer } from '../sidecar/networks/memory/server.ts'
import { gatewayOf, memoryAccount, memoryRoom, startRelay, until } from '../tests/support/relay.ts'
import { diskFolder, removeFolder } from './support/relay.ts'
import { atLeast, round } from './support/statistics.ts'

/** Commits per second of bare SQLite in the same mode on the same disk: what durability costs here at the least. */
function bareCommits(folder: string): number {
	const database = new DatabaseSync(join(folder, 'bare.db'))
	database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (a)')
	const insert = database.prepare('INSERT INTO t VALUES (1)')
	const began = performance.now()
	for (let n = 0; n < 2000; n += 1) {
		insert.run()
	}
	database.close()
	return 2000 / ((performance.now() - began) / 1000)
}

/** Events per second through accept, outbox and courier, without any network; on disk, synchronous=FULL as shipped. */
export async function engine(o: { readonly events: number, readonly rooms: number }): Promise<readonly Figure[]> {
	const folder = diskFolder()
	const a = memoryServer('a.example')
	const b = memoryServer('b.example')
	const rooms = Array.from({ length: o.rooms }, (_, n) => `r${n}`)
	const bare = bareCommits(folder)
	const { counters, stop } = await startRelay({
		folder,
		servers: [a, b],
		accounts: [memoryAccount('a', 'a.example'), memoryAccount('b', 'b.example')],
		gateways: rooms.map((room) => gatewayOf(room, [memoryRoom('a', room), memoryRoom('b', room)])),
	})
	try {
		const cpu = process.cpuUsage()
		const began = performance.now()
		for (let n = 0; n < o.events; n += 1) {
			a.post(rooms[n % o.rooms] ?? '', 'ana', textOf(`message ${n}, of a usual length for a chat`))
		}
		await until(() => counters.delivered >= o.events, 120_000, 'all events delivered')
		const seconds = (performance.now() - began) / 1000
		const used = process.cpuUsage(cpu)
		const name = `engine alone, ${o.rooms} rooms, synchronous=FULL`
		const rate = o.events / seconds
		return [
			o.rooms === 1 ? { what: name, value: round(rate), unit: 'events/s' } : atLeast(name, rate, 'events/s', 5000),
			{ what: `bare SQLite, a commit each (${o.rooms} rooms' run)`, value: round(bare), unit: 'commits/s' },
			{ what: 'ratio', value: round(rate / bare, 2), unit: '' },
			{ what: 'processor time per event', value: round((used.user + used.system) / o.events, 0), unit: 'µs' },
		]
	} finally {
		await stop()
		removeFolder(folder)
	}
}
