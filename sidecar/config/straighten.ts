import type { Findings } from './findings.ts'

/** What word processors and web pages put in place of the two quotes that TOML knows. */
const curly = '“”„‟«»‹›‘’‚‛″′´`＂＇'
const isCurly = (char: string | undefined) => char !== undefined && curly.includes(char)
const isStraight = (char: string | undefined) => char === '"' || char === '\''

/**
 * The text with plain quotes where, outside of strings and comments, typographic ones stand, and with plain spaces in place of hard and
 * invisible ones; each line so mended is a problem, for the file itself should be right. Lines stay where they are.
 * Within a string they are somebody's wish (`RemoteNickFormat = "«{NICK}» "`) and stay.
 */
export function straighten(text: string, findings: Findings): string {
	let inside: '"""' | '\'\'\'' | undefined
	return text.split('\n').map((line, index) => {
		const mended = straightLine(line, inside)
		inside = mended.inside
		const key = /^\s*([\w.-]+)\s*=/.exec(mended.line)?.[1]
		if (mended.quotes.length > 0) {
			findings.problem(
				index + 1,
				`typographic quotes (${[...new Set(mended.quotes)].join(' ')}), as copying from a web page brings them`,
				`type plain quotes: ${key === undefined ? '"…"' : `${key} = "…"`}`,
			)
		}
		if (mended.spaces) {
			findings.problem(index + 1, 'an invisible character or hard space outside of quotes', 'type the line anew, with plain spaces')
		}
		return mended.line
	}).join('\n')
}

interface Mended { readonly line: string, readonly inside: '"""' | '\'\'\'' | undefined, readonly quotes: readonly string[], readonly spaces: boolean }

function straightLine(line: string, before: Mended['inside']): Mended {
	const quotes: string[] = []
	let inside = before
	let spaces = false
	let out = ''
	for (let at = 0; at < line.length;) {
		const rest = line.slice(at)
		if (inside !== undefined) {
			const end = endOfLong(rest, inside)
			out += rest.slice(0, end ?? rest.length)
			at += end ?? rest.length
			if (end !== undefined) {
				inside = undefined
			}
		} else if (rest[0] === '#') {
			return { line: out + rest, inside, quotes, spaces }
		} else if (rest.startsWith('"""') || rest.startsWith('\'\'\'')) {
			inside = rest.startsWith('"') ? '"""' : '\'\'\''
			out += inside
			at += 3
		} else if (isStraight(rest[0]) || isCurly(rest[0])) {
			const string = shortString(rest)
			quotes.push(...string.curly)
			out += string.text
			at += string.length
		} else {
			const hard = /^[\u00a0\u2000-\u200a\u202f\u3000\u200b-\u200d\u2060\ufeff]/.test(rest)
			spaces ||= hard
			out += hard ? (/[\u200b-\u200d\u2060\ufeff]/.test(rest[0]!) ? '' : ' ') : rest[0]!
			at++
		}
	}
	return { line: out, inside, quotes, spaces }
}

function endOfLong(rest: string, quote: '"""' | '\'\'\''): number | undefined {
	for (let at = 0; at < rest.length; at++) {
		if (quote === '"""' && rest[at] === '\\') {
			at++
		} else if (rest.startsWith(quote, at)) {
			return at + (/^(?:"{3,5}|'{3,5})/.exec(rest.slice(at))?.[0].length ?? 3)
		}
	}
	return undefined
}

interface ShortString { readonly text: string, readonly length: number, readonly curly: readonly string[] }

/** The string that begins a rest of a line, in plain quotes: as it is if both its quotes are plain, mended if either is not. */
function shortString(rest: string): ShortString {
	const open = rest[0]!
	if (isStraight(open)) {
		const end = plainEnd(rest, open)
		if (end !== undefined) {
			return { text: rest.slice(0, end), length: end, curly: [] }
		}
	}
	// What can follow a value, or a quoted key. So an apostrophe in a word does not end it.
	const end = [...rest.matchAll(/[“”„‟«»‹›‘’‚‛″′´`＂＇"'](?=\s*(?:[,\]}=.]|#|$))/g)].map((found) => found.index).find((index) => index > 0)
	const close = end === undefined ? undefined : rest[end]
	if (isStraight(open) && !isCurly(close)) {
		return { text: rest, length: rest.length, curly: [] }
	}
	const inner = rest.slice(1, end ?? rest.trimEnd().length)
	const curlyOnes = [open, close].filter((char) => char !== undefined && isCurly(char)) as string[]
	const quote = inner.includes('"') && !inner.includes('\'') ? '\'' : '"'
	const text = quote + (quote === '"' ? inner.replaceAll(/(?<!\\)"/g, '\\"') : inner) + quote
	return { text, length: end === undefined ? rest.trimEnd().length : end + 1, curly: curlyOnes }
}

function plainEnd(rest: string, quote: string): number | undefined {
	for (let at = 1; at < rest.length; at++) {
		if (quote === '"' && rest[at] === '\\') {
			at++
		} else if (rest[at] === quote) {
			return at + 1
		}
	}
	return undefined
}
