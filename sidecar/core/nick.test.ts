import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anyText } from './arbitrary.test-help.ts'
import { cleanName, formatNick, stripNick } from './nick.ts'

const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const some = { nick: 'Ana', userId: 'ana', bridge: 'nube1', protocol: 'nctalk', gateway: 'trips', label: 'nube', channel: 'nb9xk3d2' }

test('names are shown in one harmless line', () => {
	const cases: readonly (readonly [string, string])[] = [
		['Ana', 'Ana'],
		['Ana María Ñúñez', 'Ana María Ñúñez'],
		['  Ana \t\r\n  M ', 'Ana M'],
		['Ana\nLuis: hi', 'Ana Luis: hi'],
		['a\u2028b\u2029c\u0085d\u000be', 'a b c d e'],
		['', '?'],
		['\u200b\u2060\ufeff', '?'],
		['\u3164', '?'],
		['\u2800', '?'],
		['\u202Eanna\u202C', 'anna'],
		['\u2066a\u2069\u200e\u200f\u061c', 'a'],
		['a\0b\u0007c\u007fd', 'abcd'],
		['so\u00adft\u034f', 'soft'],
		['\ud800a', '\ufffda'],
		['\ue000a\u{f0000}', 'a'],
		['\u{e0001}\u{e0061}a', 'a'],
		['\u0338x\u0301', 'x\u0301'.normalize('NFC')],
		['e\u0301', '\u00e9'],
		['می\u200cخواهم', 'می\u200cخواهم'],
		['क्\u200dष', 'क्\u200dष'],
		['A\u200cn\u200da', 'Ana'],
		['A\u0307\u200d\ufb50', '\u0226\ufb50'],
		['A\u200b\u0307\u200d\ufb50', '\u0226\ufb50'],
		['\u094d\u200dष', 'ष'],
		['🧑‍🚀 👩🏽‍🚀 ❤️', '🧑‍🚀 👩🏽‍🚀 ❤️'],
		['👍\u200d', '👍'],
		['🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
		['1\ufe0f\u20e3 2\ufe0f', '1\ufe0f\u20e3 2'],
		['@all', '＠all'],
		['x @ana', 'x ＠ana'],
		['ana@x.org', 'ana@x.org'],
		['[x](https://y.z)', '[x] (https://y.z)'],
		['`code', '\'code'],
	]
	for (const [name, expected] of cases) {
		assert.equal(cleanName(name), expected, JSON.stringify(name))
	}
})

test('long names are cut, towers of marks are flattened, endless emoji end', () => {
	assert.equal(cleanName('x'.repeat(64)), 'x'.repeat(64))
	assert.equal(cleanName('x'.repeat(65)), `${'x'.repeat(63)}…`)
	assert.equal(cleanName('👩🏽‍🚀'.repeat(70), 3), '👩🏽‍🚀…')
	assert.equal(cleanName(`Z${'\u0335'.repeat(50)}a`), `Z${'\u0335'.repeat(4)}a`)
	assert.ok(cleanName('👨' + '‍👨'.repeat(1000)).length <= 257)
	assert.equal(cleanName('می\u200cخواهم', 3), 'می…')
	assert.equal(cleanName('ệ', 5).normalize('NFD').length, 3)
})

test('whatever a person is called, the name is short, visible, on one line, and clean', () => {
	fc.assert(fc.property(anyText(100), (name) => {
		const clean = cleanName(name)
		assert.ok(clean.trim() === clean && clean !== '')
		assert.ok([...clusters.segment(clean)].length <= 64)
		assert.ok(!/[\p{Cc}\p{Co}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b\u2060\ufeff`]|\u034f/u.test(clean) && clean.isWellFormed())
		assert.ok(!/(?<![\p{L}\p{N}])@/u.test(clean) && !/ {2}|\]\(/.test(clean) && !/\p{M}{5}/u.test(clean))
		assert.equal(cleanName(clean), clean)
	}), { numRuns: 3000 })
})

test('nick formats mean what they mean in Matterbridge', () => {
	const cases: readonly (readonly [string, string])[] = [
		['', ''],
		['[{NICK}@{LABEL}] ', '[Ana@nube] '],
		['{PROTOCOL}.{BRIDGE}/{GATEWAY} <{USERID}> {CHANNEL}: ', 'nctalk.nube1/trips <ana> nb9xk3d2: '],
		['{NOPINGNICK}', 'A\u200bna'],
		['{NICK}{NICK}', 'AnaAna'],
		['{TENGO}{NICK}', 'Ana'],
		['{nick} {} {OTHER} {CONSTRUCTOR}', '{nick} {} {OTHER} {CONSTRUCTOR}'],
		['$& $1 {NICK}', '$& $1 Ana'],
	]
	for (const [format, expected] of cases) {
		assert.equal(formatNick(format, some), expected)
	}
	assert.equal(formatNick('{NOPINGNICK}', { ...some, nick: '👩🏽‍🚀x' }), '👩🏽‍🚀\u200bx')
	assert.equal(formatNick('{NOPINGNICK}', { ...some, nick: 'a' }), 'a\u200b')
	assert.equal(formatNick('{NICK}{USERID}{CHANNEL}', { ...some, nick: '', userId: '', channel: '' }), '?')
	assert.equal(formatNick('{CONSTRUCTOR}{TOSTRING}', some), '{CONSTRUCTOR}{TOSTRING}')
})

test('a name that looks like a variable is a name', () => {
	assert.equal(formatNick('[{NICK}] ', { ...some, nick: '{LABEL}' }), '[(LABEL)] ')
	assert.equal(formatNick('{NICK} ', { ...some, nick: '{LABEL}$&{NICK}' }), '{LABEL}$&{NICK} ')
})

test('a name cannot forge the structure that the format gives a line', () => {
	const cases: readonly (readonly [string, string, string])[] = [
		['[{NICK}] ', 'Ana] hi\n[Luis', '[Ana) hi (Luis] '],
		['[{NICK}] ', 'Ana］ hi 【Luis', '[Ana) hi (Luis] '],
		['({NICK}) ', 'Ana) hi (Luis', '(Ana] hi [Luis) '],
		['<{NICK}> ', 'Ana> hi <Luis', '<Ana) hi (Luis> '],
		['<({[{NICK}]})> ', 'Ana> hi <Luis', '<({[Ana hi Luis]})> '],
		['{NICK}: ', 'Ana: hi Luis', 'Ana· hi Luis: '],
		['{NICK} | ', 'Ana | hi', 'Ana / hi | '],
		['{NICK} - ', 'Ana [x] (y): O’Brien', 'Ana [x] (y): O’Brien - '],
		['[{USERID}|{CHANNEL}] ', '', '[a)/(b|c) d] '],
	]
	for (const [format, nick, expected] of cases) {
		assert.equal(formatNick(format, { ...some, nick, userId: 'a]|[b', channel: 'c] d' }), expected)
	}
})

test('with a format in brackets, nothing in a name reads like another author', () => {
	fc.assert(fc.property(anyText(60), fc.constantFrom('[{NICK}] ', '<{NICK}> ', '({NICK}) ', '{{NICK}} '), (nick, format) => {
		const line = formatNick(format, { ...some, nick })
		const [open, close] = [format.charAt(0), format.at(-2) ?? '']
		assert.equal(line.indexOf(open), 0)
		assert.equal(line.indexOf(close), line.length - 2)
		assert.equal(line.lastIndexOf(open), 0)
		assert.ok(!line.includes('\n'))
	}), { numRuns: 2000 })
})

test('stripNick leaves letters and digits of ASCII', () => {
	assert.equal(stripNick('Ana_María (Guest) 2'), 'AnaMaraGuest2')
	assert.equal(stripNick('Лена'), '')
})
