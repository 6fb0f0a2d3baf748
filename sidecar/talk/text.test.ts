import type { Parameter } from './types.ts'

import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromMarkdown, toMarkdown } from '../core/markdown.ts'
import { plain } from '../core/richtext.ts'
import { talkText } from './text.ts'

const facts = { host: 'nube.example', bornHere: (name: string) => name.toLowerCase() === 'ana' }
const user = (id: string, name = id): Parameter => ({ type: 'user', id, name, 'mention-id': id })
function written(message: string, messageParameters: Readonly<Record<string, Parameter>> = {}): string {
	return toMarkdown(
		talkText({ message, messageParameters, markdown: true }, facts),
		({ of, name }) => `‹${of}|${name}›`,
	)
}

const table: readonly (readonly [what: string, message: string, parameters: Readonly<Record<string, Parameter>>, expected: string])[] = [
	['a mention within emphasis', '**{mention-user1}** _{mention-user1}_', { 'mention-user1': user('ana', 'Ana') }, '**‹ana@nube.example|Ana›** _‹ana@nube.example|Ana›_'],
	['a name that is Markdown itself', '{mention-user1}!', { 'mention-user1': user('bo', '*Bo*') }, '‹bo@nube.example|*Bo*›!'],
	['a federated person', '{mention-federated-user1}', { 'mention-federated-user1': { ...user('laura', 'Laura'), server: 'https://Otra.example' } }, '‹laura@otra.example|Laura›'],
	['an e-mail guest', '{mention-email1}', { 'mention-email1': { type: 'email', id: 'abc', name: 'Eva' } }, '‹email/abc@nube.example|Eva›'],
	['a team', '{mention-team1} ven', { 'mention-team1': { type: 'circle', id: 'x1', name: 'Los jueves' } }, '@Los jueves ven'],
	['a file alone is no text', '{file}', { file: { type: 'file', id: '1', name: 'a.png' } }, ''],
	['a file within a caption', 'mira {file}', { file: { type: 'file', id: '1', name: 'a.png' } }, 'mira'],
	['braces that name no parameter', '{mention-user9} {}', {}, '{mention-user9} {}'],
	['a mention in code, should Talk ever put one there', '`{mention-user1}`', { 'mention-user1': user('ana', 'Ana') }, '`@Ana`'],
	['a mention in a link', '[{mention-user1}](https://x.example/{mention-user1})', { 'mention-user1': user('ana', 'Ana') }, '[@Ana](https://x.example/@Ana)'],
	['a name nobody bears', 'hola @laura, y @"Ana Gil".', {}, 'hola ‹nobodyHere|laura›, y ‹nobodyHere|Ana Gil›.'],
	['a name that somebody bears', 'hola @ana y @ANA', {}, 'hola @ana y @ANA'],
	['a name beyond ASCII', '@Jörg @李', {}, '‹nobodyHere|Jörg› ‹nobodyHere|李›'],
	['a cloud id', '@laura@otra.example', {}, '‹nobodyHere|laura@otra.example›'],
	['no names: addresses, paths, code, links', 'a@b.example /@laura `@laura` https://m.example/@laura [x](https://m.example/@laura)', {}, 'a@b.example /@laura `@laura` https://m.example/@laura [x](https://m.example/@laura)'],
	['no names: everybody, groups', '@all @here @"group/admin" @"federated_user/a@b"', {}, '@all @here @"group/admin" @"federated_user/a@b"'],
	['a name right after a mention', '{mention-user1} @laura', { 'mention-user1': user('ana', 'Ana') }, '‹ana@nube.example|Ana› ‹nobodyHere|laura›'],
	['private-use characters in the text', '\uE000\uE001{mention-user1}\uE002', { 'mention-user1': user('ana', 'Ana') }, '\uE000\uE001‹ana@nube.example|Ana›\uE002'],
]

for (const [what, message, parameters, expected] of table) {
	test(what, () => assert.equal(written(message, parameters), expected))
}

test('an id that Talk could not mention becomes a short one, the same each time', () => {
	const long = 'x'.repeat(80)
	const once = written('{mention-user1}', { 'mention-user1': user(long, 'X') })
	assert.match(once, /^‹x{12}-[0-9a-f]{12}@nube\.example\|X›$/)
	assert.equal(written('{mention-user1}', { 'mention-user1': user(long, 'X') }), once)
	assert.notEqual(written('{mention-user1}', { 'mention-user1': user(`${long}y`, 'X') }), once)
})

test('a text without names and parameters comes through unchanged, whatever it is', () => {
	fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }).filter((text) => !text.includes('@')), (text) => {
		assert.equal(written(text), text.trim())
	}))
})

test('a mention is found wherever it stands in any text', () => {
	const pieces = fc.array(fc.constantFrom('{mention-user1}', 'hola', ' ', '*', '_', '~~', '> ', '\n', '😀', '(', '.'), { maxLength: 12 })
	fc.assert(fc.property(pieces, (parts) => {
		const text = parts.join('')
		const mentions = written(text, { 'mention-user1': user('ana', 'Ana') }).split('‹ana@nube.example|Ana›').length - 1
		assert.equal(mentions, parts.filter((part) => part === '{mention-user1}').length)
	}))
})

for (const message of ['const {constructor} = this', '`{toString}` and {valueOf}', '{__proto__} {hasOwnProperty}']) {
	test(`braces that name no parameter stay: ${message}`, () => {
		assert.equal(written(message), message)
		assert.equal(plain(talkText({ message, messageParameters: [], markdown: true }, facts)), plain(fromMarkdown(message)))
	})
}
