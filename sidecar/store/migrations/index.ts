import type { Database } from '../database.ts'

import { first } from './0001-first.ts'
import { app } from './0002-app.ts'
import { about } from './0003-about.ts'

/** In order; a database remembers how many it has seen. Never change one that has been released: add another. */
const migrations: readonly string[] = [first, app, about]

/** Brings the database to the newest shape. Throws when a newer program has written it, for going back would lose what that one knows. */
export function migrate(database: Database): void {
	const seen = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0)
	if (seen > migrations.length) {
		throw new Error(`The state was written by a newer version of Talk Relay (its shape is ${seen}, this program knows ${migrations.length}): `
			+ 'install that version again, or give this one a state folder of its own.')
	}
	migrations.slice(seen).forEach((sql, index) => database.atomically(() => {
		database.execute(sql)
		database.execute(`PRAGMA user_version = ${seen + index + 1}`)
	}))
}
