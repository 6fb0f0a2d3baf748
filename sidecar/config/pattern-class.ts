/** Sets of characters as ranges of code points, and the escapes that Go's regular expressions and JavaScript's read differently. */
type Ranges = readonly (readonly [number, number])[]

const highest = 0x10ffff

/** POSIX names, as in `[[:alpha:]]`: ASCII only, as Go has them. */
const posix: Readonly<Record<string, Ranges>> = {
	alnum: [[0x30, 0x39], [0x41, 0x5a], [0x61, 0x7a]],
	alpha: [[0x41, 0x5a], [0x61, 0x7a]],
	ascii: [[0, 0x7f]],
	blank: [[0x09, 0x09], [0x20, 0x20]],
	cntrl: [[0, 0x1f], [0x7f, 0x7f]],
	digit: [[0x30, 0x39]],
	graph: [[0x21, 0x7e]],
	lower: [[0x61, 0x7a]],
	print: [[0x20, 0x7e]],
	punct: [[0x21, 0x2f], [0x3a, 0x40], [0x5b, 0x60], [0x7b, 0x7e]],
	space: [[0x09, 0x0d], [0x20, 0x20]],
	upper: [[0x41, 0x5a]],
	word: [[0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]],
	xdigit: [[0x30, 0x39], [0x41, 0x46], [0x61, 0x66]],
}

/** Go's `\s` knows neither the vertical tab nor the spaces beyond ASCII. */
const goSpace: Ranges = [[0x09, 0x0a], [0x0c, 0x0d], [0x20, 0x20]]

const hex = (point: number) => `\\u{${point.toString(16)}}`

function inside(ranges: Ranges): string {
	return ranges.map(([from, to]) => from === to ? hex(from) : `${hex(from)}-${hex(to)}`).join('')
}

function complement(ranges: Ranges): Ranges {
	const afterLast = [highest + 1, highest + 1] as const
	const gaps = [...ranges, afterLast].map(([from], index) => [(ranges[index - 1]?.[1] ?? -1) + 1, from - 1] as const)
	return gaps.filter(([from, to]) => from <= to)
}

/** What stands between the brackets of a JavaScript class for `[:alpha:]` or `[:^alpha:]`; undefined for a name that Go does not know. */
export function posixClass(name: string, negated: boolean): string | undefined {
	const ranges = Object.hasOwn(posix, name) ? posix[name] : undefined
	return ranges === undefined ? undefined : inside(negated ? complement(ranges) : ranges)
}

/** `\s` and `\S`, as they stand between brackets. */
export const spaceClass = (negated: boolean): string => inside(negated ? complement(goSpace) : goSpace)

/** `\p{…}` for a property as Go writes it, where a script needs no `Script=`; undefined for one that JavaScript does not know. */
export function propertyClass(name: string, negated: boolean): string | undefined {
	const bare = name.replace(/^\^/, '')
	const letter = negated !== name.startsWith('^') ? 'P' : 'p'
	return [bare, `Script=${bare}`].map((property) => `\\${letter}{${property}}`).find((source) => /^\w+$/.test(bare) && compiles(source))
}

/** Whether JavaScript takes it. What it says about the rest is of no use to a person. */
function compiles(source: string): boolean {
	try {
		return new RegExp(source, 'u') instanceof RegExp
	} catch {
		return false
	}
}

/** One character as itself, whatever stands around it. */
export function literal(char: string): string {
	return /^[\p{L}\p{N}_]$/u.test(char) ? char : hex(char.codePointAt(0)!)
}
