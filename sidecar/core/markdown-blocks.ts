import type { RichText, Span } from './event.ts'
import type { Purse } from './markdown-inline.ts'

import { inline } from './markdown-inline.ts'
import { textOf } from './richtext.ts'

/** Quotes in quotes deeper than this stay text. */
const deepest = 4

const fence = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/
/** Only these forms of a quote's lines are written back as they stood. */
const quoteLine = /^>(?: [^\r]+)?$/
/** Where a new run of inline markup begins: headings, list items, rows of tables. */
const ownLine = /^\s{0,12}(?:#{1,6}\s|[-*+]\s|\d{1,9}[.)]\s|\|)/
const indentedCode = /^(?: {4}|\t)/

/** Cuts a text into code blocks, quotes and what is between them, each character in exactly one span. Line by line, in linear time. */
export function blocks(source: string, purse: Purse, depth = 0): RichText {
	const lines = source.split('\n')
	const spans: Span[] = []
	/** Lines of the paragraph that is being read, with the line break that stands before them. */
	let paragraph = ''
	let at = 0
	const flush = () => {
		spans.push(...inline(paragraph, purse))
		paragraph = ''
	}
	const breakBefore = () => at > 0 ? '\n' : ''
	while (at < lines.length) {
		const line = lines[at] ?? ''
		const marker = fence.exec(line)?.[1]
		const count = marker !== undefined
			? fenceEnd(lines, at, marker) - at
			: depth < deepest && quoteLine.test(line) ? quoteEnd(lines, at) - at : 0
		if (count > 0) {
			flush()
			const block = lines.slice(at, at + count)
			spans.push(...textOf(breakBefore()), ...(marker === undefined ? quote(block, purse, depth) : codeBlock(block)))
			at += count
			continue
		}
		const isBlank = line.trim() === ''
		if (isBlank || ownLine.test(line)) {
			flush()
		}
		if (indentedCode.test(line) && paragraph.trim() === '') {
			flush()
			spans.push(...textOf(breakBefore() + line))
		} else {
			paragraph += breakBefore() + line
		}
		at += 1
	}
	flush()
	return spans
}

/** The number of the line after the one that closes the fence: the end of the text if none does. */
function fenceEnd(lines: readonly string[], from: number, marker: string): number {
	const closing = new RegExp(`^ {0,3}${marker[0]}{${marker.length},}\\s*$`)
	for (let at = from + 1; at < lines.length; at += 1) {
		if (closing.test(lines[at] ?? '')) {
			return at + 1
		}
	}
	return lines.length
}

function quoteEnd(lines: readonly string[], from: number): number {
	let at = from
	while (quoteLine.test(lines[at] ?? '')) {
		at += 1
	}
	return at
}

function quote(lines: readonly string[], purse: Purse, depth: number): RichText {
	return [{ as: 'quote', inner: blocks(lines.map((line) => line.slice(2)).join('\n'), purse, depth + 1) }]
}

/** A fence in a form that `toMarkdown` does not write, or that nothing closes, stays text – all of it, for what is in it is no markup. */
function codeBlock(lines: readonly string[]): RichText {
	const opening = /^```([^`\s]*)$/.exec(lines[0] ?? '')
	const text = lines.slice(1, -1).join('\n')
	if (opening === null || lines.length < 2 || lines.at(-1) !== '```' || (lines.length > 2 && text === '')) {
		return textOf(lines.join('\n'))
	}
	const language = opening[1] ?? ''
	return [{ as: 'codeBlock', text, ...(language === '' ? {} : { language }) }]
}
