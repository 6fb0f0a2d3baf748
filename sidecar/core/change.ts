/** Words of context on either side of what changed. */
const context = 3

/** The stretch of `before` that is not in `after`, whole words with a few around them and `…` where more was; empty if nothing went. */
export function changeBetween(before: string, after: string): string {
	const old = before.split(/(\s+)/u)
	const now = after.split(/(\s+)/u)
	let start = 0
	while (start < old.length && start < now.length && old[start] === now[start]) {
		start += 1
	}
	let end = 0
	while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) {
		end += 1
	}
	if (old.slice(start, old.length - end).join('').trim() === '') {
		return ''
	}
	// Words and the white space between them alternate.
	const from = Math.max(0, start - 2 * context)
	const to = Math.min(old.length, old.length - end + 2 * context)
	return `${from > 0 ? '…' : ''}${old.slice(from, to).join('').trim()}${to < old.length ? '…' : ''}`
}
