import { literal, posixClass, propertyClass, spaceClass } from './pattern-class.ts'

export interface Translated {
	readonly regexp: RegExp
	/** A repetition within a repetition, `(a+)+`: JavaScript may need longer than anyone waits, where Go never does. */
	readonly slow: boolean
}

/** Why a pattern can't be used, in words for the person who wrote it. */
export class PatternError extends Error {}

interface Level { ignoreCase: boolean, multiline: boolean, dotAll: boolean, readonly opened: string[], repeats: boolean }
interface Reader { readonly text: readonly string[], at: number, slow: boolean }

const closings = (level: Level) => ')'.repeat(level.opened.length)

/**
 * A regular expression as Go reads it (RE2, https://github.com/google/re2/wiki/Syntax) as one of JavaScript's that matches the same: flags
 * such as `(?i)`, `\Q…\E`, POSIX classes, `\A` and `\z`, names `(?P<n>…)`, `.` and `\s` with Go's meaning. Look-around, which Go lacks,
 * is let through.
 * Throws PatternError.
 */
export function translatePattern(written: string, flags: '' | 'g' = ''): Translated {
	const reader: Reader = { text: [...written], at: 0, slow: false }
	const set = /^\(\?([ims]+)\)/.exec(written)
	const whole = set?.[1]?.includes('i') ?? false
	reader.at = set?.[0].length ?? 0
	const has = (flag: string) => set?.[1]?.includes(flag) ?? false
	const levels: Level[] = [{ ignoreCase: whole, multiline: has('m'), dotAll: has('s'), opened: [], repeats: false }]
	let source = ''
	while (reader.at < reader.text.length) {
		source += piece(reader, levels)
	}
	if (levels.length > 1) {
		throw new PatternError('a bracket "(" is not closed')
	}
	source += closings(levels[0]!)
	try {
		return { regexp: new RegExp(source, `${flags}${whole ? 'i' : ''}u`), slow: reader.slow }
	} catch (error) {
		throw new PatternError(error instanceof Error ? error.message.slice(error.message.lastIndexOf(':') + 1).trim().toLowerCase() : String(error))
	}
}

/** The replacement text `$1`, `${name}`, `$$` of Go as JavaScript's `replace` takes it. A group that is not there is empty, as in Go. */
export function translateReplacement(written: string, regexp: RegExp): string {
	const groups = new RegExp(`${regexp.source}|`, regexp.flags).exec('')!
	return written.replaceAll(/\$(?:(\$)|(\w+)|\{(\w+)\})?/g, (_, dollar: string | undefined, bare: string | undefined, braced: string | undefined) => {
		const name = bare ?? braced
		if (dollar !== undefined || name === undefined) {
			return '$$'
		}
		if (!/^\d+$/.test(name)) {
			return groups.groups !== undefined && name in groups.groups ? `$<${name}>` : ''
		}
		return Number(name) === 0 ? '$&' : Number(name) < groups.length ? `$${name.padStart(2, '0')}` : ''
	})
}

function piece(reader: Reader, levels: Level[]): string {
	const level = levels.at(-1)!
	const char = reader.text[reader.at++]!
	switch (char) {
		case '.': return level.dotAll ? '[^]' : '[^\\n]'
		case '^': return level.multiline ? '(?<![^\\n])' : '^'
		case '$': return level.multiline ? '(?![^\\n])' : '$'
		case '\\': return escape(reader)
		case '[': return bracketed(reader)
		case '(': return opening(reader, levels)
		case ')': return closing(reader, levels)
		case '|': return `${closings(level)}|${level.opened.join('')}`
		case '*': case '+':
			level.repeats = true
			return char
		case '?': return char
		case '{': {
			const count = /^\d+(,?)\d*\}/.exec(reader.text.slice(reader.at, reader.at + 20).join(''))
			if (count === null) {
				return '\\{'
			}
			level.repeats ||= count[0].endsWith(',}')
			reader.at += count[0].length
			return `{${count[0]}`
		}
		default: return literal(char)
	}
}

/** A group, or flags for the rest of the group around: `(?i)`. JavaScript writes the latter as a group, which `|` and `)` must close. */
function opening(reader: Reader, levels: Level[]): string {
	const level = levels.at(-1)!
	const rest = reader.text.slice(reader.at).join('')
	const kept = /^\?(?:P?<(\w+)>|<?[=!])/.exec(rest)
	const flagged = /^\?([a-zA-Z]*)(?:-([a-zA-Z]+))?([:)])/.exec(rest)
	if (rest.startsWith('?') && kept === null && flagged === null) {
		throw new PatternError('a bracket "(?" that begins nothing known')
	}
	reader.at += (kept ?? flagged)?.[0].length ?? 0
	if (flagged === null || kept !== null) {
		levels.push({ ...level, opened: [], repeats: false })
		return kept === null ? '(' : kept[1] === undefined ? `(${kept[0]}` : `(?<${kept[1]}>`
	}
	const [, on = '', off = '', end] = flagged
	const unknown = [...on, ...off].find((flag) => !'ims'.includes(flag))
	if (unknown !== undefined) {
		throw new PatternError(`the flag (?${unknown}) does not exist here; i, m and s do`)
	}
	const has = (flag: string, before: boolean) => on.includes(flag) || (before && !off.includes(flag))
	const set = { ignoreCase: has('i', level.ignoreCase), multiline: has('m', level.multiline), dotAll: has('s', level.dotAll) }
	const open = set.ignoreCase === level.ignoreCase ? '(?:' : set.ignoreCase ? '(?i:' : '(?-i:'
	if (end === ':') {
		levels.push({ ...set, opened: [], repeats: false })
		return open
	}
	const changesCase = set.ignoreCase !== level.ignoreCase
	Object.assign(level, set)
	if (!changesCase) {
		return ''
	}
	level.opened.push(open)
	return open
}

function closing(reader: Reader, levels: Level[]): string {
	const closed = levels.pop()!
	const around = levels.at(-1)
	if (around === undefined) {
		throw new PatternError('a bracket ")" that none opens')
	}
	const repeated = /^(?:[*+]|\{\d+,\})/.test(reader.text.slice(reader.at, reader.at + 12).join(''))
	reader.slow ||= closed.repeats && repeated
	around.repeats ||= closed.repeats
	return `${closings(closed)})`
}

const controls: Readonly<Record<string, string>> = { a: '\\x07', f: '\\f', n: '\\n', r: '\\r', t: '\\t', v: '\\v' }

const assertions: Readonly<Record<string, string>> = { A: '(?<![^])', z: '(?![^])', b: '\\b', B: '\\B', E: '' }

/** What follows a backslash outside of brackets. */
function escape(reader: Reader): string {
	const char = reader.text[reader.at]
	if (char === 'Q') {
		const rest = reader.text.slice(reader.at + 1).join('')
		const quoted = [...rest.split('\\E', 1)[0]!]
		reader.at += 1 + quoted.length + (rest.includes('\\E') ? 2 : 0)
		return quoted.map(literal).join('')
	}
	if (char !== undefined && Object.hasOwn(assertions, char)) {
		reader.at++
		return assertions[char]!
	}
	const { source } = escaped(reader)
	return char === 's' || char === 'S' ? `[${source}]` : source
}

/** An escape that can stand in brackets too: one character, or a set of them. */
function escaped(reader: Reader): { readonly source: string, readonly set: boolean } {
	const char = reader.text[reader.at++]
	if (char === undefined) {
		throw new PatternError('it ends in a single backslash')
	}
	if ('dDwW'.includes(char)) {
		return { source: `\\${char}`, set: true }
	}
	if (char === 's' || char === 'S') {
		return { source: spaceClass(char === 'S'), set: true }
	}
	if (char === 'p' || char === 'P') {
		const name = /^(?:\{(\^?\w+)\}|(\w))/.exec(reader.text.slice(reader.at, reader.at + 60).join(''))
		const source = name === null ? undefined : propertyClass(name[1] ?? name[2]!, char === 'P')
		if (name === null || source === undefined) {
			throw new PatternError(`\\${char}${name?.[0] ?? ''} is no set of characters`)
		}
		reader.at += name[0].length
		return { source, set: true }
	}
	const code = /^(?:x([\da-fA-F]{2})|x\{([\da-fA-F]{1,6})\}|([0-7]{2,3}|0))/.exec([char, ...reader.text.slice(reader.at, reader.at + 12)].join(''))
	if (code !== null) {
		const point = Number.parseInt(code[1] ?? code[2] ?? code[3]!, code[3] === undefined ? 16 : 8)
		if (point > 0x10ffff) {
			throw new PatternError(`\\${code[0]} is no character`)
		}
		reader.at += code[0].length - 1
		return { source: `\\u{${point.toString(16)}}`, set: false }
	}
	if (Object.hasOwn(controls, char)) {
		return { source: controls[char]!, set: false }
	}
	if (/^[\dA-Za-z]$/.test(char)) {
		throw new PatternError(/\d/.test(char) ? `\\${char} refers back to a group, which is not possible here` : `\\${char} means nothing`)
	}
	return { source: literal(char), set: false }
}

/** A class in brackets; the opening one has been read. */
function bracketed(reader: Reader): string {
	const negated = reader.text[reader.at] === '^'
	if (negated) {
		reader.at++
	}
	let source = ''
	for (let first = true; first || reader.text[reader.at] !== ']'; first = false) {
		const from = member(reader)
		const ranges = !from.set && reader.text[reader.at] === '-' && reader.text[reader.at + 1] !== ']' && reader.text[reader.at + 1] !== undefined
		if (ranges) {
			reader.at++
		}
		source += from.source + (ranges ? `-${member(reader).source}` : '')
	}
	reader.at++
	return `[${negated ? '^' : ''}${source}]`
}

/** One character or set within brackets. */
function member(reader: Reader): { readonly source: string, readonly set: boolean } {
	const char = reader.text[reader.at]
	if (char === undefined) {
		throw new PatternError('a bracket "[" is not closed')
	}
	const name = char === '[' ? /^\[:(\^?)(\w+):\]/.exec(reader.text.slice(reader.at, reader.at + 20).join('')) : null
	if (name !== null) {
		const source = posixClass(name[2]!, name[1] === '^')
		if (source === undefined) {
			throw new PatternError(`${name[0]} is no set of characters`)
		}
		reader.at += name[0].length
		return { source, set: true }
	}
	reader.at++
	return char === '\\' ? escaped(reader) : { source: literal(char), set: false }
}
