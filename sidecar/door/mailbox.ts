import type { OutboxRow } from './types.ts'

/** Where the control door puts what the app pokes the relay with, and whoever reads the app's rooms takes it. */
export interface Mailbox {
	/** Never waits and never throws. Without rows: something is in the outbox. */
	put(rows: readonly OutboxRow[]): void
	/** From now on `reader` gets what is put, the one before no more. What nobody takes is not lost: it stands in the outbox. */
	read(reader: (rows: readonly OutboxRow[]) => void): void
}

export function openMailbox(): Mailbox {
	let taken: (rows: readonly OutboxRow[]) => void = () => undefined
	return {
		put: (rows) => taken(rows),
		read(reader) {
			taken = reader
		},
	}
}
