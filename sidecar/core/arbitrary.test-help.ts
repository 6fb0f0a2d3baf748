import type { RichText, Span } from './event.ts'

import fc from 'fast-check'
import { personId } from './ids.ts'

/** Pieces that tend to trip up whoever reads Markdown, splits text or counts characters. */
const pieces = [
	['*', '**', '***', '_', '__', '~~', '~', '`', '``', '```', '```js\n', '\n```\n', '~~~\n', '[', ']', '](', ')', '(', '<', '>', '> ', '\n> ', '\n>\n', '\n'],
	['\n\n', '\r\n', '\t', '    ', ' ', '- ', '1. ', '# ', '|', '!', '![', '\\', '&amp;', '<b>', '</b>', '<!--', 'https://x.org/a_(b)', '<https://y.z>'],
	['[t](https://x.org)', '[t](https://x.org "t")', '[j](javascript:a)', 'mailto:a@b.c', 'a@b.c', '@ana', '@all', 'www.x.org', 'word', 'two words. ', 'é'],
	['e\u0301', '日本語。', 'ภาษาไทย', 'مرحبا ', '👩🏽‍🚀', '🇩🇪', '\u200d', '\u200b', '\u202e', '\ud800', '\udc00', '\ue000', '\u034f', '\0', 'x'.repeat(40)],
].flat()

/** Any string, more often than not one that looks like Markdown. */
export function anyText(longest = 60): fc.Arbitrary<string> {
	return fc.oneof(
		fc.string({ unit: 'binary', maxLength: longest, size: 'max' }),
		fc.array(fc.constantFrom(...pieces), { maxLength: longest, size: 'max' }).map((all) => all.join('')),
		fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme', maxLength: 8 })), { maxLength: longest, size: 'max' }).map((all) => all.join('')),
	)
}

const word = fc.string({ unit: fc.constantFrom(...'abc ABC.é日\u0301👍'), minLength: 1, maxLength: 12 })
const leaf: fc.Arbitrary<Span> = fc.oneof(
	fc.record({ as: fc.constantFrom('text' as const, 'code' as const), text: word }),
	fc.record({ as: fc.constant('mention' as const), of: fc.constantFrom(personId('ana@x.org'), 'everyone' as const, 'nobodyHere' as const), name: word }),
)
/** Spans with white space between them, so that none runs into the next. */
function line(span: fc.Arbitrary<Span>): fc.Arbitrary<RichText> {
	return fc.array(span, { maxLength: 4, size: 'max' })
		.map((spans) => spans.flatMap((each, i): Span[] => i === 0 ? [each] : [{ as: 'text', text: ' ' }, each]))
}
const link: fc.Arbitrary<Span> = fc.record({ as: fc.constant('link' as const), url: fc.constant('https://x.org/'), inner: line(leaf) })
const marked: fc.Arbitrary<Span> = fc.record({ as: fc.constantFrom('bold' as const, 'italic' as const, 'strike' as const), inner: line(fc.oneof(leaf, link)) })
const inline = fc.oneof(leaf, link, marked)
const block: fc.Arbitrary<Span> = fc.oneof(
	fc.record({ as: fc.constant('codeBlock' as const), text: word, language: fc.constant('js') }),
	fc.record({ as: fc.constant('quote' as const), inner: line(inline) }),
)

/** Any RichText as it is put together: links hold no links, blocks stand in no line. */
export const anyRich: fc.Arbitrary<RichText> = line(fc.oneof({ weight: 4, arbitrary: inline }, { weight: 1, arbitrary: block }))
