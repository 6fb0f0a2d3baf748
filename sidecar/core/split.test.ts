import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anyText } from './arbitrary.test-help.ts'
import { splitText } from './split.ts'

const points = (text: string): number => [...text].length
const unspaced = (text: string): string => text.replace(/\s/gu, '')
const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

test('a text is cut where a person would cut it', () => {
	const cases: readonly (readonly [string, number, readonly string[]])[] = [
		['', 10, []],
		[' \n ', 10, []],
		[' short ', 10, [' short ']],
		['one two three', 8, ['one two', 'three']],
		['one two three', 7, ['one two', 'three']],
		['First is long. Second is too.', 20, ['First is long.', 'Second is too.']],
		['aaaa bbbb\ncccc dddd eeee', 16, ['aaaa bbbb', 'cccc dddd eeee']],
		['aaaa\nbbbb\n\ncccc\ndddd eeee', 18, ['aaaa\nbbbb', 'cccc\ndddd eeee']],
		['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
		['to abcdefghijk lm', 11, ['to', 'abcdefghijk', 'lm']],
		['🇩🇪🇫🇷🇪🇸', 5, ['🇩🇪🇫🇷', '🇪🇸']],
		['👩🏽‍🚀👩🏽‍🚀', 5, ['👩🏽‍🚀', '👩🏽‍🚀']],
		['e\u0301'.repeat(3), 3, ['e\u0301', 'e\u0301', 'e\u0301']],
		['a\u0301\u0301\u0301b', 2, ['a\u0301', '\u0301\u0301', 'b']],
		['今天天气很好。我们去公园散步吧。', 12, ['今天天气很好。', '我们去公园散步吧。']],
		['ab\ncdefg hijkl mnopq', 15, ['ab\ncdefg hijkl', 'mnopq']],
		['aaaa \u0301bbb', 6, ['aaaa \u0301', 'bbb']],
		['今天天气很好，我们去公园', 6, ['今天天气', '很好，我们去', '公园']],
		['今天天气很好，我们去公园', 7, ['今天天气很好，', '我们去公园']],
		['สวัสดีครับผมชื่อสมชาย', 13, ['สวัสดีครับผม', 'ชื่อสมชาย']],
		['هل أنت هنا؟ نعم أنا هنا الآن.', 18, ['هل أنت هنا؟', 'نعم أنا هنا الآن.']],
	]
	for (const [source, limit, expected] of cases) {
		assert.deepEqual(splitText(source, limit), expected, source)
	}
})

test('the parts after the first can have a limit of their own', () => {
	assert.deepEqual(splitText('aa bb cc dd ee', 9, 2), ['aa bb cc', 'dd', 'ee'])
})

const log = (lines: number): string => Array.from({ length: lines }, (_, i) => `    line ${i}`).join('\n')

test('a code block that is cut is closed and opened again', () => {
	const parts = splitText(`Look:\n\`\`\`js\n${log(20)}\n\`\`\`\nThat was it.`, 120)
	assert.ok(parts.length > 2)
	for (const part of parts) {
		assert.ok(points(part) <= 120, part)
		assert.equal((part.match(/^```/gm) ?? []).length % 2, 0, part)
	}
	const code = parts.join('\n').split('\n').filter((line) => line.startsWith('    line'))
	assert.equal(code.join('\n'), log(20))
	assert.ok(parts[1]?.startsWith('```js\n    line'))
	assert.match(parts.at(-1) ?? '', /\nThat was it\.$/)
})

test('a code block that has only just begun goes to the next part whole', () => {
	const parts = splitText(`${'word '.repeat(16)}\n\`\`\`\n${log(3)}\n\`\`\``, 100)
	assert.deepEqual(parts, ['word '.repeat(16).trimEnd(), `\`\`\`\n${log(3)}\n\`\`\``])
})

test('the end of a code block does not become an empty one', () => {
	for (let limit = 60; limit < 90; limit += 1) {
		for (const part of splitText(`\`\`\`\n${log(9)}\n\`\`\``, limit)) {
			assert.match(part, /line \d/, `limit ${limit}`)
		}
	}
})

test('a fence too long to be repeated is text like other text', () => {
	const source = `\`\`\`${'x'.repeat(60)}\n${log(9)}`
	for (const parts of [splitText(source, 50), splitText(source, 400, 50), splitText(`\`\`\`js\n${log(9)}`, 40, 10)]) {
		assert.ok(parts.slice(1).every((part) => points(part) <= 50))
	}
	assert.equal(unspaced(splitText(source, 50).join('')), unspaced(source))
	assert.ok(splitText(`\`\`\`js\n${log(9)}`, 40, 10).slice(1).every((part) => points(part) <= 10))
})

test('blank lines at the end of a code block that nobody closed make no part of their own', () => {
	const parts = splitText(`\`\`\`\n${log(9)}${'\n'.repeat(200)}`, 60)
	assert.match(parts.at(-1) ?? '', /line 8$/)
})

const limits = fc.integer({ min: 1, max: 80 })
const withoutFences = anyText(80).map((text) => text.replace(/`{3,}|~{3,}/g, '.'))

test('every part keeps to the limit, none is empty, and only white space is lost', () => {
	fc.assert(fc.property(withoutFences, limits, limits, (source, limit, rest) => {
		const parts = splitText(source, limit, rest)
		parts.forEach((part, i) => {
			assert.ok(points(part) <= (i === 0 ? limit : rest))
			assert.notEqual(part.trim(), '')
		})
		assert.equal(unspaced(parts.join('')), unspaced(source))
	}), { numRuns: 2000 })
})

test('no cut goes through a grapheme cluster that would fit', () => {
	fc.assert(fc.property(withoutFences, fc.integer({ min: 12, max: 60 }), (source, limit) => {
		const boundaries = new Set([...clusters.segment(source)].map(({ index }) => index))
		let at = 0
		for (const part of splitText(source, limit)) {
			at = source.indexOf(part, at)
			if (!boundaries.has(at)) {
				const cluster = clusters.segment(source).containing(at)
				const whole = cluster?.segment ?? ''
				// White space may go, though a mark stood on it.
				assert.ok(points(whole) > limit || whole.trimStart() !== whole, JSON.stringify([source, limit, part]))
			}
			at += part.length
		}
	}), { numRuns: 2000 })
})

/** Text and code blocks as people mix them. */
const mixed = fc.array(fc.oneof(
	fc.string({ unit: fc.constantFrom(...'abc de. é\n日👍'), maxLength: 80, size: 'max' }).map((text) => `\n${text}`),
	fc.array(fc.string({ unit: fc.constantFrom(...'{} xyz;'), maxLength: 30 }), { maxLength: 12, size: 'max' })
		.chain((lines) => fc.constantFrom('```', '```js', '~~~', '````').map((fence) => `\n${fence}\n${lines.join('\n')}\n${fence.replace('js', '')}\n`)),
), { maxLength: 8, size: 'max' }).map((all) => all.join(''))
const codeless = (text: string): string => unspaced(text.replace(/^(?:`{3,}(?:js)?|~{3,})$/gm, ''))

test('around code blocks too: limits are kept, nothing but added fences and white space differs, and each part is closed in itself', () => {
	fc.assert(fc.property(mixed, fc.integer({ min: 40, max: 120 }), (source, limit) => {
		const parts = splitText(source, limit)
		for (const part of parts) {
			assert.ok(points(part) <= limit, JSON.stringify([source, part]))
			assert.notEqual(part.trim(), '')
			for (const fence of ['```', '````', '~~~']) {
				const own = part.split('\n').filter((line) => line === fence || line === `${fence}js`)
				assert.equal(own.length % 2, 0, JSON.stringify([source, part]))
			}
		}
		assert.equal(codeless(parts.join('\n')), codeless(source))
	}), { numRuns: 2000 })
})

test('a million characters of anything are cut in little time', () => {
	const units = [
		['word ', 'x', '\n', ' ', '. ', '日本語', 'ภาษาไทย', '👩🏽‍🚀', '\u0301', '\u200d', '```\n', '```\n\n', '```js\na\n', '~~~\nb\n', '`', '\ud83d', 'a\n\n', '😀', '🇩🇪'],
		[`${'a'.repeat(200)}\n`, ' \n', '\t'],
	].flat()
	for (const unit of units) {
		for (const limit of [400, 32_000]) {
			const source = `a${unit.repeat(Math.ceil(1_000_000 / unit.length))}b`
			const began = performance.now()
			const parts = splitText(source, limit)
			const took = performance.now() - began
			assert.ok(took < 5000, `${JSON.stringify(unit)} at ${limit}: ${Math.round(took)} ms`)
			assert.ok(parts.length > 0 && parts.every((part) => part.length <= limit * 2))
		}
	}
})
