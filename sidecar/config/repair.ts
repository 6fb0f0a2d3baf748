import type { Findings } from './findings.ts'
import type { Path, Statement } from './scan.ts'

import { keyOf, pathsOf } from './paths.ts'
import { scan } from './scan.ts'
import { syntaxFinding } from './syntax.ts'

interface Edit { readonly start: number, readonly end: number, readonly by: string }

/** Begins the name of tables that stand where one had to be taken out, so that its keys don't fall to the table above. */
export const outcast = 'taken out: '

/**
 * Tells the slips that are clear enough to know what was meant, and mends them, so that reading goes on: forgotten brackets and quotes,
 * tables and keys written twice. Lines stay where they are. `unread` are places where something stands that can't be read.
 */
export function repair(written: string, findings: Findings): { readonly text: string, readonly unread: Path[] } {
	const text = edited(written, headerEdits(written, findings))
	const statements = scan(text)
	const paths = pathsOf(statements)
	const unread: Path[] = []
	const bare = statements.flatMap((statement, index) => unquoted(text, statement, paths[index]!, findings, unread))
	const whole = edited(text, bare)
	return { text: edited(whole, doubleEdits(whole, findings)), unread }
}

/** Edits stand in the order of the text. */
function edited(text: string, edits: readonly Edit[]): string {
	return edits.toReversed().reduce((mended, edit) => mended.slice(0, edit.start) + edit.by + mended.slice(edit.end), text)
}

function doubleEdits(text: string, findings: Findings): readonly Edit[] {
	const statements = scan(text)
	const paths = pathsOf(statements)
	const firsts = new Map<string, number>()
	let inDouble = false
	return statements.flatMap((statement, index): readonly Edit[] => {
		const key = keyOf(paths[index]!)
		const first = firsts.get(key)
		const name = statement.names.join('.')
		if (first === undefined) {
			firsts.set(key, statement.from)
		}
		const isHeader = statement.kind === 'table' || statement.kind === 'tables'
		if (isHeader) {
			inDouble = first !== undefined
		}
		if (first === undefined || statement.kind === 'other' || (inDouble && !isHeader)) {
			return []
		}
		if (statement.kind === 'pair') {
			findings.problem(statement.from, `${name} stands twice in its table, first in line ${first}`, 'keep one of the two')
			return [{ start: statement.start, end: statement.end, by: text.slice(statement.start, statement.end).replaceAll(/[^\n]/g, '') }]
		}
		findings.problem(statement.from, `[${name}] stands twice, first in line ${first}`, 'give one of them another name, or put their keys into one')
		return [{ start: statement.start, end: statement.end, by: `["${outcast}${statement.from}"]` }]
	})
}

const severalFold = /^(?:gateway(?:\.(?:in|out|inout))?|samechannelgateway)$/i

function headerEdits(text: string, findings: Findings): readonly Edit[] {
	const seen = new Set<string>()
	return scan(text).flatMap((statement): readonly Edit[] => {
		if (statement.kind !== 'table' && statement.kind !== 'tables') {
			return []
		}
		const name = statement.names.join('.')
		const single = statement.kind === 'table' && severalFold.test(name)
		const folded = severalFold.test(name) ? name.toLowerCase() : name
		const edit = { start: statement.start, end: statement.end, by: single || statement.kind === 'tables' ? `[[${folded}]]` : `[${folded}]` }
		// `[[gateway] # remark` is mended; `[a b]` lacks more than a bracket.
		if (!/^\[+[ \t]*[\w-]+(?:[ \t]*\.[ \t]*[\w-]+)*[ \t]*\]*[ \t]*(?:#.*)?$/.test(text.slice(statement.start, statement.end))) {
			return []
		}
		if (statement.open) {
			findings.problem(statement.from, `a header without its closing bracket: ${name}`, `write ${edit.by}`)
			return [edit]
		}
		if (!single) {
			// TOML takes [[gateway]] and [[Gateway.in]] for strangers.
			return folded === name ? [] : [edit]
		}
		// Matterbridge takes a single one for a list of one; a second one is no TOML.
		const again = seen.has(name.toLowerCase())
		seen.add(name.toLowerCase())
		findings[again ? 'problem' : 'warning'](statement.from, `[${name}] with single brackets`, `write ${edit.by}, for there can be several`)
		return [edit]
	})
}

function unquoted(text: string, statement: Statement, path: Path, findings: Findings, unread: Path[]): readonly Edit[] {
	const name = statement.names.at(-1) ?? ''
	if (statement.kind === 'pair' && statement.open) {
		const [what, remedy] = syntaxFinding(/=\s*[[{]/.test(text.slice(statement.start, statement.end)) ? 'unfinished array' : 'unfinished string')
		findings.problem(statement.from, `${name}: ${what}`, remedy)
		unread.push(path)
		return [{ start: statement.start, end: statement.end, by: text.slice(statement.start, statement.end).replaceAll(/[^\n]/g, '') }]
	}
	return statement.bare.map(({ start, end }) => {
		const word = text.slice(start, end)
		if (word === '') {
			findings.problem(statement.from, `${name} has no value`, `write ${name} = "…", or take the line out`)
			unread.push(path)
			return { start, end, by: '""' }
		}
		const flag = /^(?:true|false)$/i.test(word)
		findings.problem(
			statement.from,
			flag ? `${name} is neither true nor false: case counts` : `the value of ${name} is not in quotes`,
			flag ? `write ${name} = ${word.toLowerCase()}` : `write ${name} = "…"`,
		)
		return { start, end, by: flag ? word.toLowerCase() : JSON.stringify(word) }
	})
}
