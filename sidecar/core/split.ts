import type { Fence } from './split-fence.ts'

import { cutIn } from './split-cut.ts'
import { closingLine, fencesUpTo } from './split-fence.ts'

const atLeastOne = (limit: number): number => Math.max(1, Math.floor(limit))

/**
 * Cuts written Markdown into parts of at most `limit` code points (`rest` for all but the first), in order, none empty. Cuts at the end of
 * a paragraph, a line, a sentence, a word or a grapheme cluster, whatever comes first in that order and leaves a part at least half
 * full; within a cluster only if a single one is longer than the limit. Only white space is lost, at the cuts. A code block that is
 * cut is closed, and opened again in the next part, within the limit. Linear in the length of the text.
 */
export function splitText(source: string, limit: number, rest = limit): readonly string[] {
	if (source.trim() === '') {
		return []
	}
	if (forward(source, 0, atLeastOne(limit), source.length) === source.length) {
		return [source]
	}
	const parts: string[] = []
	const end = source.trimEnd().length
	let at = spaceEnd(source, 0)
	let open: Fence | undefined
	while (at < end) {
		const part = nextPart(source, at, end, open, atLeastOne(parts.length === 0 ? limit : rest), atLeastOne(Math.min(limit, rest)))
		if (part.text !== '') {
			parts.push(part.text)
		}
		at = part.next
		open = part.open
	}
	return parts
}

interface Part { readonly text: string, readonly next: number, readonly open: Fence | undefined }

function nextPart(source: string, at: number, end: number, open: Fence | undefined, size: number, smallest: number): Part {
	const opening = open === undefined ? '' : `${open.line}\n`
	if (forward(source, at, size - opening.length, end) === end) {
		return { text: opening + source.slice(at, end), next: end, open: undefined }
	}
	// Closing a block takes room, and with less room the cut may fall elsewhere: once more until it fits.
	for (let reserve = 0; ;) {
		const most = forward(source, at, Math.max(1, size - opening.length - reserve), end)
		const { cut, open: after } = cutBeforeBlock(source, at, most, open, smallest)
		const need = after === undefined ? 0 : after.marker.length + 1
		if (need <= reserve) {
			return finished(source, at, cut, opening, after)
		}
		reserve = need
	}
}

/** The cut, and the code block that is open there. Before a block that has only just begun. */
function cutBeforeBlock(source: string, at: number, most: number, open: Fence | undefined, smallest: number) {
	const cut = cutIn(source, at, most, open !== undefined)
	const found = fencesUpTo(source, at, cut, open, smallest)
	const justBegun = found.open !== undefined && found.openedAt !== undefined && found.openedAt - at > (cut - at) / 3
	return justBegun ? { cut: found.openedAt ?? cut, open: undefined } : { cut, open: found.open }
}

function finished(source: string, at: number, cut: number, opening: string, after: Fence | undefined): Part {
	const piece = source.slice(at, cut)
	const isBlank = piece.trim() === ''
	if (after === undefined) {
		return { text: isBlank ? '' : opening + piece.trimEnd(), next: spaceEnd(source, cut), open: undefined }
	}
	const closed = `${opening}${piece}${piece.endsWith('\n') ? '' : '\n'}${after.marker}`
	const line = source.startsWith('\r\n', cut) ? cut + 2 : source[cut] === '\n' ? cut + 1 : cut
	const closedAt = closingLine(source, line, after)
	return {
		text: isBlank && opening !== '' ? '' : closed,
		next: closedAt === undefined ? line : spaceEnd(source, closedAt),
		open: closedAt === undefined ? after : undefined,
	}
}

const isHigh = (unit: number): boolean => (unit & 0xfc00) === 0xd800
const isLow = (unit: number): boolean => (unit & 0xfc00) === 0xdc00

/** The place `count` code points further on, at most `end`. */
function forward(source: string, from: number, count: number, end: number): number {
	let at = from
	for (let left = count; left > 0 && at < end; left -= 1) {
		at += isHigh(source.charCodeAt(at)) && isLow(source.charCodeAt(at + 1)) ? 2 : 1
	}
	return Math.min(at, end)
}

function spaceEnd(source: string, from: number): number {
	const space = /\s*/y
	space.lastIndex = from
	space.test(source)
	return space.lastIndex
}
