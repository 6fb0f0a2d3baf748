const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Longer input is cut before anything else looks at it. */
const mostInput = 2000
const usual = /^[A-Za-z0-9._-]+(?: [A-Za-z0-9._-]+)*$/

const separators = /[\s\p{Z}\u0085]+/gu
/** Scripts whose letters change their shape at a (non-)joiner: ZWNJ and ZWJ are spelling there. */
const joining = '[\\p{scx=Arabic}\\p{scx=Syriac}\\p{scx=Mongolian}\\p{scx=Nko}\\p{scx=Devanagari}\\p{scx=Bengali}\\p{scx=Gurmukhi}\\p{scx=Gujarati}'
	+ '\\p{scx=Oriya}\\p{scx=Tamil}\\p{scx=Telugu}\\p{scx=Kannada}\\p{scx=Malayalam}\\p{scx=Sinhala}\\p{scx=Khmer}\\p{scx=Myanmar}]'
/** What is kept of the invisible: it belongs to what stands before (and after) it. */
const kept = [
	`(?<=${joining})[\\u200c\\u200d](?=${joining})`,
	'(?<=\\p{Extended_Pictographic}(?:\\ufe0f|\\p{Emoji_Modifier})?)\\u200d(?=\\p{Extended_Pictographic})',
	'(?<=\\p{Extended_Pictographic})\\ufe0f',
	'(?<=[0-9#*])\\ufe0f(?=\\u20e3)',
	'(?<=\\u{1f3f4})[\\u{e0061}-\\u{e007a}\\u{e0030}-\\u{e0039}]{1,6}\\u{e007f}',
].join('|')
/**
 * Control, format and other default-ignorable characters (bidi marks, overrides and isolates, zero-width ones, fillers, tags, variation
 * selectors), private use, non-characters, the blank Braille pattern. Arabic number signs are format characters that are seen.
 */
const invisible = '[\\p{Cc}\\p{Co}\\p{DI}\\p{Noncharacter_Code_Point}\\u2800]'
	+ '|(?![\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u{110bd}\\u{110cd}])\\p{Cf}'
const unseen = new RegExp(`(${kept})|${invisible}`, 'gu')
/** Vietnamese, Hebrew with cantillation, Tibetan and the Indic scripts need up to four marks on one letter. */
const towers = /(\p{M}{4})\p{M}+/gu

/**
 * A name as it may stand in a line among other people's: one line, nothing invisible, no text direction of its own, no towers of marks,
 * at most `most` grapheme clusters (then `…`), never empty (`?`). An `@` that begins a word becomes `＠`, so that a name calls nobody; it
 * can open neither a link nor code in Markdown. Joiners stay where a script or an emoji needs them. Cleaning twice changes nothing.
 */
export function cleanName(name: string, most = 64): string {
	if (name.length <= most && usual.test(name)) {
		return name
	}
	// What one pass takes away may have been what a joiner or a mark stood next to, so it goes on until there is nothing left to take.
	let clean = name
	let before
	do {
		before = clean
		clean = cleanedOnce(before, most)
	} while (clean !== before)
	return clean
}

function cleanedOnce(name: string, most: number): string {
	const line = name.slice(0, mostInput).toWellFormed().replace(separators, ' ').replace(unseen, '$1').normalize('NFC')
	const calm = line
		.replace(towers, '$1')
		.replace(/^[\s\p{M}]+/u, '')
		.replace(/(?<![\p{L}\p{N}])@/gu, '＠')
		.replaceAll('`', '\'')
		.replace(/\](?=[([])/g, '] ')
		.replace(/ {2,}/g, ' ')
		.trim()
	return bounded(calm, most) || '?'
}

function bounded(name: string, most: number): string {
	let end = 0
	let beforeLast = 0
	let count = 0
	for (const { index, segment } of clusters.segment(name)) {
		// Families of emoji can go on for ever within one cluster.
		if (count === most || index + segment.length > most * 4) {
			return `${name.slice(0, count === most ? beforeLast : end).trimEnd()}…`
		}
		beforeLast = end
		end = index + segment.length
		count += 1
	}
	return name
}
