/** How many letters must be put in, taken out, replaced or swapped to turn one word into the other, whatever their case. */
export function distance(one: string, other: string): number {
	const a = one.toLowerCase()
	const b = other.toLowerCase()
	const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)]
	for (let i = 1; i <= a.length; i++) {
		const row = [i]
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1]
			const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
			row.push(Math.min(
				row[j - 1]! + 1,
				rows[i - 1]![j]! + 1,
				rows[i - 1]![j - 1]! + (same ? 0 : 1),
				swapped ? rows[i - 2]![j - 2]! + 1 : Infinity,
			))
		}
		rows.push(row)
	}
	return rows[a.length]![b.length]!
}

const begins = (one: string, other: string): boolean => one.length > 2 && other.toLowerCase().startsWith(one.toLowerCase())

/** The word that may be meant: at most a third of its letters differ, or one begins with the other. */
export function nearest(written: string, words: readonly string[]): string | undefined {
	// A key as long as a book is nobody's slip, and comparing it would take long.
	if (written.length > 100) {
		return undefined
	}
	const begun = words.find((word) => begins(written, word) || begins(word, written))
	const ranked = words.map((word) => ({ word, far: distance(written, word) })).toSorted((one, other) => one.far - other.far)
	const best = ranked[0]
	const enough = best !== undefined && best.far <= Math.max(1, Math.floor(Math.max(written.length, best.word.length) / 3))
	return enough ? best.word : begun
}

/** ` – did you mean "Password"?`, or nothing. */
export function didYouMean(written: string, words: readonly string[]): string {
	const word = nearest(written, words)
	return word === undefined ? '' : ` – did you mean "${word}"?`
}
