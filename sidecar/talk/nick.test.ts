import { marked } from 'marked'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nickPrefix } from './nick.ts'

const html = (source: string): string => marked.parse(source, { async: false, gfm: true }).trim()
const by = (name: string, login = 'x') => ({ name, login })

const table: readonly (readonly [name: string, nick: string, expected: string])[] = [
	['Laura', '[Laura@nube2] ', '[Laura@nube2] '],
	['Laura', '**Laura** ', '**Laura** '],
	['Laura', '> Laura: ', '> Laura: '],
	['foo_bar', '[foo_bar] ', '[foo_bar] '],
	['_x_', '[_x_] ', '[\\_x\\_] '],
	['**x**', '[**x**] ', '[\\*\\*x\\*\\*] '],
	['a`b', 'a`b: ', 'a\\`b: '],
	['[a](http://evil)', '[a](http://evil) ', '[a\\](http://evil) '],
	['# x', '# x: ', '\\# x: '],
	['- x', '- x: ', '\\- x: '],
	['1. x', '1. x: ', '1\\. x: '],
	['> x', '> x: ', '\\> x: '],
	['<b>x', '<b>x ', '\\<b>x '],
	['a\\*', 'a\\* ', 'a\\\\\\* '],
	['Ana & Luis', 'Ana & Luis: ', 'Ana & Luis: '],
	['&lt;', '&lt; ', '\\&lt; '],
]

for (const [name, nick, expected] of table) {
	test(`nick: ${nick}`, () => assert.equal(nickPrefix(nick, by(name), 'hi'), expected))
}

test('nick: no name is more than text', () => {
	const names = ['**x**', '_x_', '__x__', '*x', '~~x~~', '`x`', '[a](http://evil.example)', '![a](http://evil.example)', '<b>x</b>', '# x', '> x', '- x', '+ x', '1. x', '2) x', '---', '<!-- x', 'a\\', '&amp;', '~x~', '[a][b]', '[a]: http://evil.example']
	for (const name of names) {
		const shown = html(`${nickPrefix(`${name} `, by(name), 'text')}text`)
		assert.match(shown, /^<p>[^<]*(?:<a href="[^"]*">http[^<]*<\/a>[^<]*)?<\/p>$/, `${name} → ${shown}`)
	}
})

test('nick: a nick and the text make no link together', () => {
	assert.equal(nickPrefix('[laura]', by('laura'), '(http://evil.example)'), '[laura]\u2060')
	assert.equal(nickPrefix('[laura]', by('laura'), 'hi'), '[laura]')
})
