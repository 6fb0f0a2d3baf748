/** A place in the document: `['gateway', 0, 'inout', 1, 'account']`. Names are in lower case, as keys are read without regard to case. */
export type Path = readonly (string | number)[]

/** One header or one `key = value` of a TOML text, and the lines it stands on (1-based). Made also of text that is no valid TOML. */
export interface Statement {
	readonly kind: 'table' | 'tables' | 'pair' | 'other'
	/** The dotted name, as written. */
	readonly names: readonly string[]
	readonly from: number
	readonly to: number
	/** Offsets of the whole statement in the text. */
	readonly start: number
	readonly end: number
	/** Elements of arrays and keys of inline tables within the value, with their lines. */
	readonly parts: readonly { readonly at: Path, readonly line: number }[]
	/** Offsets of values that are neither quoted nor a number, date, `true` or `false`; of no length where nothing was written. */
	readonly bare: readonly { readonly start: number, readonly end: number }[]
	/** A string or array without its end, a header without its bracket. */
	readonly open: boolean
}

interface Reader { readonly text: string, at: number }
interface Seen { readonly parts: { at: Path, line: number }[], readonly bare: { start: number, end: number }[], open: boolean }

const number = /^[+-]?(?:(?:0|[1-9](?:_?\d)*)(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?|inf|nan)$|^0(?:x[\da-fA-F_]+|o[0-7_]+|b[01_]+)$/
const date = /^\d{4}-\d{2}-\d{2}(?:[Tt ]\S+)?$|^\d{2}:\d{2}(?::\S+)?$/
const isScalar = (word: string) => word === 'true' || word === 'false' || number.test(word) || date.test(word)

/** A line that begins so is a statement of its own, even where a bracket above was never closed. */
const beginsStatement = /^[ \t]*(?:\[\[?[ \t]*(?!(?:true|false|inf|nan)\b)[A-Za-z_][\w.\- ]*(?:\]|[ \t]*(?:#|$))|[A-Za-z_][\w.-]*[ \t]*=)/

/**
 * The statements of a TOML text and where they stand, which the parser does not tell. It forgives: whatever it can't make out ends with its
 * line (`other`, or `open`), so that one slip does not hide what follows.
 */
export function scan(text: string): readonly Statement[] {
	const reader: Reader = { text, at: 0 }
	const lineAt = lineFinder(text)
	const statements: Statement[] = []
	for (skip(reader, true); reader.at < text.length; skip(reader, true)) {
		const start = reader.at
		const seen: Seen = { parts: [], bare: [], open: false }
		const [kind, names] = statement(reader, seen, lineAt)
		const lineEnd = restOfLine(reader, reader.at)
		reader.at = lineEnd
		const end = Math.max(start + 1, lineEnd)
		statements.push({ kind, names, start, end, from: lineAt(start), to: lineAt(Math.max(start, lineEnd - 1)), ...seen })
		reader.at = end
	}
	return statements
}

/** The line (1-based) of an offset. */
export function lineFinder(text: string): (offset: number) => number {
	const starts = [0, ...Array.from(text.matchAll(/\n/g), (found) => found.index + 1)]
	return (offset) => {
		let low = 0
		let high = starts.length - 1
		while (low < high) {
			const middle = (low + high + 1) >> 1
			if (starts[middle]! <= offset) {
				low = middle
			} else {
				high = middle - 1
			}
		}
		return low + 1
	}
}

function statement(reader: Reader, seen: Seen, lineAt: (offset: number) => number): [Statement['kind'], readonly string[]] {
	const brackets = /^\[{1,2}/.exec(reader.text.slice(reader.at, reader.at + 2))?.[0].length ?? 0
	reader.at += brackets
	const names = dottedName(reader)
	if (brackets > 0) {
		seen.open = !reader.text.startsWith(']'.repeat(brackets), reader.at)
		return [brackets === 2 ? 'tables' : 'table', names]
	}
	if (reader.text[reader.at] !== '=') {
		return ['other', names]
	}
	reader.at++
	value(reader, [], seen, lineAt)
	return ['pair', names]
}

function dottedName(reader: Reader): readonly string[] {
	const names: string[] = []
	for (;;) {
		skip(reader, false)
		const quote = reader.text[reader.at]
		if (quote === '"' || quote === '\'') {
			const start = reader.at + 1
			quoted(reader)
			names.push(reader.text.slice(start, reader.at - 1))
		} else {
			const bare = /^[^\s.=[\]{}#"',]*/.exec(reader.text.slice(reader.at, restOfLine(reader, reader.at)))![0]
			if (bare !== '') {
				names.push(bare)
			}
			reader.at += bare.length
		}
		skip(reader, false)
		if (reader.text[reader.at] !== '.') {
			return names
		}
		reader.at++
	}
}

function value(reader: Reader, path: Path, seen: Seen, lineAt: (offset: number) => number): void {
	skip(reader, false)
	const first = reader.text[reader.at]
	if (first === '"' || first === '\'') {
		if (!quoted(reader)) {
			seen.open = true
		}
	} else if (first === '[' || first === '{') {
		reader.at++
		listed(reader, path, first === '[' ? ']' : '}', seen, lineAt)
	} else {
		const start = reader.at
		const line = reader.text.slice(start, restOfLine(reader, start))
		const word = (path.length === 0 ? /^(?:(?!\s#).)*/ : /^[^,\]}#]*/).exec(line)![0].trimEnd()
		reader.at += word.length
		if (!isScalar(word)) {
			seen.bare.push({ start, end: reader.at })
		}
	}
}

/** The inside of an array or of an inline table, up to and with its closing bracket. */
function listed(reader: Reader, path: Path, close: string, seen: Seen, lineAt: (offset: number) => number): void {
	for (let index = 0; ; index++) {
		skip(reader, true)
		if (reader.text[reader.at] === close) {
			reader.at++
			return
		}
		if (reader.at >= reader.text.length || (close === ']' && atNewStatement(reader))) {
			break
		}
		const line = lineAt(reader.at)
		const at = close === ']' ? [...path, index] : [...path, ...dottedName(reader).map((name) => name.toLowerCase())]
		seen.parts.push({ at, line })
		if (close === '}' && reader.text[reader.at++] !== '=') {
			break
		}
		value(reader, at, seen, lineAt)
		skip(reader, true)
		if (reader.text[reader.at] === ',') {
			reader.at++
		} else if (reader.text[reader.at] !== close) {
			break
		}
	}
	seen.open = true
	if (atNewStatement(reader)) {
		reader.at = reader.text.lastIndexOf('\n', reader.at - 1)
	}
}

function atNewStatement(reader: Reader): boolean {
	const lineStart = reader.text.lastIndexOf('\n', reader.at - 1) + 1
	return reader.text.slice(lineStart, reader.at).trim() === '' && beginsStatement.test(reader.text.slice(lineStart, restOfLine(reader, lineStart)))
}

/** Passes a string of any of the four kinds; false if its end is missing: then it ends with its line, or with the text. */
function quoted(reader: Reader): boolean {
	const { text } = reader
	const quote = text[reader.at]!
	const threefold = text.startsWith(quote.repeat(3), reader.at)
	const close = threefold ? quote.repeat(3) : quote
	const last = threefold ? text.length : restOfLine(reader, reader.at)
	for (let at = reader.at + close.length; at < last; at++) {
		if (quote === '"' && text[at] === '\\') {
			at++
		} else if (text.startsWith(close, at)) {
			reader.at = at + close.length
			// `""""a""""`: up to two quotes of the content may stand before the closing three.
			for (let more = 0; threefold && more < 2 && text[reader.at] === quote; more++) {
				reader.at++
			}
			return true
		}
	}
	reader.at = last
	return false
}

/** Passes spaces and, over lines, comments. */
function skip(reader: Reader, overLines: boolean): void {
	const blank = overLines ? /(?:\s|#[^\n]*)*/y : /[ \t]*/y
	blank.lastIndex = reader.at
	blank.exec(reader.text)
	reader.at = Math.max(reader.at, blank.lastIndex)
}

function restOfLine(reader: Reader, from: number) {
	const end = reader.text.indexOf('\n', from)
	return end < 0 ? reader.text.length : end
}
