/** A code block's opening: its row of signs, and the line that opens it again. */
export interface Fence { readonly marker: string, readonly line: string }

interface Fences {
	/** What is open at the end of the stretch. */
	readonly open: Fence | undefined
	/** Where the line begins that opened it, if that is in the stretch. */
	readonly openedAt: number | undefined
}

/** A longer line opens and closes nothing. */
const longestLine = 80
const fenceLine = /^ {0,3}(`{3,10}(?!`)(?=[^`\n]*$)|~{3,10}(?!~))([^\n]*)$/

/**
 * Reads the lines from `from` to `to`. Fences whose repetition would take more than a third of `size` (the
 * smallest part's) don't count; so no cut falls into a fence's line either.
 * `from` is taken for the beginning of a line: so it will be in the part that begins there.
 */
export function fencesUpTo(source: string, from: number, to: number, open: Fence | undefined, size: number): Fences {
	let inside = open
	let openedAt: number | undefined
	for (let at = from; at < to;) {
		const end = lineEnd(source, at, to)
		const line = end - at > longestLine ? '' : source.slice(at, end)
		const next = inside === undefined ? opens(line, size) : closes(line, inside) ? undefined : inside
		if (next !== inside) {
			openedAt = next === undefined ? undefined : at
			inside = next
		}
		at = end + 1
	}
	return { open: inside, openedAt }
}

/** Where the line ends that begins at `at`; if that is further on than anybody asks, some place behind that. */
function lineEnd(source: string, at: number, to: number): number {
	const most = Math.max(at, to) + longestLine + 1
	const within = source.slice(at, most).indexOf('\n')
	return within < 0 ? Math.min(most, source.length) : at + within
}

/** If the line at `at` closes the block: where it ends. */
export function closingLine(source: string, at: number, fence: Fence): number | undefined {
	const end = lineEnd(source, at, at)
	return end - at <= longestLine && closes(source.slice(at, end), fence) ? end : undefined
}

function opens(line: string, size: number): Fence | undefined {
	const [, marker, info] = fenceLine.exec(line) ?? []
	if (marker === undefined || info === undefined) {
		return undefined
	}
	const fence = { marker, line: marker + info.trim() }
	return fence.line.length + marker.length + 2 <= size / 3 ? fence : undefined
}

function closes(line: string, fence: Fence): boolean {
	const text = line.trim()
	return text.length >= fence.marker.length && /^ {0,3}(?:`+|~+)\s*$/.test(line) && text[0] === fence.marker[0]
}
