import { DatabaseSync } from 'node:sqlite'

type Value = string | number | bigint | null
type Row = Record<string, unknown>

/** A prepared statement; `?` in order. */
export interface Statement {
	run(...values: Value[]): { readonly changes: number, readonly lastId: number }
	get(...values: Value[]): Row | undefined
	all(...values: Value[]): readonly Row[]
}

/** The only thing the store knows of its driver. Everything is synchronous: no await can slip between two writes. */
export interface Database {
	prepare(sql: string): Statement
	execute(sql: string): void
	/** All of `work` is written, or none of it and what it threw is thrown on. `work` must not be async. */
	atomically<T>(work: () => T): T
	close(): void
}

/**
 * Opens (or makes) a database file. WAL with synchronous=FULL: what is committed survives a power cut.
 * Throws what SQLite says when the file is no database or the folder can't be written.
 */
export function openDatabase(path: string, options: { readonly readOnly?: boolean } = {}): Database {
	const db = new DatabaseSync(path, { readOnly: options.readOnly === true })
	db.exec('PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA cache_size = -4000')
	if (options.readOnly !== true) {
		db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000; PRAGMA temp_store = MEMORY')
	}
	return {
		prepare(sql) {
			const statement = db.prepare(sql)
			return {
				run(...values) {
					const done = statement.run(...values)
					return { changes: Number(done.changes), lastId: Number(done.lastInsertRowid) }
				},
				get: (...values) => statement.get(...values),
				all: (...values) => statement.all(...values),
			}
		},
		execute: (sql) => db.exec(sql),
		atomically(work) {
			db.exec('BEGIN IMMEDIATE')
			try {
				const result = work()
				db.exec('COMMIT')
				return result
			} catch (error) {
				// A full disk ends the transaction by itself; a ROLLBACK then would hide why.
				if (db.isTransaction) {
					db.exec('ROLLBACK')
				}
				throw error
			}
		},
		close: () => db.close(),
	}
}
