import type { OutboxRow } from '../../door/types.ts'

/*
 * The outbox is a set: rows become visible out of order, their numbers have holes, and what announces them may come late, twice or not at
 * all. Here it is decided when a row may go on: when no row before it can still be unknown to us.
 */

export interface Arrivals {
	/** Rows that were announced. */
	told(rows: readonly OutboxRow[]): void
	/** A fetch begins: what it is to be given back with. */
	asking(): Asking
	/** What a fetch brought; how many of it were new. */
	fetched(asking: Asking, rows: readonly OutboxRow[], more: boolean): number
	/** Takes out what may go on, lowest number first. */
	ready(): readonly OutboxRow[]
	/** Something waits for a row before it: only a fetch can tell whether there is one. */
	hasHole(): boolean
	/** These are done with, and gone from the outbox, or left to it: a fetch that begins later may bring them anew. */
	gone(ids: readonly number[]): void
	/** Nothing goes on before what was told so far, also what was gone, was looked for in a fetch that is yet to begin. */
	afresh(): void
	/** Taken out, and not gone yet. */
	underWay(): number
}

export interface Asking { readonly turn: number, readonly waiting: readonly number[] }

/** A row that is announced after so many others were done with is not remembered: it would be taken once more. */
const mostGone = 5000

export function openArrivals(): Arrivals {
	const waiting = new Map<number, OutboxRow>()
	const taken = new Set<number>()
	/** When a row was done with, counted in fetches begun. */
	const gone = new Map<number, number>()
	let turn = 0
	/** Fetches that began before this one tell nothing of what is known. */
	let counts = 0
	/** All up to this number are known, as far as there are any; undefined before the first. */
	let known: number | undefined

	/** True if it was not known. */
	const add = (row: OutboxRow): boolean => {
		const isNew = !taken.has(row.id) && !waiting.has(row.id)
		if (isNew) {
			waiting.set(row.id, row)
		}
		return isNew
	}
	/** Numbers that follow one another leave no hole. */
	const advance = (): void => {
		while (known !== undefined && (waiting.has(known + 1) || taken.has(known + 1) || gone.has(known + 1))) {
			known += 1
		}
	}

	return {
		told: (rows) => rows.filter(({ id }) => !gone.has(id)).forEach(add),
		asking() {
			turn += 1
			return { turn, waiting: [...waiting.keys()] }
		},
		fetched(asking, rows, more) {
			// Done with while the answer was on its way. A number that comes again later is a new row: the database was restored.
			const present = rows.filter(({ id }) => (gone.get(id) ?? -1) < asking.turn)
			present.forEach(({ id }) => gone.delete(id))
			const added = present.filter(add).length
			const seen = [...rows.map(({ id }) => id), ...more ? [] : asking.waiting]
			if (seen.length > 0 && asking.turn >= counts) {
				known = Math.max(known ?? 0, ...seen)
			}
			return added
		},
		ready() {
			advance()
			const rows = [...waiting.values()].filter(({ id }) => id <= (known ?? -1)).sort((one, other) => one.id - other.id)
			for (const { id } of rows) {
				waiting.delete(id)
				taken.add(id)
			}
			return rows
		},
		hasHole: () => waiting.size > 0,
		gone(ids) {
			for (const id of ids) {
				taken.delete(id)
				gone.delete(id)
				gone.set(id, turn)
			}
			for (const id of gone.keys()) {
				if (gone.size <= mostGone) {
					break
				}
				gone.delete(id)
			}
		},
		afresh() {
			known = undefined
			counts = turn + 1
		},
		underWay: () => taken.size,
	}
}
