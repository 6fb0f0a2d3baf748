import type { RichText } from './event.ts'

import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anyRich, anyText } from './arbitrary.test-help.ts'
import { personId } from './ids.ts'
import { phrase, phrases } from './phrase.ts'
import { excerpt, holdsPhrase, isEmpty, joined, mapText, plain, shortened, stacked, textOf } from './richtext.ts'

const ana: RichText = [{ as: 'mention', of: personId('ana@x.org'), name: 'Ana Ñ' }]
const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

test('plain text is what a person reads without markup', () => {
	const cases: readonly (readonly [RichText, string])[] = [
		[[], ''],
		[textOf('a *b*'), 'a *b*'],
		[[{ as: 'bold', inner: [{ as: 'text', text: 'a' }, { as: 'italic', inner: textOf('b') }] }, { as: 'strike', inner: textOf('c') }], 'abc'],
		[[{ as: 'text', text: 'hi ' }, ...ana], 'hi @Ana Ñ'],
		[[{ as: 'link', url: 'https://x.org', inner: textOf('here') }], 'here (https://x.org)'],
		[[{ as: 'link', url: 'https://x.org', inner: textOf('https://x.org') }], 'https://x.org'],
		[[{ as: 'link', url: 'https://x.org', inner: [] }], 'https://x.org'],
		[[{ as: 'link', url: 'mailto:a@x.org', inner: textOf('a@x.org') }], 'a@x.org'],
		[[{ as: 'quote', inner: textOf('one\n\ntwo') }, { as: 'text', text: '\nso' }], '> one\n>\n> two\nso'],
		[[{ as: 'codeBlock', text: 'a\nb', language: 'js' }, { as: 'code', text: 'c' }], 'a\nbc'],
	]
	for (const [text, expected] of cases) {
		assert.equal(plain(text), expected)
	}
})

test('a text is empty if nobody could read anything in it', () => {
	for (const text of [[], textOf(' \n\u00a0'), [{ as: 'bold', inner: textOf(' ') }, { as: 'codeBlock', text: '\n' }]] satisfies RichText[]) {
		assert.equal(isEmpty(text), true)
	}
	for (const text of [textOf('.'), ana, [{ as: 'quote', inner: ana }], [{ as: 'link', url: 'https://x.org', inner: [] }]] satisfies RichText[]) {
		assert.equal(isEmpty(text), false)
	}
})

test('mapText changes text spans at any depth, and neither code nor names nor addresses', () => {
	const text: RichText = [
		{ as: 'text', text: 'a' },
		{ as: 'code', text: 'a' },
		{ as: 'codeBlock', text: 'a' },
		...ana,
		{ as: 'quote', inner: [{ as: 'link', url: 'a', inner: textOf('a') }] },
	]
	assert.deepEqual(mapText(text, (part) => part.toUpperCase()), [
		{ as: 'text', text: 'A' },
		{ as: 'code', text: 'a' },
		{ as: 'codeBlock', text: 'a' },
		...ana,
		{ as: 'quote', inner: [{ as: 'link', url: 'a', inner: textOf('A') }] },
	])
	assert.deepEqual(mapText(textOf('a'), () => ''), [])
})

test('mapText with the same text changes nothing that can be read', () => {
	fc.assert(fc.property(anyRich, (text) => assert.equal(plain(mapText(text, (part) => part)), plain(text))))
})

test('joined texts have no empty and no neighbouring text spans', () => {
	assert.deepEqual(joined(textOf('a'), [{ as: 'text', text: '' }], textOf('b'), ana, textOf('c')), [{ as: 'text', text: 'ab' }, ...ana, { as: 'text', text: 'c' }])
})

test('stacked texts stand one above another, without those that say nothing', () => {
	assert.equal(plain(stacked(textOf('a'), [], textOf(' '), textOf('b'))), 'a\n\nb')
	assert.deepEqual(stacked([], textOf('b')), textOf('b'))
})

test('an excerpt is one line, cut between grapheme clusters, without what the message quotes', () => {
	const cases: readonly (readonly [RichText, number, string])[] = [
		[textOf(' a\r\n\t b '), 10, 'a b'],
		[textOf('abcdef'), 6, 'abcdef'],
		[textOf('abcdefg'), 6, 'abcde…'],
		[textOf('ab cdefg'), 4, 'ab…'],
		[textOf('👩🏽‍🚀👩🏽‍🚀👩🏽‍🚀'), 2, '👩🏽‍🚀…'],
		[textOf('e\u0301e\u0301'), 2, 'e\u0301e\u0301'],
		[textOf('abc'), 1, '…'],
		[[{ as: 'quote', inner: textOf('old') }, { as: 'text', text: '\nnew' }], 20, 'new'],
		[[{ as: 'quote', inner: textOf('old') }], 20, '> old'],
		[textOf(''), 5, ''],
		[textOf(' '.repeat(1000)), 5, ''],
	]
	for (const [text, max, expected] of cases) {
		assert.equal(excerpt(text, max), expected)
	}
})

test('no text makes an excerpt longer than asked, or of more than one line', () => {
	fc.assert(fc.property(anyText(), fc.integer({ min: 1, max: 30 }), (text, max) => {
		const short = shortened(text, max)
		assert.ok([...clusters.segment(short)].length <= max, JSON.stringify(short))
		assert.ok(!/[\n\r\t]/.test(short) && short.isWellFormed())
	}))
})

test('a tower of marks does not become a long excerpt', () => {
	assert.ok(shortened(`a${'\u0301'.repeat(100_000)}`, 20).length <= 161)
})

test('a phrase that nobody has put into a language reads in English, wherever it stands', () => {
	const called = phrase('{actor} called {user}', { actor: ana, user: [phrase('somebody')] })
	const cases: readonly (readonly [RichText, string])[] = [
		[[called], '@Ana Ñ called somebody'],
		[[{ as: 'bold', inner: [called] }], '@Ana Ñ called somebody'],
		[[phrases('{count} vote', '{count} votes', 1)], '1 vote'],
		[[phrases('{count} vote', '{count} votes', 0)], '0 votes'],
		[[phrase('{actor} left')], '{actor} left'],
		[[{ as: 'link', url: 'https://x.org', inner: [phrase('join')] }], 'join (https://x.org)'],
	]
	for (const [text, expected] of cases) {
		assert.equal(plain(text), expected)
		assert.equal(isEmpty(text), false)
		assert.equal(holdsPhrase(text), true)
		assert.deepEqual(JSON.parse(JSON.stringify(text)), text)
	}
	assert.equal(excerpt([called], 10), '@Ana Ñ ca…')
	assert.equal(isEmpty([phrase('{actor}', { actor: [] })]), true)
	assert.equal(holdsPhrase(ana), false)
})

test('mapText changes what a phrase names, and not the phrase', () => {
	assert.deepEqual(mapText([phrase('a {a}', { a: [...textOf('a'), ...ana] })], (part) => part.toUpperCase()), [phrase('a {a}', { a: [...textOf('A'), ...ana] })])
})
