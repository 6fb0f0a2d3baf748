import type { RichText, Span } from './event.ts'

import { inEnglish } from './phrase.ts'

/*
 * How a RichText is put together: text spans hold Markdown source as people write it, nothing is escaped in them. Blocks (code block,
 * quote) stand on lines of their own; the line breaks around them belong to the text spans beside them.
 */

const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

export const textOf = (text: string): RichText => text === '' ? [] : [{ as: 'text', text }]

/** As a person reads it where nothing can be marked up: mentions as `@name`, links as `text (url)`, quotes as `> ` lines. */
export const plain = (text: RichText): string => text.map(plainSpan).join('')

/** Each line behind `> `, an empty one behind `>`. */
export const quotedLines = (text: string): string => text.split('\n').map((line) => line === '' ? '>' : `> ${line}`).join('\n')

function plainSpan(span: Span): string {
	switch (span.as) {
		case 'text':
		case 'code':
		case 'codeBlock':
			return span.text
		case 'bold':
		case 'italic':
		case 'strike':
			return plain(span.inner)
		case 'quote':
			return quotedLines(plain(span.inner))
		case 'link':
			return plainLink(plain(span.inner), span.url)
		case 'mention':
			return `@${span.name}`
		case 'phrase':
			return plain(inEnglish(span))
		default:
			return span satisfies never
	}
}

function plainLink(shown: string, url: string): string {
	return shown.trim() === '' || shown === url || `mailto:${shown}` === url ? url.replace(/^mailto:/, '') : `${shown} (${url})`
}

/** Nothing that anybody could read: only white space, if at all. */
export function isEmpty(text: RichText): boolean {
	return text.every((span) => {
		switch (span.as) {
			case 'text':
			case 'code':
			case 'codeBlock':
				return span.text.trim() === ''
			case 'bold':
			case 'italic':
			case 'strike':
			case 'quote':
				return isEmpty(span.inner)
			case 'link':
			case 'mention':
				return false
			case 'phrase':
				return isEmpty(inEnglish(span))
			default:
				return span satisfies never
		}
	})
}

/** Changes the text spans; code, addresses of links and mentions stay as they are. */
export const mapText = (text: RichText, f: (text: string) => string): RichText => expanded(text, (part) => textOf(f(part)))

/** Puts any spans in the place of each text span, code excepted. Text spans that come to stand side by side become one. */
export function expanded(text: RichText, f: (text: string) => RichText): RichText {
	return joined(text.flatMap((span): RichText => {
		if (span.as === 'text') {
			return f(span.text)
		}
		return [withInner(span, (inner) => expanded(inner, f))]
	}))
}

/** The span with another text within it: what is marked up, or what a phrase names. */
export function withInner(span: Span, f: (inner: RichText) => RichText): Span {
	if ('inner' in span) {
		return { ...span, inner: f(span.inner) }
	}
	return span.as === 'phrase' ? { ...span, with: Object.fromEntries(Object.entries(span.with).map(([name, value]) => [name, f(value)])) } : span
}

/** Whether the relay itself says something in it. */
export const holdsPhrase = (text: RichText): boolean => text.some((span) => span.as === 'phrase' || ('inner' in span && holdsPhrase(span.inner)))

/** The texts one after another, neighbouring text spans as one. */
export function joined(...texts: readonly RichText[]): RichText {
	const spans: Span[] = []
	for (const span of texts.flat()) {
		const last = spans.at(-1)
		if (span.as === 'text' && last?.as === 'text') {
			spans[spans.length - 1] = { as: 'text', text: last.text + span.text }
		} else if (span.as !== 'text' || span.text !== '') {
			spans.push(span)
		}
	}
	return spans
}

/** One block above another, an empty line between them unless one is empty. */
export function stacked(...texts: readonly RichText[]): RichText {
	const said = texts.filter((text) => !isEmpty(text))
	return joined(...said.map((text, i) => i === 0 ? text : [...textOf('\n\n'), ...text]))
}

/**
 * One line of at most `max` grapheme clusters (at least 1), the last of them `…` if there was more. What the message itself
 * quotes is left out if it says anything else.
 */
export function excerpt(text: RichText, max: number): string {
	const own = text.filter((span) => span.as !== 'quote')
	return shortened(plain(isEmpty(own) ? text : own), max)
}

/** White space becomes single spaces; at most `max` grapheme clusters, and never more than 8 code units for each of them. */
export function shortened(text: string, max: number): string {
	// A cluster can be of any length: what is looked at is bounded, or a hostile text would make long work.
	const trimmed = text.trim()
	const whole = trimmed.length <= max * 16 + 64
	const clean = trimmed.slice(0, max * 16 + 64).replace(/\s+/gu, ' ').toWellFormed()
	let end = 0
	let count = 0
	for (const { index, segment } of clusters.segment(clean)) {
		const after = index + segment.length
		if (count === max || after > max * 8) {
			return `${cutBefore(clean, end, count === max)}…`
		}
		end = after
		count += 1
	}
	return whole ? clean : `${cutBefore(clean, end, count === max)}…`
}

/** Room for the `…`: the last cluster goes if all places are taken. */
function cutBefore(text: string, end: number, full: boolean): string {
	const kept = text.slice(0, end)
	const last = full ? [...clusters.segment(kept)].at(-1) : undefined
	return (last === undefined ? kept : kept.slice(0, last.index)).trimEnd()
}
