const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const words = new Intl.Segmenter(undefined, { granularity: 'word' })

/** Ends of sentences in the world's scripts; those of Chinese and Japanese need no space after them. */
const sentence = /[.!?…؟۔।॥։።᙮។၏։׃][)\]"'”’»›]*(?=\s)|[。！？｡．][」』）”’]*/gu
/** A mark that stands on a space would lose it. */
const space = /\s(?![\p{M}\u200d])/gu
/** Scripts that write their words without spaces between them. */
const spaceless = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}\p{sc=Javanese}\p{sc=Tai_Le}]/u
/** What must not begin a line: closing brackets, commas, full stops. */
const clinging = /^[\p{Pe}\p{Pf}\p{Po}\p{M}ー々]/u
/** How far back words of such scripts are looked up. */
const wordsWithin = 160

/**
 * The best place for a cut after `from` and at or before `end` (which lies before the end of the text). In code only lines matter,
 * then words.
 */
export function cutIn(source: string, from: number, end: number, inCode: boolean): number {
	const half = from + Math.ceil((end - from) / 2)
	// Never looked for in the whole text: that would be quadratic.
	const window = source.slice(from, end + 2)
	const line = from + window.lastIndexOf('\n', end - from)
	if (inCode && line > from) {
		return line
	}
	const paragraph = inCode ? -1 : from + window.lastIndexOf('\n\n', end - from)
	if (paragraph >= half) {
		return paragraph
	}
	if (line >= half) {
		return line
	}
	const second = source.slice(half, end + 1)
	const after = inCode ? undefined : lastEnd(second, sentence, end - half)
	if (after !== undefined && after > 0) {
		return clusterCut(source, from, half + after)
	}
	const gap = lastStart(second, space)
	return gap !== undefined && half + gap > from ? half + gap : cutWithinRun(source, from, end)
}

/** No white space in the second half: the run is cut at a word if its script has no spaces, else before it, else at a cluster. */
function cutWithinRun(source: string, from: number, end: number): number {
	const start = Math.max(from, end - wordsWithin)
	if (spaceless.test(source.slice(Math.max(from, end - 40), end + 1))) {
		const cut = wordCut(source, start, end)
		if (cut > start && clusterCut(source, from, cut) === cut) {
			return cut
		}
	}
	const gap = lastStart(source.slice(from, end + 1), space)
	return gap !== undefined && gap > 0 ? from + gap : clusterCut(source, from, end)
}

function wordCut(source: string, start: number, end: number): number {
	let best = start
	for (const { index, segment } of words.segment(source.slice(start, end + 40))) {
		if (start + index > end) {
			break
		}
		best = clinging.test(segment) ? best : start + index
	}
	return best
}

/** The last boundary of a grapheme cluster at or before `end`; `end` itself if the cluster that begins at `from` is still going on. */
function clusterCut(source: string, from: number, end: number): number {
	const found = clusters.segment(source.slice(from, end + 64)).containing(end - from)
	return found === undefined || found.index === 0 ? end : from + found.index
}

function lastEnd(text: string, pattern: RegExp, most: number): number | undefined {
	let last: number | undefined
	for (const match of text.matchAll(pattern)) {
		const end = match.index + match[0].length
		last = end <= most ? end : last
	}
	return last
}

function lastStart(text: string, pattern: RegExp): number | undefined {
	let last: number | undefined
	for (const match of text.matchAll(pattern)) {
		last = match.index
	}
	return last
}
