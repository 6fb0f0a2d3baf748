import type { RichText, Span } from '../../../core/event.ts'

import { el } from './dom.ts'

/** What people wrote, as elements: only ever made node by node, and links only to where a browser may safely go. */
export const richNodes = (text: RichText): readonly Node[] => text.map(nodeOf)

function nodeOf(span: Span): Node {
	switch (span.as) {
		case 'text':
			return document.createTextNode(span.text)
		case 'code':
			return el('code', {}, span.text)
		case 'codeBlock':
			return el('pre', { dir: 'ltr' }, el('code', {}, span.text))
		case 'bold':
			return el('strong', {}, ...richNodes(span.inner))
		case 'italic':
			return el('em', {}, ...richNodes(span.inner))
		case 'strike':
			return el('s', {}, ...richNodes(span.inner))
		case 'quote':
			return el('blockquote', { dir: 'auto' }, ...richNodes(span.inner))
		case 'link':
			return /^https?:\/\//i.test(span.url)
				? el('a', { href: span.url, target: '_blank', rel: 'noopener noreferrer' }, ...richNodes(span.inner))
				: el('span', {}, ...richNodes(span.inner))
		case 'mention':
			return el('span', { class: 'mention' }, `@${span.name}`)
		case 'phrase':
			// It was put into words before it was sent. The page takes nothing but types from outside its folder.
			return document.createTextNode(span.text)
		default:
			return span satisfies never
	}
}
