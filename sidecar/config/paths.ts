import type { Path, Statement } from './scan.ts'

export const keyOf = (path: Path): string => JSON.stringify(path)

/** The place that each statement speaks of: which of several `[[gateway]]` a `[[gateway.inout]]` or a key belongs to. */
export function pathsOf(statements: readonly Statement[]): readonly Path[] {
	const counts = new Map<string, number>()
	let table: Path = []
	return statements.map((statement) => {
		const names = statement.names.map((name) => name.toLowerCase())
		if (statement.kind === 'pair' || statement.kind === 'other') {
			return [...table, ...names]
		}
		const path = names.reduce<Path>((above, name, index) => {
			const here = [...above, name]
			const count = counts.get(keyOf(here))
			return count === undefined || (index === names.length - 1 && statement.kind === 'tables') ? here : [...here, count - 1]
		}, [])
		const count = counts.get(keyOf(path)) ?? 0
		if (statement.kind === 'tables') {
			counts.set(keyOf(path), count + 1)
		}
		table = statement.kind === 'tables' ? [...path, count] : path
		return table
	})
}

/** The first line (1-based) of every table, key and element that the statements speak of. */
export function linesOf(statements: readonly Statement[]): ReadonlyMap<string, number> {
	const lines = new Map<string, number>()
	const put = (path: Path, line: number) => {
		if (!lines.has(keyOf(path))) {
			lines.set(keyOf(path), line)
		}
	}
	const paths = pathsOf(statements)
	for (const [index, statement] of statements.entries()) {
		const path = paths[index]!
		// With those around it: `[nctalk.nube1]` is the first to speak of nctalk.
		for (let length = 1; length <= path.length; length++) {
			put(path.slice(0, length), statement.from)
		}
		for (const part of statement.parts) {
			put([...path, ...part.at], part.line)
		}
	}
	return lines
}
