import type { MentionSpan, RichText } from './event.ts'

import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anyRich } from './arbitrary.test-help.ts'
import { personId } from './ids.ts'
import { fromMarkdown, toMarkdown } from './markdown.ts'
import { phrase } from './phrase.ts'
import { joined, plain, textOf } from './richtext.ts'
import { codePoints, longMention, splitRich, usualLength } from './split-rich.ts'

const luis: MentionSpan = { as: 'mention', of: personId('luis@nube.minube2.com'), name: 'Luis' }
const written = (text: RichText): string => toMarkdown(text, ({ name }) => `@${name}`)

function mentions(text: RichText): readonly string[] {
	return text.flatMap((span): readonly string[] => span.as === 'mention' ? [`${span.of} ${span.name}`] : 'inner' in span ? mentions(span.inner) : [])
}

test('a short text comes back as it is', () => {
	const text: RichText = [...textOf('*not parsed*'), luis]
	const parts = splitRich(text, 200)
	assert.equal(parts.length, 1)
	assert.equal(parts[0], text)
})

test('a phrase is cut as it reads in English, and keeps its mentions', () => {
	const parts = splitRich([phrase('{who} said: {text}', { who: [luis], text: 'one two three four five six' })], 40)
	assert.deepEqual(parts.map(written), ['@Luis said: one two', 'three four five six'])
	assert.deepEqual(parts.flatMap(mentions), [`${luis.of} Luis`])
})

test('a long text keeps its markup and its mentions', () => {
	const text: RichText = [...fromMarkdown('**one two** three '), luis, ...textOf(' four five six '), luis]
	assert.deepEqual(splitRich(text, 40), [
		fromMarkdown('**one two** three'),
		[luis, ...textOf(' four five six')],
		[luis],
	])
	assert.deepEqual(splitRich(fromMarkdown('> a b\n> c d'), 6).map(written), ['> a b', '> c d'])
})

test('short markup is not cut through', () => {
	const bold = fromMarkdown(`${'aaaa '.repeat(7)}**b c** d`)
	assert.deepEqual(splitRich(bold, 40).map(written), ['aaaa '.repeat(7).trimEnd(), '**b c** d'])
	const code = fromMarkdown(`${'aaaa '.repeat(7)}\`b c\` d`)
	assert.deepEqual(splitRich(code, 38)[1], fromMarkdown('`b c` d'))
})

test('what a target needs more for than we count is cut smaller', () => {
	const doubled = (text: RichText): number => codePoints(written(text)) * 2
	const parts = splitRich(textOf('one two three four'), 18, doubled)
	assert.deepEqual(parts.map(plain), ['one two', 'three', 'four'])
})

test('code points are counted, not UTF-16 units', () => {
	assert.equal(codePoints('a👍e\u0301\ud800'), 5)
	assert.equal(usualLength([luis]), '@"luis@nube.minube2.com"'.length)
	assert.equal(longMention({ as: 'mention', of: 'nobodyHere', name: 'Juan Carlos' }), '@"Juan Carlos"')
})

test('parts keep to the limit, and no mention, letter or order is lost', () => {
	const letters = (text: string): string => text.replace(/[\s>`*~]|js$/gmu, '')
	fc.assert(fc.property(fc.array(anyRich, { maxLength: 6 }), fc.integer({ min: 50, max: 120 }), (texts, limit) => {
		const text = joined(...texts.map((each) => [...each, ...textOf(' ')]))
		const parts = splitRich(text, limit)
		for (const part of parts) {
			assert.ok(usualLength(part) <= limit)
		}
		assert.deepEqual(parts.flatMap(mentions), mentions(text))
		assert.equal(letters(parts.map(written).join('\n')), letters(written(text)))
	}), { numRuns: 500 })
})

test('private-use characters of a person are left to them', () => {
	const text: RichText = [...textOf(`${'\ue000 \ue001 '.repeat(20)}`), luis, ...textOf(' \ue002')]
	const parts = splitRich(text, 40)
	assert.deepEqual(parts.flatMap(mentions), mentions(text))
	assert.equal(parts.map(plain).join(' '), plain(text))
})

test('the fillers of a stand-in go, a person\'s own stays', () => {
	const text: RichText = [luis, ...textOf(`\u034fx ${'word '.repeat(20)}`)]
	assert.deepEqual(splitRich(text, 40)[0]?.slice(0, 2), [luis, { as: 'text', text: '\u034fx word word' }])
})

test('a mention that takes more than there is becomes its name', () => {
	const greedy = (text: RichText): number => usualLength(text) + 1000 * mentions(text).length
	const parts = splitRich([...textOf('one two three '), luis, ...textOf(' four')], 10, greedy)
	assert.ok(parts.every((part) => greedy(part) <= 10))
	assert.equal(parts.map(plain).join(' '), 'one two three @Luis four')
})

test('thousands of mentions are split in time', () => {
	const text = Array.from({ length: 7000 }, () => [luis, ...textOf(' ')]).flat()
	const began = performance.now()
	const parts = splitRich(text, 1000)
	assert.ok(performance.now() - began < 3000)
	assert.ok(parts.every((part) => usualLength(part) <= 1000))
	assert.equal(parts.map(plain).join(' ').match(/@Luis/g)?.length, 7000)
})
