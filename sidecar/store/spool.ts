import type { Database } from './database.ts'

/** The files kept on disk; the bytes themselves are relay/spool's. */
export interface SpoolRows {
	add(name: string, source: string, bytes: number, now: number): void
	/** The file kept for this source before: the name, if it is still there. */
	bySource(source: string): { readonly name: string, readonly bytes: number } | undefined
	/** Those kept for `source`s for which `gone` holds are no longer found by it. */
	forget(gone: (source: string) => boolean): void
	/** From here on the file lives as long as this event's body. */
	claim(name: string, event: number): void
	ofEvent(event: number): readonly string[]
	/** Files that no event has claimed, kept before `then`. */
	unclaimed(then: number): readonly string[]
	remove(name: string): void
	/** Removes a file that no event has claimed; false if one has. */
	removeUnclaimed(name: string): boolean
	/** Bytes of all files together. */
	bytes(): number
	names(): readonly string[]
}

export function spoolTable(database: Database): SpoolRows {
	const add = database.prepare('INSERT INTO spool (name, source, bytes, kept) VALUES (?, ?, ?, ?)')
	const bySource = database.prepare('SELECT name, bytes FROM spool WHERE source = ?')
	const sources = database.prepare('SELECT name, source FROM spool')
	const rename = database.prepare('UPDATE spool SET source = ? WHERE name = ?')
	const claim = database.prepare('UPDATE spool SET event = ? WHERE name = ?')
	const ofEvent = database.prepare('SELECT name FROM spool WHERE event = ?')
	const unclaimed = database.prepare('SELECT name FROM spool WHERE event IS NULL AND kept < ?')
	const remove = database.prepare('DELETE FROM spool WHERE name = ?')
	const removeUnclaimed = database.prepare('DELETE FROM spool WHERE name = ? AND event IS NULL')
	const bytes = database.prepare('SELECT coalesce(sum(bytes), 0) AS n FROM spool')
	const names = database.prepare('SELECT name FROM spool')
	const namesOf = (rows: readonly Record<string, unknown>[]): readonly string[] => rows.map((row) => String(row.name))
	return {
		add: (name, source, size, now) => void add.run(name, source, size, now),
		bySource(source) {
			const row = bySource.get(source)
			return row && { name: String(row.name), bytes: Number(row.bytes) }
		},
		forget(gone) {
			for (const row of sources.all()) {
				if (gone(String(row.source))) {
					// Renamed rather than deleted: a delivery may still wait for it.
					rename.run(`gone:${String(row.name)}:${String(row.source)}`, String(row.name))
				}
			}
		},
		claim: (name, event) => void claim.run(event, name),
		ofEvent: (event) => namesOf(ofEvent.all(event)),
		unclaimed: (then) => namesOf(unclaimed.all(then)),
		remove: (name) => void remove.run(name),
		removeUnclaimed: (name) => removeUnclaimed.run(name).changes > 0,
		bytes: () => Number(bytes.get()?.n),
		names: () => namesOf(names.all()),
	}
}
