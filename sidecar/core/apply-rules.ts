import type { Author, Message, RichText, Span } from './event.ts'
import type { Replacement, Rules } from './rules.ts'

import { fromMarkdown, toMarkdown } from './markdown.ts'
import { cleanName, stripNick } from './nick.ts'
import { plain, textOf } from './richtext.ts'
import { hide } from './stand-ins.ts'

/*
 * Patterns are written by the relay's operator, texts by anybody. JavaScript can't stop a pattern that backtracks without end
 * (`(a+)+$`); node's `--enable-experimental-regexp-engine-on-excessive-backtracks` can, and the process should be started with it. What is
 * done here: a long text is worked through in stretches, so that a pattern whose work grows with the square of the length stays cheap.
 */

/** UTF-16 units; a longer text is cut at the last line's end before, if there is one. */
const longest = 8000

const withSuffix = (author: Author, rules: Rules): string => author.guest === true ? author.name + rules.guestSuffix : author.name

/** Never by `test`, which remembers its place in a pattern with the flag `g`. */
const fits = (pattern: RegExp, text: string): boolean => stretches(text).some((stretch) => stretch.search(pattern) >= 0)

/**
 * Whether a message is not carried: its author's name fits one of IgnoreNicks, its text one of IgnoreMessages (as it is read, or in
 * Markdown), or it says nothing at all. Names are taken as they were heard, with the guest suffix, before ReplaceNicks. Of an edit, only
 * name and text are looked at.
 */
export function ignored(event: Pick<Message, 'author' | 'text'> & Partial<Pick<Message, 'files'>>, rules: Rules): boolean {
	const read = plain(event.text)
	if (event.files?.length === 0 && read.trim() === '') {
		return true
	}
	const name = withSuffix(event.author, rules)
	if (rules.ignoreNicks.some((pattern) => fits(pattern, name) || fits(pattern, event.author.name))) {
		return true
	}
	const written = rules.ignoreMessages.length === 0 ? read : toMarkdown(event.text, (mention) => `@${mention.name}`)
	return rules.ignoreMessages.some((pattern) => fits(pattern, read) || (written !== read && fits(pattern, written)))
}

/**
 * The author as the other rooms see them: guest suffix, StripNick, ReplaceNicks, then made safe. StripNick is a matter of the account
 * that is written to, the others of the one that was heard. A name of which nothing is left becomes the login, then `?`.
 */
export function renamed(author: Author, heard: Rules, written: Pick<Rules, 'stripNick'> = heard): Author {
	const given = withSuffix(author, heard)
	const stripped = written.stripNick ? stripNick(given) || stripNick(author.login) : given
	const name = cleanName(heard.replaceNicks.reduce((text, replacement) => replaced(text, replacement), stripped))
	return name === author.name ? author : { ...author, name }
}

/**
 * ReplaceMessages, on the text as it is written in Markdown, so that a pattern finds what spans several spans. Code, mentions and what the
 * relay itself says take no part: a pattern sees one private-use character each, and what matches nothing but those stays.
 */
export function reworded(text: RichText, { replaceMessages }: Rules): RichText {
	if (replaceMessages.length === 0) {
		return text
	}
	return rewritten(text, (source, isFixedHere) => replaceMessages.reduce((changed, one) => replaced(changed, one, isFixedHere), source))
}

/** A name can't hold what stood for a mention or for code. */
const plainName = (name: string): string => name.replace(/\p{Co}/gu, '')

/**
 * ExtractNicks: where another bot's name fits, the first group of `extract` in its text becomes the name, and the match goes. The author's
 * id stays the bot's.
 */
export function extracted<E extends Pick<Message, 'author' | 'text'>>(event: E, rules: Rules): E {
	return rules.extractNicks.reduce((spoken, { nick, extract }) => {
		if (!fits(nick, spoken.author.name)) {
			return spoken
		}
		let name = ''
		const text = rewritten(spoken.text, (source) => {
			const match = new RegExp(extract, extract.flags.replace(/[gy]/g, '')).exec(source.slice(0, longest))
			name = match?.[1]?.trim() ?? ''
			return match === null || name === '' ? source : source.slice(0, match.index) + source.slice(match.index + match[0].length)
		})
		return name === '' ? spoken : { ...spoken, author: { ...spoken.author, name: plainName(name) }, text }
	}, event)
}

const isFixed = ({ as }: Span): number | undefined => as === 'mention' || as === 'code' || as === 'codeBlock' || as === 'phrase' ? 1 : undefined
const nothingFixed = (): boolean => false

/** `f` gets the text in Markdown, and tells with the help of `isFixed` what consists of nothing but what is fixed. */
function rewritten(text: RichText, f: (source: string, isFixed: (match: string) => boolean) => string): RichText {
	if (text.every((span) => span.as === 'text')) {
		const source = plain(text)
		const result = f(source, nothingFixed)
		return result === source ? text : textOf(result)
	}
	const hidden = hide(text, isFixed)
	const source = toMarkdown(hidden.text, () => '')
	const result = f(source, hidden.isStandIns)
	return result === source ? text : hidden.shown(fromMarkdown(result))
}

function replaced(text: string, { pattern, by }: Replacement, isFixedHere: (match: string) => boolean = nothingFixed): string {
	const everywhere = pattern.global ? pattern : new RegExp(pattern, `${pattern.flags}g`)
	return stretches(text).map((stretch) => stretch.replace(everywhere, (...found: readonly unknown[]) => {
		const match = String(found[0])
		return isFixedHere(match) ? match : filledIn(by, found)
	})).join('')
}

/**
 * `by` as `String.replace` reads it: `$1` or `$01`, `$&`, `$<name>`, `$$`. A group that is not there or took no part is nothing.
 * `found`: what `String.replace` hands over: match, groups, place, text, named groups if there are any.
 */
function filledIn(by: string, found: readonly unknown[]): string {
	const last = found.at(-1)
	const names = typeof last === 'object' && last !== null ? new Map<string, unknown>(Object.entries(last)) : undefined
	const groups = found.slice(0, names === undefined ? -2 : -3)
	return by.replace(/\$(?:(\$)|(&)|<(\w+)>|(\d\d?))/g, (_, dollar?: string, whole?: string, name?: string, digits = '') => {
		if (dollar !== undefined || whole !== undefined) {
			return dollar ?? String(groups[0])
		}
		if (name !== undefined) {
			return String(names?.get(name) ?? '')
		}
		const isOneDigit = Number(digits) >= groups.length
		const group = groups[Number(isOneDigit ? digits.charAt(0) : digits)] ?? ''
		return String(group) + (isOneDigit ? digits.slice(1) : '')
	})
}

function stretches(text: string): readonly string[] {
	const parts: string[] = []
	let at = 0
	while (text.length - at > longest) {
		const lineEnd = text.lastIndexOf('\n', at + longest - 1)
		const next = lineEnd >= at ? lineEnd + 1 : at + longest
		parts.push(text.slice(at, next))
		at = next
	}
	return [...parts, text.slice(at)]
}
