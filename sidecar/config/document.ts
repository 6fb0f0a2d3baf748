import type { TomlTable, TomlValue } from 'smol-toml'
import type { Findings } from './findings.ts'
import type { Path, Statement } from './scan.ts'

import { parse, TomlDate, TomlError } from 'smol-toml'
import { keyOf, linesOf, pathsOf } from './paths.ts'
import { outcast, repair } from './repair.ts'
import { scan } from './scan.ts'
import { straighten } from './straighten.ts'
import { syntaxFinding } from './syntax.ts'

export type Value = string | number | boolean | Table | readonly Value[] | TomlDate

/** A table whose keys are found without regard to case, as Matterbridge's library viper finds them; `name` is as written. */
export type Table = ReadonlyMap<string, { readonly name: string, readonly value: Value }>

/** A TOML text, read: what it says and where. */
export interface Document {
	readonly root: Table
	/** The line (1-based) of this place, or of the nearest one around it. */
	lineOf(path: Path): number | undefined
	/** Something stands there that could not be read: it has its finding already and is not missing. */
	unread(path: Path): boolean
}

export const isTable = (value: Value | undefined): value is Table => value instanceof Map

/** Reads on behind every slip, so that all of them are told. */
export function readDocument(written: string, findings: Findings): Document {
	const straight = straighten(written.replace(/^\ufeff/, '').replaceAll('\r\n', '\n'), findings)
	const { text, unread } = repair(straight, findings)
	const statements = scan(text)
	const root = parseRest(text, statements, findings, unread)
	const lines = linesOf(statements)
	const unreadKeys = new Set(unread.map(keyOf))
	return {
		root: foldTable(root),
		lineOf(path) {
			for (let length = path.length; length > 0; length--) {
				const line = lines.get(keyOf(path.slice(0, length)))
				if (line !== undefined) {
					return line
				}
			}
			return undefined
		},
		unread: (path) => unreadKeys.has(keyOf(path)),
	}
}

/** Of a file that is something else altogether, the first slips are enough. */
const toldAtMost = 100

/** Parses; what the parser refuses is told, taken out and tried again without it. */
function parseRest(text: string, statements: readonly Statement[], findings: Findings, unread: Path[]): TomlTable {
	const lines = text.split('\n')
	const paths = pathsOf(statements)
	for (let left = Math.min(statements.length, toldAtMost); left >= 0; left--) {
		try {
			return parse(lines.join('\n'))
		} catch (error) {
			if (!(error instanceof TomlError)) {
				throw error
			}
			const at = statements.findLastIndex((statement) => statement.from <= error.line && lines.slice(statement.from - 1, statement.to).join('') !== '')
			const statement = statements[at]
			if (statement === undefined) {
				break
			}
			const [what, remedy] = syntaxFinding(error.message)
			findings.problem(Math.min(error.line, statement.to), what, remedy)
			if (statement.kind !== 'other') {
				unread.push(paths[at]!)
			}
			lines.fill('', statement.from - 1, statement.to)
			// What follows a broken header belongs to it, not to the table above.
			if (statement.kind === 'table' || statement.kind === 'tables') {
				lines[statement.from - 1] = `["${outcast}${statement.from}"]`
			}
		}
	}
	return {}
}

/** Tables that differ in case only, `[nctalk.a]` and `[NCTALK.b]`, are one. */
function foldTable(table: TomlTable): Table {
	const folded = new Map<string, { readonly name: string, readonly value: Value }>()
	for (const [name, value] of Object.entries(table)) {
		const before = folded.get(name.toLowerCase())
		const now = fold(value)
		if (!name.startsWith(outcast)) {
			const merged = isTable(before?.value) && isTable(now) ? new Map([...before.value, ...now]) : now
			folded.set(name.toLowerCase(), { name: before?.name ?? name, value: merged })
		}
	}
	return folded
}

function fold(value: TomlValue): Value {
	if (Array.isArray(value)) {
		return value.map(fold)
	}
	if (value instanceof TomlDate) {
		return value
	}
	if (typeof value === 'object') {
		return foldTable(value)
	}
	return typeof value === 'bigint' ? Number(value) : value
}
