import type { Attachment, KeptFile, Quote, RefusedFile, RichText } from './event.ts'
import type { Words } from './words.ts'

import { changeBetween } from './change.ts'
import { cleanName } from './clean-name.ts'
import { excerpt, isEmpty, plain, shortened, stacked, textOf } from './richtext.ts'
import { english } from './words.ts'

/*
 * The one place where what a target can't show becomes readable text.
 */

/** Grapheme clusters of a message that are quoted. */
const mostQuoted = 160

/** Who and what is answered, as a quote block. For a reply of whose target the room has no copy, or where there are no replies. */
export function quoted(quote: Quote, words: Words = english): RichText {
	const excerpted = quote.of === undefined ? shortened(quote.excerpt, mostQuoted) : excerpt(words.of(quote.of), mostQuoted)
	const said = words.quoteOf(cleanName(quote.author), excerpted).trimEnd()
	return [{ as: 'quote', inner: textOf(said) }]
}

/** Stands in a target without files where the file would be: `📎 plan.pdf (12 MB)`. */
export const fileLine = (file: KeptFile, words: Words = english): RichText => textOf(described(file, words))

/** `author`: only where it is not seen anyway whose message it was. */
export function refusedLine(file: RefusedFile, author = '', words: Words = english): RichText {
	const shown = described(file, words)
	const whose = author === '' ? shown : words.fileBy(shown, cleanName(author))
	return textOf(words.refused(whose, reason(file, words)))
}

function reason(file: RefusedFile, words: Words): string {
	return file.refused === 'large' && file.limit !== undefined ? words.largerThan(sizeText(file.limit, words)) : words.refusal[file.refused]
}

function described(file: Attachment, words: Words): string {
	const limit = 'limit' in file ? file.limit : undefined
	// A file that is a little over the limit must not look as large as the limit.
	const size = limit !== undefined && sizeText(file.size) === sizeText(limit) ? words.bytes(file.size) : sizeText(file.size, words)
	return file.voice ? words.voice(size) : words.file(cleanName(file.name, 100), size)
}

/**
 * Bytes as people say them: `812 bytes`, `4.2 kB`, `12 MB`, in powers of 1,000. Round numbers in powers of 1,024, as limits often are, in
 * theirs: `5 MiB`.
 */
export function sizeText(bytes: number, words: Words = english): string {
	if (bytes < 1000) {
		return words.bytes(bytes)
	}
	const isBinary = bytes % (bytes < 2 ** 30 ? 2 ** 20 : 2 ** 30) === 0
	const [base, units] = isBinary ? [1024, ['KiB', 'MiB', 'GiB', 'TiB']] as const : [1000, ['kB', 'MB', 'GB', 'TB']] as const
	let value = bytes / base
	let unit = 0
	while (Math.round(value) >= base && unit < units.length - 1) {
		value /= base
		unit += 1
	}
	return `${words.number(value < 9.95 ? Number(value.toFixed(1)) : Math.round(value))} ${units[unit]}`
}

/**
 * Follows a message that can no longer be edited: the new text, and, if the old one is known, the stretch of it that is different.
 */
export function editNotice(before: RichText | string | undefined, after: RichText, words: Words = english): RichText {
	const now = words.edited(isEmpty(after) ? textOf('–') : after)
	const old = before === undefined ? '' : changeBetween(typeof before === 'string' ? before : plain(before), plain(after))
	return old === '' ? now : stacked(now, words.before([{ as: 'strike', inner: textOf(shortened(old, mostQuoted)) }]))
}

/** For targets without reactions, said in the name of who reacted: `reacted with 👍 to: “see you at five”`. */
export function reactionText(emoji: string, removed: boolean, to?: RichText, words: Words = english): RichText {
	const shown = shortened(emoji, 32)
	const text = to === undefined || isEmpty(to) ? undefined : excerpt(to, 60)
	return textOf(removed ? words.unreacted(shown, text) : words.reacted(shown, text))
}

/** A reply to the copy that can't be removed, or a message that quotes what was deleted. */
export function deletionText(of?: Quote, words: Words = english): RichText {
	const said = textOf(words.deleted)
	return of === undefined ? said : stacked(quoted(of, words), said)
}

const minuteText = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')

/**
 * Precedes what arrives late. Times in milliseconds since 1970, told in UTC, for the readers' zones are not known:
 * `3 messages from 2026-07-30 14:05 to 16:20 UTC arrive late.`
 */
export function lateNotice(count: number, from: number, to: number, words: Words = english): RichText {
	const [first, last] = [minuteText(Math.min(from, to)), minuteText(Math.max(from, to))]
	const sameDay = first.slice(0, 10) === last.slice(0, 10)
	return textOf(words.late(count, count === 1 ? `${first} UTC` : first, `${sameDay ? last.slice(11) : last} UTC`))
}
