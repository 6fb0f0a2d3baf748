import type { MentionSpan, RichText, Span } from './event.ts'

import { blocks } from './markdown-blocks.ts'
import { fenceFor, fullPurse } from './markdown-inline.ts'
import { inEnglish } from './phrase.ts'
import { joined, quotedLines, textOf } from './richtext.ts'

/** Without one of these a text has nothing that could become a span. */
const markup = /[*_~`[<]|:\/\/|^>/m

/**
 * Reads Markdown as Talk's clients show it. Never loses or changes a character: `toMarkdown(fromMarkdown(s)) === s` for every string.
 * What has no span of its own (headings, lists, tables, HTML), or is written in another way than `toMarkdown` writes it (`__bold__`),
 * stays text as it stands.
 */
export function fromMarkdown(source: string): RichText {
	if (!markup.test(source)) {
		return textOf(source)
	}
	const text = joined(blocks(source, fullPurse()))
	return toMarkdown(text, () => '') === source ? text : textOf(source)
}

/** `mention` gives the target's own way of writing one. Text spans are taken as Markdown source and are not escaped. */
export function toMarkdown(text: RichText, mention: (span: MentionSpan) => string): string {
	let written = ''
	let after = ''
	for (const span of text) {
		const next = spanToMarkdown(span, mention)
		if (next === '') {
			continue
		}
		const isBlock = span.as === 'codeBlock' || span.as === 'quote'
		const before = isBlock && written !== '' && !written.endsWith('\n') ? '\n' : ''
		written += next.startsWith('\n') ? next : (after || before) + next
		// A line right below a quote would belong to it.
		after = span.as === 'quote' ? '\n\n' : span.as === 'codeBlock' ? '\n' : ''
	}
	return written
}

function spanToMarkdown(span: Span, mention: (span: MentionSpan) => string): string {
	switch (span.as) {
		case 'text':
			return span.text
		case 'code':
			return codeToMarkdown(span.text)
		case 'codeBlock':
			return codeBlockToMarkdown(span.text, span.language ?? '')
		case 'bold':
			return marked('**', toMarkdown(span.inner, mention))
		case 'italic':
			return marked('*', toMarkdown(span.inner, mention))
		case 'strike':
			return marked('~~', toMarkdown(span.inner, mention))
		case 'quote':
			return quotedLines(toMarkdown(span.inner, mention))
		case 'link':
			return linkToMarkdown(toMarkdown(span.inner, mention), span.url)
		case 'mention':
			return mention(span)
		case 'phrase':
			return toMarkdown(inEnglish(span), mention)
		default:
			return span satisfies never
	}
}

/** Markers count only where they touch what they mark: white space at the edges goes outside. */
function marked(marker: string, inner: string): string {
	const core = inner.trim()
	const start = inner.indexOf(core)
	return core === '' ? inner : `${inner.slice(0, start)}${marker}${core}${marker}${inner.slice(start + core.length)}`
}

function codeToMarkdown(text: string): string {
	if (text === '') {
		return ''
	}
	const fence = '`'.repeat(fenceFor(text))
	const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
	return fence + pad + text + pad + fence
}

function codeBlockToMarkdown(text: string, language: string): string {
	// Only a line of nothing but backticks would close it.
	const longest = (text.match(/^ {0,3}`{3,}[^\S\n]*$/gm) ?? []).reduce((most, run) => Math.max(most, run.trim().length), 2)
	const fence = '`'.repeat(longest + 1)
	return `${fence}${language.replace(/[\s`]+/g, '')}\n${text}${text === '' ? '' : '\n'}${fence}`
}

function linkToMarkdown(shown: string, url: string): string {
	return shown === url || shown === '' ? url : `[${shown}](${linkTarget(url)})`
}

/** An address ends at white space and at a bracket that nothing opened. */
function linkTarget(url: string): string {
	let open = 0
	for (const sign of url.match(/[()]/g) ?? []) {
		open += sign === '(' ? 1 : -1
		if (open < 0) {
			break
		}
	}
	const unsafe = open === 0 ? /[\s<>]/g : /[\s<>()]/g
	return url.replace(unsafe, (sign) => sign === '(' ? '%28' : sign === ')' ? '%29' : encodeURIComponent(sign))
}
