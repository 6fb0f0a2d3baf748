import type { MentionSpan, RichText } from './event.ts'

import { fromMarkdown, toMarkdown } from './markdown.ts'
import { splitText } from './split.ts'
import { hide } from './stand-ins.ts'

/** How much longer a text may be at its target than what we count for it. */
const tries = 4

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

/**
 * Cuts a text into parts of at most `limit` (at least 1), measured by `lengthOf`. Each mention stays whole and is a mention afterwards.
 * A text that is short enough comes back as it is.
 */
export function splitRich(text: RichText, limit: number, lengthOf: (text: RichText) => number = usualLength): readonly RichText[] {
	if (lengthOf(text) <= limit) {
		return [text]
	}
	const most = Math.max(1, Math.floor(limit))
	const hidden = hide(text, (span) => span.as === 'mention' ? Math.min(most, codePoints(longMention(span))) : undefined)
	const source = toMarkdown(hidden.text, () => '')
	return splitSource(source, most, (part) => hidden.shown(fromMarkdown(part)), lengthOf)
}

function splitSource(
	source: string,
	limit: number,
	read: (source: string) => RichText,
	lengthOf: (text: RichText) => number,
): readonly RichText[] {
	let size = limit
	let parts: readonly RichText[] = []
	for (let left = tries; left > 0; left -= 1) {
		parts = splitText(source, size).map(read)
		const longest = parts.reduce((most, part) => Math.max(most, lengthOf(part)), 0)
		if (longest <= limit || size === 1) {
			break
		}
		size = Math.max(1, Math.floor(size * limit / longest))
	}
	return parts
}
