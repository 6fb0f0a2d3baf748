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
