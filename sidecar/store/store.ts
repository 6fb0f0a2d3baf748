import type { Answers } from './answers.ts'
import type { Commits } from './commits.ts'
import type { Copies } from './copies.ts'
import type { Cursors } from './cursors.ts'
import type { Database } from './database.ts'
import type { Early } from './early.ts'
import type { Events } from './events.ts'
import type { Facts } from './facts.ts'
import type { Notices } from './notices.ts'
import type { Outbox } from './outbox.ts'
import type { Reactions } from './reactions.ts'
import type { SpoolRows } from './spool.ts'
import type { States } from './states.ts'

import { answersTable } from './answers.ts'
import { shareCommits } from './commits.ts'
import { copiesTable } from './copies.ts'
import { cursorsTable } from './cursors.ts'
import { openDatabase } from './database.ts'
import { earlyTable } from './early.ts'
import { eventsTable } from './events.ts'
import { databaseWord, factsTable } from './facts.ts'
import { migrate } from './migrations/index.ts'
import { noticesTable } from './notices.ts'
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
	readonly facts: Facts
	readonly notices: Notices
	readonly answers: Answers
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
		facts: factsTable(database),
		notices: noticesTable(database),
		answers: answersTable(database),
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
	return { outbox: outboxTable(database), states: statesTable(database), spool: spoolTable(database), close: () => database.close() }
}
