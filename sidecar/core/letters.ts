import type { Attachment, Author, KeptFile, Message, RichText } from './event.ts'
import type { MessageId } from './ids.ts'
import type { Letter, Limits } from './network.ts'
import type { Words } from './words.ts'

import { fileLine, quoted, refusedLine } from './adapt.ts'
import { isKept, isRefused } from './network.ts'
import { isEmpty, joined, stacked, textOf } from './richtext.ts'
import { codePoints, splitRich } from './split-rich.ts'
import { english } from './words.ts'

export interface LetterOptions {
	readonly limits: Limits
	/** Already formatted. */
	readonly nick: string
	readonly author: Author
	readonly address: string
	/** The key of the letter with this number, counted from 0. */
	readonly key: (part: number) => string
	/** The copy that is answered. */
	readonly replyTo?: MessageId | undefined
	/** The answered message has no copy in this room: `message.replyTo` is quoted. */
	readonly quoteNeeded: boolean
	readonly thread?: Letter['thread'] | undefined
	readonly mentionEveryone: boolean
	/** What a text takes at the target, in code points; without it, what it takes in Markdown. */
	readonly textLength?: ((text: RichText) => number) | undefined
	/** Cuts a text that is longer than the limit; `splitRich` with `textLength` if left out. */
	readonly split?: ((text: RichText, limit: number) => readonly RichText[]) | undefined
	readonly words?: Words | undefined
}

type Content = Pick<Letter, 'text' | 'files'>

/**
 * One message as letters for one room, in the order in which they are to be sent; none if it says nothing. The same message and options
 * give the same letters with the same keys. Nick, author and time are on each; the reply is on the first, and so is a thread that begins
 * here. An existing thread is on all, for a part without it would stand outside.
 */
export function lettersOf(message: Message, options: LetterOptions): readonly Letter[] {
	return contents(message, options).map((content, part) => letter(message, options, content, part))
}

function letter(message: Message, options: LetterOptions, content: Content, part: number): Letter {
	const { replyTo, thread } = options
	return {
		key: options.key(part),
		address: options.address,
		nick: options.nick,
		author: options.author,
		...content,
		...(part === 0 && replyTo !== undefined ? { replyTo } : {}),
		...(thread !== undefined && (part === 0 || thread.root !== undefined) ? { thread } : {}),
		silent: message.silent,
		at: message.at,
		mentionEveryone: options.mentionEveryone,
	}
}

const onlyFiles = (files: readonly KeptFile[]): Content => ({ text: [], files })

function contents(message: Message, options: LetterOptions): readonly Content[] {
	const { limits } = options
	const files = limits.files > 0 ? inGroups(message.files.filter(isKept), limits.files) : []
	const texts = inParts(wholeText(message, options, files.length > 0), options)
	const [first] = files
	const [only] = texts
	// A caption belongs to its file: only a text that is whole can be one.
	if (first !== undefined && only !== undefined && texts.length === 1 && limits.caption) {
		return [{ text: only, files: first }, ...files.slice(1).map(onlyFiles)]
	}
	return [...texts.map((text) => ({ text, files: [] })), ...files.map(onlyFiles)]
}

function wholeText(message: Message, options: LetterOptions, filesFollow: boolean): RichText {
	const words = options.words ?? english
	const quote = options.quoteNeeded && message.replyTo !== undefined ? quoted(message.replyTo, words) : []
	const whole = stacked(quote, message.text, lines(message.files, options.limits.files === 0, words))
	// Where files carry no text, nothing else says whose they are.
	const isUnsigned = filesFollow && !options.limits.caption && options.nick !== '' && isEmpty(whole)
	return isUnsigned ? lines(message.files, true, words) : whole
}

/** A line for each refused file, and for each file at all where the target has none. */
function lines(files: readonly Attachment[], all: boolean, words: Words): RichText {
	const told = files.flatMap((file) => isRefused(file) ? [refusedLine(file, '', words)] : all ? [fileLine(file, words)] : [])
	return joined(...told.map((line, i) => i === 0 ? line : joined(textOf('\n'), line)))
}

function inParts(text: RichText, { limits, nick, textLength, split }: LetterOptions): readonly RichText[] {
	if (isEmpty(text)) {
		return []
	}
	// One more for the line break between a nick and a block.
	const room = Math.max(1, limits.text - (nick === '' ? 0 : codePoints(nick) + 1))
	const cut = split ?? ((whole: RichText, limit: number) => splitRich(whole, limit, textLength))
	return textLength !== undefined && textLength(text) <= room ? [text] : cut(text, room).filter((part) => !isEmpty(part))
}

function inGroups<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
	const each = Math.min(size, Math.max(1, all.length))
	return Array.from({ length: Math.ceil(all.length / each) }, (_, i) => all.slice(i * each, (i + 1) * each))
}
