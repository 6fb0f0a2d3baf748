import type { Path } from './scan.ts'

import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse, stringify } from 'smol-toml'
import { isTable, readDocument } from './document.ts'
import { findingsOf } from './findings.ts'

function read(text: string) {
	const findings = findingsOf('f')
	return { document: readDocument(text, findings), findings }
}

test('finds the line of everything', () => {
	const { document, findings } = read([
		'top = 1', // 1
		'[a]', // 2
		'one = """', // 3
		'[not.a.header]', // 4
		'key = "no key"', // 5
		'"""', // 6
		'two = [', // 7
		'  "x", # ] not the end', // 8
		'  [ "]", \'[\' ],', // 9
		']', // 10
		'"quoted key" = { inner = 1, "more" = { deep = true } }', // 11
		'dotted.key = 1', // 12
		'[[gateway]]', // 13
		'[[gateway.in]]', // 14
		'account = "x"', // 15
		'[gateway.in.options]', // 16
		'key = "k"', // 17
		'[[gateway]]', // 18
		'inout = [', // 19
		'  { account = "a",', // 20
		'    channel = "b" },', // 21
		'  { account = "c" } ]', // 22
		'[[gateway.in]]', // 23
		'account = "y"', // 24
	].join('\r\n'))
	assert.deepEqual(findings.all(), [])
	const lines: readonly (readonly [Path, number | undefined])[] = [
		[['top'], 1],
		[['a'], 2],
		[['a', 'one'], 3],
		[['a', 'two'], 7],
		[['a', 'two', 0], 8],
		[['a', 'two', 1], 9],
		[['a', 'two', 1, 1], 9],
		[['a', 'quoted key'], 11],
		[['a', 'quoted key', 'more', 'deep'], 11],
		[['a', 'dotted', 'key'], 12],
		[['gateway'], 13],
		[['gateway', 0], 13],
		[['gateway', 0, 'in', 0], 14],
		[['gateway', 0, 'in', 0, 'account'], 15],
		[['gateway', 0, 'in', 0, 'options', 'key'], 17],
		[['gateway', 1], 18],
		[['gateway', 1, 'inout', 0, 'account'], 20],
		[['gateway', 1, 'inout', 0, 'channel'], 21],
		[['gateway', 1, 'inout', 1], 22],
		[['gateway', 1, 'in', 0, 'account'], 24],
		[['gateway', 1, 'nothing', 'here'], 18],
		[['nowhere'], undefined],
	]
	assert.deepEqual(lines.map(([path]) => [path, document.lineOf(path)]), lines)
})

test('says nothing of a right text, and reads it as the parser does', () => {
	const key = fc.string({ unit: fc.constantFrom(...'abcdefgh-_'), minLength: 1, maxLength: 6 })
	const value = fc.letrec((tie) => ({
		any: fc.oneof({ maxDepth: 2 }, fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }), tie('list'), tie('table')),
		list: fc.array(tie('any'), { maxLength: 3 }),
		table: fc.dictionary(key, tie('any'), { maxKeys: 3 }),
	}))
	const unfold = (folded: unknown): unknown => folded instanceof Map
		? Object.fromEntries([...folded].map(([name, entry]) => [name, unfold((entry as { value: unknown }).value)]))
		: Array.isArray(folded) ? folded.map(unfold) : folded instanceof Date ? folded.toISOString() : folded
	fc.assert(fc.property(fc.dictionary(key, value.table, { maxKeys: 4 }), (tables) => {
		const text = stringify(tables)
		const { document, findings } = read(text)
		assert.deepEqual(findings.all(), [])
		assert.deepEqual(unfold(document.root), JSON.parse(JSON.stringify(parse(text))))
		for (const [name, table] of Object.entries(tables)) {
			for (const inner of Object.keys(table as object)) {
				const line = text.split('\n')[document.lineOf([name, inner])! - 1]!
				assert.ok(line.includes(inner), `${inner} in line ${line}`)
			}
		}
	}), { numRuns: 300 })
})

test('goes on behind each slip', () => {
	const { document, findings } = read('[a]\nx = "open\ny = 1\nz = [ 1,\n[b\nx = \\\ny = "\\q"\n= 3\nlast = "here"\n[c]\nx = 1 2\n')
	assert.deepEqual(findings.all().map(({ line }) => line), [2, 4, 5, 6, 7, 8, 11])
	const b = document.root.get('b')?.value
	assert.equal(isTable(b) ? b.get('last')?.value : undefined, 'here')
	assert.deepEqual([document.unread(['a', 'x']), document.unread(['a', 'y']), document.unread(['b', 'y'])], [true, false, true])
})

test('what stands under a header that can\'t be read is not taken for the table above', () => {
	const { document, findings } = read('[a]\nx = 1\n[b c]\ny = 2\n[a]\nz = 3\n')
	assert.deepEqual(findings.all().map(({ line }) => line), [3, 5])
	const a = document.root.get('a')?.value
	assert.ok(isTable(a))
	assert.deepEqual([[...document.root.keys()], [...a.keys()]], [['a'], ['x']])
})

test('tables whose names differ in case only are one', () => {
	const { document } = read('[nctalk.a]\nx = 1\n[NCTALK.b]\ny = 1\n[[gateway]]\n[[Gateway.Inout]]\nz = 1\n')
	const nctalk = document.root.get('nctalk')?.value
	assert.ok(isTable(nctalk))
	assert.deepEqual([...nctalk.keys()], ['a', 'b'])
	assert.equal(document.lineOf(['gateway', 0, 'inout', 0, 'z']), 7)
})
