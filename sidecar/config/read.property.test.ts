import fc from 'fast-check'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readConfig } from './read.ts'
import { testNetwork } from './test-network.ts'

const tutorial = readFileSync(new URL('samples/tutorial.toml', import.meta.url), 'utf8')

function read(text: string) {
	return readConfig('relay.toml', { networks: [testNetwork], env: { HOME: '/h' }, files: { read: () => text, mode: () => 0o600 } })
}

/** Lines as slips make them: pieces of TOML, in any order. */
const pieces = fc.constantFrom(
	'[',
	']',
	'[[',
	']]',
	'=',
	'.',
	',',
	'{',
	'}',
	'"',
	'\'',
	'"""',
	'\'\'\'',
	'#',
	'\n',
	'\r\n',
	' ',
	'\\',
	'“',
	'»',
	'\u00a0',
	'\ufeff',
	'nctalk',
	'nube1',
	'gateway',
	'inout',
	'general',
	'account',
	'channel',
	'Server',
	'Password',
	'IgnoreNicks',
	'enable',
	'true',
	'1',
	'1979-05-27',
	'__proto__',
	'constructor',
	'toString',
	'(?i)',
	'(a',
	'[a',
	'\\p{',
	'{NICK}',
	'env:',
	'credential:..',
	'file:',
	'Proxy',
	'CaFile',
)
const texts = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 200 }),
	fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
	fc.tuple(fc.nat(tutorial.length), fc.nat(40), fc.array(pieces, { maxLength: 5 }))
		.map(([at, length, parts]) => tutorial.slice(0, at) + parts.join('') + tutorial.slice(at + length)),
)

test('no text makes it throw, and a configuration comes with no problem only', () => {
	fc.assert(fc.property(texts, (text) => {
		const { config, findings } = read(text)
		const lines = text.split('\n').length
		assert.equal(config !== undefined, findings.every(({ severity }) => severity !== 'problem'))
		for (const { line, what, remedy } of findings) {
			assert.ok(line === undefined || (line >= 1 && line <= lines), `line ${line} of ${lines}`)
			assert.ok(what !== '' && remedy !== '' && !/\n/.test(what + remedy))
		}
	}), { numRuns: 3000 })
})

test('no finding ever shows a password, however the file is broken', () => {
	const secret = 'Zx9QvWk7'
	const text = tutorial.replace('aaaaa-bbbbb-ccccc-ddddd-eeeee', secret)
	fc.assert(fc.property(fc.nat(text.length), fc.nat(30), fc.array(pieces, { maxLength: 4 }), (at, length, parts) => {
		const broken = text.slice(0, at) + parts.join('') + text.slice(at + length)
		for (const { what, remedy } of read(broken).findings) {
			assert.ok(!`${what} ${remedy}`.includes(secret), `${what} — ${remedy}`)
		}
	}), { numRuns: 3000 })
})
