import type { RichText, Span } from './event.ts'

import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anyRich, anyText } from './arbitrary.test-help.ts'
import { personId } from './ids.ts'
import { fromMarkdown, toMarkdown } from './markdown.ts'
import { phrase } from './phrase.ts'
import { plain, textOf } from './richtext.ts'

const noMention = (): never => assert.fail('Markdown has no mentions')
const back = (text: RichText): string => toMarkdown(text, noMention)
const text = (words: string): Span => ({ as: 'text', text: words })
const bare = (url: string): Span => ({ as: 'link', url, inner: textOf(url) })

const table: readonly (readonly [string, RichText])[] = [
	['', []],
	['see you at 5', [text('see you at 5')]],
	['a **b** c', [text('a '), { as: 'bold', inner: [text('b')] }, text(' c')]],
	['*a **b** c*', [{ as: 'italic', inner: [text('a '), { as: 'bold', inner: [text('b')] }, text(' c')] }]],
	['***x***', [{ as: 'italic', inner: [{ as: 'bold', inner: [text('x')] }] }]],
	['~~gone~~', [{ as: 'strike', inner: [text('gone')] }]],
	['`a*b*`', [{ as: 'code', text: 'a*b*' }]],
	['`` a`b ``', [{ as: 'code', text: ' a`b ' }]],
	['`` `a` ``', [{ as: 'code', text: '`a`' }]],
	['``a b``', [text('`'), { as: 'code', text: 'a b' }, text('`')]],
	['```js\nlet a = `*`\n\nb\n```', [{ as: 'codeBlock', text: 'let a = `*`\n\nb', language: 'js' }]],
	['so:\n```\n@all **x**\n```\ndone', [text('so:\n'), { as: 'codeBlock', text: '@all **x**' }, text('\ndone')]],
	['```\n```', [{ as: 'codeBlock', text: '' }]],
	['```\n\n```\n**b**', [text('```\n\n```\n'), { as: 'bold', inner: [text('b')] }]],
	['*\ufeffa* **b**', [text('*\ufeffa* '), { as: 'bold', inner: [text('b')] }]],
	['````\n```\n````', [text('````\n```\n````')]],
	['~~~\n*a*\n~~~', [text('~~~\n*a*\n~~~')]],
	['```js\n*open*', [text('```js\n*open*')]],
	['> a\n> **b**\n>\n> c', [{ as: 'quote', inner: [text('a\n'), { as: 'bold', inner: [text('b')] }, text('\n\nc')] }]],
	['> old\nnew', [{ as: 'quote', inner: [text('old')] }, text('\nnew')]],
	['> > deep\n> up', [{ as: 'quote', inner: [{ as: 'quote', inner: [text('deep')] }, text('\nup')] }]],
	['>a', [text('>a')]],
	['a > b', [text('a > b')]],
	['[t **b**](https://x.org/a_(b))', [{ as: 'link', url: 'https://x.org/a_(b)', inner: [text('t '), { as: 'bold', inner: [text('b')] }] }]],
	['[t](https://x.org "title")', [text('[t](https://x.org "title")')]],
	['[a](javascript:alert(1))', [text('[a](javascript:alert(1))')]],
	['[a](/relative)', [text('[a](/relative)')]],
	['[m](mailto:a@x.org)', [{ as: 'link', url: 'mailto:a@x.org', inner: [text('m')] }]],
	['see https://x.org/?a=1&b=2.', [text('see '), bare('https://x.org/?a=1&b=2'), text('.')]],
	['<https://x.org>', [text('<'), bare('https://x.org'), text('>')]],
	['@ana@x.org, www.x.org', [text('@ana@x.org, www.x.org')]],
	['__a__ _b_ ~c~', [text('__a__ _b_ ~c~')]],
	['__a *b*__', [text('__a '), { as: 'italic', inner: [text('b')] }, text('__')]],
	['# T **b**\n- *i*\n- j\n\n    *code*', [
		text('# T '),
		{ as: 'bold', inner: [text('b')] },
		text('\n- '),
		{ as: 'italic', inner: [text('i')] },
		text('\n- j\n\n    *code*'),
	]],
	['- a *b\n- c* d', [text('- a *b\n- c* d')]],
	['2 * 3 * 4 snake_case_name 5<6', [text('2 * 3 * 4 snake_case_name 5<6')]],
	['\\*a\\* &amp; <b>c</b>', [text('\\*a\\* &amp; <b>c</b>')]],
]

test('Markdown is read as Talk shows it', () => {
	for (const [source, expected] of table) {
		assert.deepEqual(fromMarkdown(source), expected, JSON.stringify(source))
	}
})

test('no character is lost or changed on the way there and back', () => {
	for (const [source] of table) {
		assert.equal(back(fromMarkdown(source)), source)
	}
	fc.assert(fc.property(anyText(), (source) => assert.equal(back(fromMarkdown(source)), source)), { numRuns: 2000 })
})

test('what was written by toMarkdown and read again is written the same', () => {
	fc.assert(fc.property(anyRich, (rich) => {
		const source = toMarkdown(rich, (mention) => `@${mention.name}`)
		assert.equal(back(fromMarkdown(source)), source)
	}))
})

test('what cannot be misread comes back as the same spans', () => {
	const spans: RichText = [
		text('a '),
		{ as: 'bold', inner: [text('b '), { as: 'italic', inner: [text('c')] }] },
		text(' '),
		{ as: 'code', text: 'x``y' },
		text('\n'),
		{ as: 'quote', inner: [text('q\n'), { as: 'strike', inner: [text('r')] }] },
		text('\n\n'),
		{ as: 'codeBlock', text: '1\n2', language: 'c' },
	]
	assert.deepEqual(fromMarkdown(back(spans)), spans)
})

test('text from networks that know no Markdown still becomes Markdown that means the same', () => {
	const cases: readonly (readonly [RichText, string])[] = [
		[[{ as: 'bold', inner: textOf(' a ') }, text('b')], ' **a** b'],
		[[{ as: 'bold', inner: textOf(' ') }, { as: 'italic', inner: [] }], ' '],
		[[text('so'), { as: 'codeBlock', text: 'a\n```\nb' }, text('then')], 'so\n````\na\n```\nb\n````\nthen'],
		[[{ as: 'quote', inner: textOf('a\n\nb') }, text('c')], '> a\n>\n> b\n\nc'],
		[[{ as: 'quote', inner: textOf('a') }, { as: 'quote', inner: textOf('b') }], '> a\n\n> b'],
		[[{ as: 'link', url: 'https://x.org/a b)', inner: textOf('t') }], '[t](https://x.org/a%20b%29)'],
		[[{ as: 'link', url: 'https://x.org/', inner: [] }], 'https://x.org/'],
		[[{ as: 'code', text: '`' }, { as: 'code', text: '' }], '`` ` ``'],
		[[{ as: 'codeBlock', text: 'a', language: 'c `\n' }], '```c\na\n```'],
	]
	for (const [rich, expected] of cases) {
		assert.equal(back(rich), expected)
	}
})

test('the target writes its own mentions', () => {
	const rich: RichText = [{ as: 'bold', inner: [{ as: 'mention', of: personId('ana@x.org'), name: 'Ana' }] }]
	assert.equal(toMarkdown(rich, ({ of }) => `@"${of}"`), '**@"ana@x.org"**')
})

test('a phrase is written in English, with its mentions', () => {
	const rich: RichText = [phrase('{actor} left', { actor: [{ as: 'mention', of: personId('ana@x.org'), name: 'Ana' }] })]
	assert.equal(toMarkdown(rich, ({ of }) => `@"${of}"`), '@"ana@x.org" left')
})

test('nothing that people can read is lost in reading', () => {
	fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'abc .é日👍'), maxLength: 200 }), (words) => assert.equal(plain(fromMarkdown(words)), words)))
})

test('hostile texts of 32,000 characters are read in no time and lose nothing', () => {
	const units = [
		['*', '**a', '*a ', '_a', '~~a', '`', '`a', '[', '[a](', '[*a', '[*a\n\n', '- *a\n', '![', '<', '<!--', '!', '>', '> ', '> a\n', '> > > > > > a\n', '>\n'],
		['```\n', '```\na\n', '~~~a\n', 'a*b**c***', 'https://', 'a@', '\\', '\ud800*', '*\u200b', '|', '#', '\n', '&#', '](x)', '*_'],
	].flat()
	for (const unit of units) {
		const source = unit.repeat(Math.ceil(32_000 / unit.length))
		const began = performance.now()
		const read = fromMarkdown(source)
		const took = performance.now() - began
		assert.ok(took < 1000, `${JSON.stringify(unit)}: ${Math.round(took)} ms`)
		assert.equal(back(read), source)
	}
})
