import type { RichText, Span } from './event.ts'

import { toMarkdown } from './markdown.ts'
import { joined, plain, textOf, withInner } from './richtext.ts'

/** U+034F is seen by nobody and belongs to the grapheme cluster of what stands before it. */
const filler = '\u034f'
const privateUse = /[\ue000-\uf8ff]/g
const standIn = /([\ue000-\uf8ff])\u034f*/g

type StandIns = ReadonlyMap<string, { readonly span: Span, readonly length: number }>

interface Hidden {
	readonly text: RichText
	/** Puts the spans back, wherever their stand-ins have come to stand. */
	readonly shown: (text: RichText) => RichText
	/** Whether these signs are nothing but stand-ins. */
	readonly isStandIns: (signs: string) => boolean
}

/**
 * Puts one private-use character in the place of each span that `f` gives a length for, so that a text can be written as Markdown, changed
 * or cut, and read again. With fillers it has that length in code points and is still one grapheme cluster: nothing cuts it.
 * Characters that the text itself uses are not taken. What finds no character any more (over 6,400 spans) becomes plain text.
 */
export function hide(text: RichText, f: (span: Span) => number | undefined): Hidden {
	const used = new Set(JSON.stringify(text).match(privateUse))
	const spans = new Map<string, { readonly span: Span, readonly length: number }>()
	let next = 0xe000
	const take = (span: Span, length: number): string => {
		while (used.has(String.fromCharCode(next))) {
			next += 1
		}
		if (next > 0xf8ff) {
			return plain([span])
		}
		const sign = String.fromCharCode(next)
		next += 1
		spans.set(sign, { span, length })
		return sign + filler.repeat(Math.max(0, length - 1))
	}
	const hidden = (part: RichText): RichText => joined(part.flatMap((span): RichText => {
		const length = f(span)
		if (length !== undefined) {
			return textOf(take(span, length))
		}
		return [withInner(span, hidden)]
	}))
	return {
		text: hidden(text),
		shown: (part) => show(part, spans),
		isStandIns: (signs) => signs !== '' && signs.replace(standIn, (whole, sign: string) => spans.has(sign) ? '' : whole) === '',
	}
}

/** Code and addresses held no spans when they were hidden: what has one now was cut or changed so that it was misread, and is text. */
const hasStandIns = (text: string, spans: StandIns): boolean => [...text].some((sign) => spans.has(sign))

function show(text: RichText, spans: StandIns): RichText {
	return joined(text.flatMap((span): RichText => {
		switch (span.as) {
			case 'text':
				return showIn(span.text, spans)
			case 'code':
			case 'codeBlock':
				return hasStandIns(span.text, spans) ? showIn(toMarkdown([span], () => ''), spans) : [span]
			case 'bold':
			case 'italic':
			case 'strike':
			case 'quote':
				return [{ ...span, inner: show(span.inner, spans) }]
			case 'link':
				return hasStandIns(span.url, spans) ? showIn(toMarkdown([span], () => ''), spans) : [{ ...span, inner: show(span.inner, spans) }]
			case 'mention':
			case 'phrase':
				return [span]
			default:
				return span satisfies never
		}
	}))
}

function showIn(text: string, spans: StandIns): RichText {
	const shown: Span[] = []
	let at = 0
	for (const match of text.matchAll(standIn)) {
		const found = spans.get(match[1] ?? '')
		if (found !== undefined) {
			shown.push(...textOf(text.slice(at, match.index)), found.span)
			at = match.index + Math.min(match[0].length, Math.max(1, found.length))
		}
	}
	return [...shown, ...textOf(text.slice(at))]
}
