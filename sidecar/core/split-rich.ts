import type { MentionSpan, RichText, Span } from './event.ts'

import { fromMarkdown, toMarkdown } from './markdown.ts'
import { plain, textOf } from './richtext.ts'
import { splitText } from './split.ts'
import { hide } from './stand-ins.ts'

/** What a stand-in that had to be cut leaves behind is nothing. */
const isSeen = (piece: string): boolean => piece.replaceAll('\u034f', '').trim() !== ''

/** Code points, as `Limits.text` counts. */
export function codePoints(text: string): number {
	let count = 0
	for (const sign of text) {
		count += sign.length > 0 ? 1 : 0
	}
	return count
}

/** The longest form in which networks write a mention: `@"laura@nube.minube2.com"` in Talk. */
export const longMention = (mention: MentionSpan): string => `@"${mention.of.length > mention.name.length ? mention.of : mention.name}"`

/** What a text takes at a target that writes Markdown: an upper bound, as mentions are counted at their longest. */
export const usualLength = (text: RichText): number => codePoints(toMarkdown(text, longMention))

/** How long what is better not cut would be written: mentions, and short markup, which would be no markup any more. */
function wholeLength(span: Span, limit: number): number | undefined {
	switch (span.as) {
		case 'mention':
			return Math.min(limit, usualLength([span]))
		case 'code':
		case 'link':
		case 'bold':
		case 'italic':
		case 'strike': {
			const length = usualLength([span])
			return length <= limit / 4 ? length : undefined
		}
		case 'text':
		case 'codeBlock':
		case 'quote':
		case 'phrase':
			return undefined
		default:
			return span satisfies never
	}
}

/**
 * Cuts a text into parts of at most `limit` (at least 1), measured by `lengthOf`. Mentions stay whole and are mentions
 * afterwards (one that alone is too long becomes its name); so does short markup.
 * A text that is short enough comes back as it is.
 */
export function splitRich(text: RichText, limit: number, lengthOf: (text: RichText) => number = usualLength): readonly RichText[] {
	if (lengthOf(text) <= limit) {
		return [text]
	}
	const most = Math.max(1, Math.floor(limit))
	const hidden = hide(text, (span) => wholeLength(span, most))
	const source = toMarkdown(hidden.text, () => '')
	return cutSource(source, most, { limit: most, lengthOf, read: (part) => hidden.shown(fromMarkdown(part)) })
}

interface Tools {
	readonly limit: number
	readonly lengthOf: (text: RichText) => number
	readonly read: (source: string) => RichText
}

/** What turns out longer than it was written is cut again, smaller; what can't be cut any more is read as plain text. */
function cutSource(source: string, size: number, tools: Tools): readonly RichText[] {
	const { limit, lengthOf, read } = tools
	return splitText(source, size).filter(isSeen).flatMap((piece) => {
		const part = read(piece)
		const length = lengthOf(part)
		if (length <= limit) {
			return [part]
		}
		return size === 1
			? splitText(plain(part), limit).map(textOf)
			: cutSource(piece, Math.max(1, Math.min(size - 1, Math.floor(size * limit / length))), tools)
	})
}
