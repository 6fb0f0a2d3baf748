import type { RichText } from '../core/event.ts'
import type { Letter } from '../core/network.ts'
import type { Audience } from './mentions.ts'

import { toMarkdown } from '../core/markdown.ts'
import { mapText } from '../core/richtext.ts'
import { splitText } from '../core/split.ts'
import { mentionWriter } from './mentions.ts'
import { nickPrefix } from './nick.ts'

/** Nobody could be meant by a text without it: so no participants need be asked for. */
export function mayMention(letter: Pick<Letter, 'nick' | 'text'>): boolean {
	return letter.nick.includes('@') || JSON.stringify(letter.text).includes('@') || JSON.stringify(letter.text).includes('"mention"')
}

/** PostgreSQL takes no NUL, and ours stand for mentions. */
const clean = (text: RichText): RichText => mapText(text, (part) => part.replaceAll('\0', ''))

/** A letter as Talk's own composer would have written it: Markdown, behind the nick. Empty where neither is there. */
export function talkText(letter: Pick<Letter, 'nick' | 'text' | 'author'>, audience: Audience): string {
	const mentions = mentionWriter(audience)
	const body = toMarkdown(clean(letter.text), (span) => mentions.write(span))
	const blockFirst = ['codeBlock', 'quote'].includes(letter.text[0]?.as ?? '')
	const nick = letter.nick === '' ? '' : nickPrefix(letter.nick, letter.author, body)
	const whole = nick === '' ? body : `${nick.trimEnd()}${gap(nick, body, blockFirst)}${body}`
	const text = mentions.finish(whole).replaceAll('\0', '').trim()
	// Talk takes one of two slashes at the beginning away (lib/Chat/Parser/UserMention.php).
	return text.startsWith('//') ? `/${text}` : text
}

/** A block begins a line of its own. */
function gap(nick: string, body: string, blockFirst: boolean): string {
	const given = nick.slice(nick.trimEnd().length)
	return body === '' ? '' : blockFirst && !given.includes('\n') ? '\n' : given
}

/** Mentions can make a text longer than it was measured: what is over the limit goes in a further message. */
export function pieces(text: string, maxLength: number): readonly string[] {
	return [...text].length <= maxLength ? [text] : splitText(text, maxLength)
}

/** PHP stores a caption as JSON with every other than plain ASCII character as `\uXXXX`, and all of that within one message's length. */
export function captionFits(caption: string, maxLength: number): boolean {
	const stored = JSON.stringify(caption).replace(/[^\x20-\x7e]/g, '\\uXXXX').replaceAll('/', '\\/').length
	return stored <= maxLength - 1000
}
