import type { Row } from './types.ts'

/**
 * The rows of one room in the order in which Talk gives them: by creation second, then by id. Rows may be inserted late, with ids
 * lower than what was given out already, as when a database transaction commits after one that began later.
 */
export interface Feed {
	readonly rows: readonly Row[]
	insert(row: Row): void
	/** Forgets rows with ids above this one. */
	cut(id: number): void
	clear(): void
	/** What follows the known id, oldest first. An id that is no longer in the room is compared by number, as Talk does. */
	after(known: number, limit: number, including: boolean, thread: number): readonly Row[]
	/** What precedes the known id (0: all), newest first. */
	before(known: number, limit: number, including: boolean, thread: number): readonly Row[]
	/** How many messages (no system messages, no reactions) have an id above this one. */
	unreadAfter(id: number): number
	/** To be called when a row stopped being one of these messages. */
	uncount(id: number): void
}

export function createFeed(find: (id: number) => Row | undefined): Feed {
	let rows: Row[] = []
	let counted: number[] = []

	/** The place of the first row that stands after (at, id). */
	const place = (at: number, id: number): number => bisect(rows.length, (index) => {
		const row = rows[index]
		return row !== undefined && (row.at > at || (row.at === at && row.id > id))
	})
	const countedPlace = (id: number): number => bisect(counted.length, (index) => (counted[index] ?? 0) > id)
	const inThread = (row: Row, thread: number): boolean => thread === 0 || row.id === thread || row.topmostParent === thread
	const known = (id: number): Row | undefined => {
		const row = id > 0 ? find(id) : undefined
		return row !== undefined && rows[place(row.at, row.id) - 1] === row ? row : undefined
	}

	return {
		get rows() {
			return rows
		},
		insert(row) {
			put(rows, place(row.at, row.id), row)
			if (row.verb === 'comment' || row.verb === 'object_shared') {
				put(counted, countedPlace(row.id), row.id)
			}
		},
		cut(id) {
			rows = rows.filter((row) => row.id <= id)
			counted = counted.filter((each) => each <= id)
		},
		clear() {
			rows = []
			counted = []
		},
		after(id, limit, including, thread) {
			const row = known(id)
			const end = row === undefined ? 0 : place(row.at, row.id)
			const found: Row[] = []
			for (let index = row !== undefined && including ? end - 1 : end; index < rows.length && found.length < limit; index++) {
				const each = rows[index]
				if (each !== undefined && inThread(each, thread) && (row !== undefined || each.id > id || (including && each.id === id))) {
					found.push(each)
				}
			}
			return found
		},
		before(id, limit, including, thread) {
			const row = known(id)
			const end = row === undefined ? rows.length : place(row.at, row.id)
			const found: Row[] = []
			for (let index = (row !== undefined && !including ? end - 1 : end) - 1; index >= 0 && found.length < limit; index--) {
				const each = rows[index]
				const fits = row !== undefined || id <= 0 || (each?.id ?? 0) < id || (including && each?.id === id)
				if (each !== undefined && fits && inThread(each, thread)) {
					found.push(each)
				}
			}
			return found
		},
		unreadAfter: (id) => counted.length - countedPlace(id),
		uncount(id) {
			const index = countedPlace(id) - 1
			if (counted[index] === id) {
				counted.splice(index, 1)
			}
		},
	}
}

/** The first index for which `isAfter` holds, `length` if there is none. */
function bisect(length: number, isAfter: (index: number) => boolean): number {
	let low = 0
	let high = length
	while (low < high) {
		const middle = (low + high) >>> 1
		if (isAfter(middle)) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}

/** Nearly always at the end, where a splice would be slow for nothing. */
function put<T>(list: T[], index: number, item: T): void {
	if (index === list.length) {
		list.push(item)
	} else {
		list.splice(index, 0, item)
	}
}
