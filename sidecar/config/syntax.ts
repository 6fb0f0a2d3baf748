/** The parser's words for what is wrong, and ours. The parser's own message goes on with a piece of the file, which may hold a password. */
const known: readonly (readonly [RegExp, string, string])[] = [
	[/unfinished string/, 'a text without its closing quote', 'close it with the quote it was opened with, on the same line'],
	[/control characters are not allowed in strings/, 'a text without its closing quote, or with a control character', 'close it with the quote it was opened with, on the same line'],
	[/unfinished (?:array|table)|expected comma or end of structure/, 'a list that is not closed, or a comma missing in it', 'write lists as ["one", "two"]'],
	[/unrecognised escape|invalid escape|unicode escape/, 'a backslash that begins nothing', 'double the backslash ("\\\\d+"), or put the text in single quotes (\'\\d+\')'],
	[/redefine/, 'something that stands above already', 'keep one of the two'],
	[/followed by an end-of-line/, 'more than one thing on a line', 'put each `key = value` on a line of its own; quotes within quotes are written \\"'],
	[/integer value cannot be/, 'a number too large', 'write a smaller number'],
	[/numeric|leading zero|underscore|date|time/, 'not a number, date or text', 'put texts in quotes: "…"'],
	[/invalid value/, 'no value that TOML knows', 'put texts in quotes: "…"; write true or false, numbers and dates without'],
	[/array declaration/, 'a header without its closing brackets', 'close it with as many brackets as it opens with: [[gateway]]'],
	[/key/, 'neither `key = value`, nor a [header], nor a comment', 'write `key = value`; begin remarks with #'],
	[/control characters/, 'a control character', 'type the line anew'],
	[/nested/, 'too many brackets within brackets', 'write it flatter'],
]

/** What is wrong and what to do, without a word of the file. */
export function syntaxFinding(message: string): readonly [string, string] {
	const first = message.replace(/^Invalid TOML document: /, '').split('\n')[0] ?? ''
	const found = known.find(([pattern]) => pattern.test(first))
	return found === undefined ? ['this is not TOML', 'write `key = value` or a [header]'] : [found[1], found[2]]
}
