import type { OutboxRow } from '../../door/types.ts'

/** Rows of conversations that we don't read: one may become ours in a moment, as the app learns of it first. */
export interface Strangers {
	/** `now` in ms. */
	add(rows: readonly OutboxRow[], now: number): void
	/** It is ours from now on. */
	take(token: string): readonly OutboxRow[]
	/** Ids of what came before that moment: nobody's. */
	takeOlder(than: number): readonly number[]
}

export function openStrangers(): Strangers {
	const known = new Map<number, { readonly row: OutboxRow, readonly since: number }>()
	const out = (wanted: (entry: { readonly row: OutboxRow, readonly since: number }) => boolean): readonly OutboxRow[] => {
		const found = [...known.values()].filter(wanted).map(({ row }) => row)
		found.forEach(({ id }) => known.delete(id))
		return found
	}
	return {
		add: (rows, now) => rows.forEach((row) => known.set(row.id, { row, since: now })),
		take: (token) => out(({ row }) => row.token === token),
		takeOlder: (than) => out(({ since }) => since < than).map(({ id }) => id),
	}
}
