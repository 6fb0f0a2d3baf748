import type { MarkedToken, Token } from 'marked'
import type { RichText, Span } from './event.ts'

import { Lexer } from 'marked'
import { textOf } from './richtext.ts'

const markup = /[*_~`[<]|:\/\//
const signs = /[*_~`[\]<!]|:\/\//g
/** Addresses that may become links; anything else (`javascript:` …) stays text. */
const scheme = /^(?:https?|ftps?|mailto|tel|sips?|xmpp|ircs?|matrix|geo|webcals?):/i
/**
 * What the lexer may cost for one message. Its work grows with the number of signs times the length of the paragraph; a million of that
 * is some 25 ms at worst (`[*a` over and over, marked 18.2), and a microsecond a sign for what people write.
 */
export interface Purse { left: number }
export const fullPurse = (): Purse => ({ left: 2_000_000 })

/** The spans of one paragraph; one text span if it would cost more than is left. Their Markdown is the paragraph itself. */
export function inline(source: string, purse: Purse): RichText {
	if (!markup.test(source)) {
		return textOf(source)
	}
	const cost = (source.match(signs)?.length ?? 0) * source.length
	if (cost > purse.left) {
		return textOf(source)
	}
	purse.left -= cost
	return spansOf(new Lexer({ gfm: true }).inlineTokens(source))
}

function spansOf(tokens: readonly Token[]): Span[] {
	return (tokens as readonly MarkedToken[]).flatMap(spanOf)
}

const rawOf = (tokens: readonly Token[]): string => tokens.map((token) => token.raw).join('')

function spanOf(token: MarkedToken): RichText {
	switch (token.type) {
		case 'strong':
			return emphasis('bold', '**', token)
		case 'em':
			return emphasis('italic', '*', token)
		case 'del':
			return emphasis('strike', '~~', token)
		case 'codespan':
			return code(token.raw, token.text)
		case 'link':
			return link(token)
		default:
			return textOf(token.raw)
	}
}

interface Nested { readonly raw: string, readonly tokens: readonly Token[] }

function emphasis(as: 'bold' | 'italic' | 'strike', marker: string, token: Nested): RichText {
	const inner = rawOf(token.tokens)
	return token.raw === marker + inner + marker && inner.trim() === inner && inner !== ''
		? [{ as, inner: spansOf(token.tokens) }]
		: around(token, inner)
}

/** The signs as text, what they enclose as the spans it is. */
function around(token: Nested, inner: string): RichText {
	const start = token.raw.indexOf(inner)
	return inner === '' || start < 0
		? textOf(token.raw)
		: [...textOf(token.raw.slice(0, start)), ...spansOf(token.tokens), ...textOf(token.raw.slice(start + inner.length))]
}

/** Code is always told as code, or a name in it could be taken for a mention: backticks more than needed stand beside it as text. */
function code(raw: string, text: string): RichText {
	const fence = /^`+/.exec(raw)?.[0] ?? ''
	const inner = raw.slice(fence.length, -fence.length)
	if (text !== inner && text.startsWith('`') && text.endsWith('`') && inner === ` ${text} ` && fenceFor(text) === fence.length) {
		return [{ as: 'code', text }]
	}
	const rest = textOf('`'.repeat(fence.length - fenceFor(inner)))
	return [...rest, { as: 'code', text: inner }, ...rest]
}

/** The shortest row of backticks that does not occur in the text. */
export function fenceFor(text: string): number {
	const runs = new Set((text.match(/`+/g) ?? []).map((run) => run.length))
	let length = 1
	while (runs.has(length)) {
		length += 1
	}
	return length
}

const bareLink = (url: string): RichText => [{ as: 'link', url, inner: textOf(url) }]

function link(token: Nested & { readonly href: string }): RichText {
	const { raw, href } = token
	if (!scheme.test(href)) {
		return around(token, rawOf(token.tokens))
	}
	if (raw === href) {
		return bareLink(href)
	}
	if (raw === `<${href}>`) {
		return [...textOf('<'), ...bareLink(href), ...textOf('>')]
	}
	const inner = rawOf(token.tokens)
	return raw === `[${inner}](${href})` && inner !== href && inner !== ''
		? [{ as: 'link', url: href, inner: spansOf(token.tokens) }]
		: around(token, inner)
}
