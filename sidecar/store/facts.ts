import type { Database } from './database.ts'

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/**
 * The random word that stands in front of every key this database makes: 12 characters of base32, made once.
 * A second database, or one that was lost and begun anew, has another word, so no key is ever used twice.
 */
export function databaseWord(database: Database, random: Uint8Array): string {
	const made = [...random.slice(0, 12)].map((byte) => alphabet[byte % 32]).join('')
	database.prepare('INSERT INTO facts (name, value) VALUES (\'word\', ?) ON CONFLICT DO NOTHING').run(made)
	return String(database.prepare('SELECT value FROM facts WHERE name = \'word\'').get()?.value)
}

/** `configuration`: the app's, sealed. `rests`: there when the app has sent the relay away. */
type Fact = 'configuration' | 'rests'

/** What there is one of in a state, by name. */
export interface Facts {
	get(name: Fact): string | undefined
	set(name: Fact, value: string): void
	drop(name: Fact): void
}

export function factsTable(database: Database): Facts {
	const get = database.prepare('SELECT value FROM facts WHERE name = ?')
	const set = database.prepare('INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
	const drop = database.prepare('DELETE FROM facts WHERE name = ?')
	return {
		get(name) {
			const row = get.get(name)
			return row && String(row.value)
		},
		set: (name, value) => void set.run(name, value),
		drop: (name) => void drop.run(name),
	}
}
