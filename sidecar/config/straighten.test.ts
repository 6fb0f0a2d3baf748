import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findingsOf } from './findings.ts'
import { straighten } from './straighten.ts'

/** A line as copied, as it is read, and the characters named. */
const table: readonly (readonly [string, string, string | undefined])[] = [
	['a = “b”', 'a = "b"', '“ ”'],
	['a = »b«', 'a = "b"', '» «'],
	['a = „b“', 'a = "b"', '„ “'],
	['a = ‘b’', 'a = "b"', '‘ ’'],
	['a = ”b” # “remark”', 'a = "b" # “remark”', '”'],
	['a = “it’s”', 'a = "it’s"', '“ ”'],
	['a = “b', 'a = "b"', '“'],
	['a = "b”', 'a = "b"', '”'],
	['a = “b"', 'a = "b"', '“'],
	['a = \'b’', 'a = "b"', '’'],
	['a = [“b”, “c”]', 'a = ["b", "c"]', '“ ”'],
	['a = {b = “c”}', 'a = {b = "c"}', '“ ”'],
	['[nctalk.“x”]', '[nctalk."x"]', '“ ”'],
	['a = “say "b"”', 'a = \'say "b"\'', '“ ”'],
	['a = `b`', 'a = "b"', '`'],
	['a = "“b”"', 'a = "“b”"', undefined],
	['a = \'“b”\'', 'a = \'“b”\'', undefined],
	['a = "b\\"”" # it’s', 'a = "b\\"”" # it’s', undefined],
	['# “b”', '# “b”', undefined],
]
for (const [copied, read, named] of table) {
	test(`quotes: ${copied}`, () => {
		const findings = findingsOf('f')
		assert.equal(straighten(copied, findings), read)
		assert.deepEqual(findings.all().map(({ what }) => /\((.*)\)/.exec(what)?.[1]), named === undefined ? [] : [named])
	})
}

test('texts of several lines are left alone, and what follows them is not', () => {
	const findings = findingsOf('f')
	const text = 'a = """\n“b”\n"""""\nc = \'\'\'“\n”\'\'\'\nd = “e”'
	assert.equal(straighten(text, findings), text.replace('“e”', '"e"'))
	assert.deepEqual(findings.all().map(({ line, remedy }) => [line, remedy]), [[6, 'type plain quotes: d = "…"']])
})

test('hard and invisible spaces are named and mended', () => {
	const findings = findingsOf('f')
	assert.equal(straighten('\u00a0a\u00a0= "b\u00a0c"\n\u200b[x]', findings), ' a = "b\u00a0c"\n[x]')
	assert.deepEqual(findings.all().map(({ line, what }) => [line, what]), [
		[1, 'an invisible character or hard space outside of quotes'],
		[2, 'an invisible character or hard space outside of quotes'],
	])
})
