import type { Commits } from './commits.ts'
import type { Copies } from './copies.ts'
import type { Cursors } from './cursors.ts'
import type { Database } from './database.ts'
import type { Early } from './early.ts'
import type { Events } from './events.ts'
import type { Outbox } from './outbox.ts'
import type { Reactions } from './reactions.ts'
import type { SpoolRows } from './spool.ts'
import type { States } from './states.ts'

import { shareCommits } from './commits.ts'
import { copiesTable } from './copies.ts'
import { cursorsTable } from './cursors.ts'
import { openDatabase } from './database.ts'
import { earlyTable } from './early.ts'
import { eventsTable } from './events.ts'
import { databaseWord } from './facts.ts'
import { migrate } from './migrations/index.ts'
import { outboxTable } from './outbox.ts'
import { reactionsTable } from './reactions.ts'
import { spoolTable } from './spool.ts'
import { statesTable } from './states.ts'

/** All tables of one database, and the way to write to them. */
export interface Store {
	readonly word: string
	readonly commits: Commits
	readonly events: Events
	readonly outbox: Outbox
	readonly copies: Copies
	readonly reactions: Reactions
	readonly early: Early
	readonly cursors: Cursors
	readonly spool: SpoolRows
	readonly states: States
	close(): void
}

function tables(database: Database): Omit<Store, 'word' | 'commits' | 'close'> {
	return {
		events: eventsTable(database),
		outbox: outboxTable(database),
		copies: copiesTable(database),
		reactions: reactionsTable(database),
		early: earlyTable(database),
		cursors: cursorsTable(database),
		spool: spoolTable(database),
		states: statesTable(database),
	}
}

/** Opens the state for the one relay that may write to it. Throws when it can't be opened, with what to do. */
export function openStore(path: string): Store {
	const database = openDatabase(path)
	migrate(database)
	const word = databaseWord(database, crypto.getRandomValues(new Uint8Array(12)))
	return { word, commits: shareCommits(database), ...tables(database), close: () => database.close() }
}

/** Opens the state to look at it, also while a relay runs. */
export function readStore(path: string): Pick<Store, 'outbox' | 'states' | 'spool' | 'close'> {
	const database = openDatabase(path, { readOnly: true })
	return { ...tables(database), close: () => database.close() }
}
