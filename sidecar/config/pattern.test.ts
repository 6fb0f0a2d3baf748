import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PatternError, translatePattern, translateReplacement } from './pattern.ts'

/** As Go 1.23's regexp package matches: pattern, what fits, what does not. */
const table: readonly (readonly [string, readonly string[], readonly string[]])[] = [
	['^~~', ['~~ a'], ['a ~~']],
	['badword', ['a badword b'], ['Badword']],
	['(?i)badword', ['BaDwOrD'], ['bad word']],
	['a(?i)b', ['ab', 'aB'], ['Ab', 'AB']],
	['a(?i)b|c', ['aB', 'C', 'c'], ['A', 'x']],
	['x(?i:ab)c', ['xABc'], ['XABc', 'xABC']],
	['(?i)x(?-i)y', ['Xy', 'xy'], ['XY']],
	['(a(?i)b)c', ['aBc'], ['aBC']],
	['a.c', ['abc', 'a\rc', 'a\u2028c', 'a😀c'], ['a\nc', 'ac']],
	['(?s)a.c', ['a\nc'], ['ac']],
	['^b$', ['b'], ['a\nb', 'b\n']],
	['(?m)^b$', ['a\nb\nc'], ['a\rb']],
	['\\Ab\\z', ['b'], ['b\n', 'ab']],
	['\\Qa.b(\\E+', ['a.b(((', 'a.b('], ['axb(']],
	['\\Q$1', ['$1'], ['1']],
	['[[:alpha:]]+[[:digit:]]', ['abc1'], ['1', 'é1']],
	['^[[:^alpha:]]$', ['1', 'é'], ['a']],
	['^[^[:space:]x]$', ['a'], [' ', 'x']],
	['^\\s$', [' ', '\t'], ['\u00a0', '\v']],
	['^\\S$', ['\u00a0', 'a', '😀'], [' ']],
	['^[\\s-]$', [' ', '-'], ['a']],
	['^[\\S]$', ['a'], ['\t']],
	['^\\p{Greek}\\pL$', ['αb'], ['ab', 'α1']],
	['^\\P{Lu}$', ['a'], ['A']],
	['^\\p{^Lu}$', ['a'], ['A']],
	['^[]a]$', [']', 'a'], ['b']],
	['^[^]a]$', ['b'], [']', 'a']],
	['^[a-]$', ['-', 'a'], ['b']],
	['^[a\\]b]$', [']'], ['\\']],
	['^a{2,3}$', ['aa', 'aaa'], ['a']],
	['a{,2}', ['a{,2}'], ['a', 'aa']],
	['{x}', ['{x}'], ['x']],
	['a]', ['a]'], ['a']],
	['user--', ['user--'], ['user-']],
	['\\-\\_\\ \\"\\@', ['-_ "@'], ['\\-']],
	['\\x41\\x{1F600}\\101\\n', ['A😀A\n'], ['A']],
	['(?P<name>a)(?<other>b)', ['ab'], ['ba']],
	['<(.*?)>\\s+', ['<ana> hi'], ['<ana>hi']],
	['^é$', ['é'], ['e']],
	['a/b', ['a/b'], ['ab']],
	['(?=a)a(?!b)', ['ac'], ['ab']],
	['', ['', 'a'], []],
]
for (const [written, fits, fails] of table) {
	test(`matches as in Go: ${written}`, () => {
		const { regexp } = translatePattern(written)
		assert.deepEqual(fits.filter((text) => !regexp.test(text)), [], 'fits')
		assert.deepEqual(fails.filter((text) => regexp.test(text)), [], 'does not fit')
	})
}

for (const written of ['(a', 'a)', '[a', 'a\\', '*a', 'a**', '(?U)a', '(?z)', '(?', '\\1', '\\y', '\\pX', '\\p{Nothing}', '[[:nothing:]]', 'a{3,2}', '\\x{110000}', '[z-a]', '\\C']) {
	test(`is refused with words: ${written}`, () => {
		assert.throws(() => translatePattern(written), (error) => error instanceof PatternError && error.message !== '' && error.message.length < 80)
	})
}

test('tells what can take very long', () => {
	const slow = (written: string) => translatePattern(written).slow
	assert.deepEqual(['(a+)+', '((a*)b)*', '(?i:x+){2,}', '(a+)*$'].map(slow), [true, true, true, true])
	assert.deepEqual(['a+b+', '(a+)', '(a)+', '(a+)?', '(ab){2,5}', '[(+]+'].map(slow), [false, false, false, false, false, false])
})

test('replacements as in Go', () => {
	const pattern = /(c)(?<rest>at)/gu
	const replaced = (by: string) => 'cat.'.replace(pattern, translateReplacement(by, pattern))
	assert.deepEqual(['dog', '$1og', '${1}og', '$0s', '$rest', '${rest}y', '$$1', '$9', '$', 'a$&b', '$1$2'].map(replaced), [
		'dog.',
		'.',
		'cog.',
		'.',
		'at.',
		'aty.',
		'$1.',
		'.',
		'$.',
		'a$&b.',
		'cat.',
	])
})

test('any text is either taken or refused, never a fault', () => {
	const pieces = fc.array(fc.constantFrom(...'ab()[]{}|*+?.^$\\-:,=!<>iPQEpnsSdDx019é😀\n'.split(/(?:)/u)), { maxLength: 25 }).map((parts) => parts.join(''))
	fc.assert(fc.property(fc.oneof(pieces, fc.string({ unit: 'binary' })), (written) => {
		try {
			const { regexp } = translatePattern(written)
			regexp.test('some text')
			translateReplacement(written, regexp)
		} catch (error) {
			assert.ok(error instanceof PatternError, String(error))
		}
	}), { numRuns: 5000 })
})

test('a plain text matches itself', () => {
	fc.assert(fc.property(fc.string({ unit: 'grapheme' }).filter((text) => !/[\\()[\]{}|*+?.^$]/.test(text)), (text) => {
		assert.ok(translatePattern(`^${text}$`).regexp.test(text))
	}))
})
