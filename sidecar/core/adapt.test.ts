import type { KeptFile, RefusedFile } from './event.ts'

import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deletionText, editNotice, fileLine, lateNotice, quoted, reactionText, refusedLine, sizeText } from './adapt.ts'
import { changeBetween } from './change.ts'
import { messageId } from './ids.ts'
import { fromMarkdown, toMarkdown } from './markdown.ts'
import { plain, textOf } from './richtext.ts'
import { english } from './words.ts'

const kept = (name: string, size: number, voice = false): KeptFile => ({ name, mime: 'a/b', size, voice, spooled: 's' })
function refused(name: string, size: number, why: RefusedFile['refused'], limit?: number): RefusedFile {
	return { name, mime: 'a/b', size, voice: false, refused: why, ...(limit === undefined ? {} : { limit }) }
}
const answered = { id: messageId(1), author: 'Ana\n', excerpt: 'first line\nsecond line' }

test('sizes are told as people tell them', () => {
	const cases: readonly (readonly [number, string])[] = [
		[0, '0 bytes'],
		[1, '1 byte'],
		[999, '999 bytes'],
		[1000, '1 kB'],
		[4210, '4.2 kB'],
		[9960, '10 kB'],
		[12_345, '12 kB'],
		[999_499, '999 kB'],
		[999_999, '1 MB'],
		[12_345_678, '12 MB'],
		[5 * 2 ** 20, '5 MiB'],
		[100 * 2 ** 20, '100 MiB'],
		[2 ** 30, '1 GiB'],
		[1.5 * 2 ** 30, '1.6 GB'],
		[3e12, '3 TB'],
		[2 ** 50, '1024 TiB'],
	]
	for (const [bytes, expected] of cases) {
		assert.equal(sizeText(bytes), expected)
	}
})

test('no size is told more than a tenth off', () => {
	const units = { byte: 1, bytes: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 }
	fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 44 }), (bytes) => {
		const [number, unit] = sizeText(bytes).split(' ')
		assert.ok(Math.abs(Number(number) * units[unit as keyof typeof units] - bytes) <= bytes * 0.06)
	}))
})

test('a refused file is a line with name, size and reason', () => {
	const cases: readonly (readonly [RefusedFile, string, string])[] = [
		[refused('name.pdf', 12e6, 'large', 5e6), '', '📎 name.pdf (12 MB) was not carried: larger than 5 MB'],
		[refused('name.pdf', 5_000_001, 'large', 5e6), '', '📎 name.pdf (5000001 bytes) was not carried: larger than 5 MB'],
		[refused('name.pdf', 12e6, 'large'), '', '📎 name.pdf (12 MB) was not carried: too large'],
		[refused('a\nb\u202efdp.exe', 10, 'type'), '', '📎 a bfdp.exe (10 bytes) was not carried: files of this type are not carried here'],
		[refused('n', 10, 'gone'), 'Ana', '📎 n (10 bytes) from Ana was not carried: it is no longer there'],
		[refused('n', 10, 'full'), '', '📎 n (10 bytes) was not carried: there is no space left for files at the moment'],
	]
	for (const [file, author, expected] of cases) {
		assert.equal(plain(refusedLine(file, author)), expected)
	}
	assert.equal(plain(fileLine(kept('a.png', 2e6))), '📎 a.png (2 MB)')
	assert.equal(plain(fileLine(kept('a.wav', 2e5, true))), '🎤 Voice message (200 kB)')
})

test('a quote is one line of a quote block', () => {
	assert.deepEqual(quoted(answered), [{ as: 'quote', inner: textOf('Ana: first line second line') }])
	assert.equal(plain(quoted({ ...answered, excerpt: '' })), '> Ana:')
	assert.ok(toMarkdown(quoted({ ...answered, excerpt: 'x'.repeat(5000) }), String).length < 200)
})

test('an edit notice has the whole new text, and what it was before where that is known', () => {
	const after = fromMarkdown('see you at **six** then')
	assert.equal(toMarkdown(editNotice(undefined, after), String), '✏️ Edited: see you at **six** then')
	assert.equal(toMarkdown(editNotice('see you at five then', after), String), '✏️ Edited: see you at **six** then\n\nBefore: ~~see you at five then~~')
	assert.equal(toMarkdown(editNotice(fromMarkdown('see you at **six** then'), after), String), '✏️ Edited: see you at **six** then')
	assert.equal(plain(editNotice('a', [])), '✏️ Edited: –\n\nBefore: a')
})

test('the change between two texts is what went, with a few words around it', () => {
	const cases: readonly (readonly [string, string, string])[] = [
		['a b c d e f g h i', 'a b c d X f g h i', '…b c d e f g h…'],
		['a b', 'a b c', ''],
		['', 'a', ''],
		['a b c', '', 'a b c'],
		['a a a', 'a a', 'a a a'],
		['same', 'same', ''],
		['a\nb', 'a b', ''],
	]
	for (const [before, after, expected] of cases) {
		assert.equal(changeBetween(before, after), expected, `${before} → ${after}`)
	}
})

test('reactions and deletions in words', () => {
	assert.equal(plain(reactionText('👍', false)), 'reacted with 👍')
	assert.equal(plain(reactionText('👍', true, textOf('see you'))), 'took back 👍 to: “see you”')
	assert.equal(plain(deletionText()), '🗑️ deleted this message')
	assert.equal(plain(deletionText(answered)), '> Ana: first line second line\n\n🗑️ deleted this message')
})

test('a late notice says how many, from when to when, and in which zone', () => {
	const at = (text: string): number => Date.parse(text)
	const cases: readonly (readonly [number, string, string, string])[] = [
		[3, '2026-07-30T14:05:59Z', '2026-07-30T16:20:00Z', '🕓 3 messages from 2026-07-30 14:05 to 16:20 UTC arrive late.'],
		[3, '2026-07-31T00:05:00Z', '2026-07-30T14:05:00Z', '🕓 3 messages from 2026-07-30 14:05 to 2026-07-31 00:05 UTC arrive late.'],
		[1, '2026-07-30T14:05:00Z', '2026-07-30T14:05:00Z', '🕓 1 message from 2026-07-30 14:05 UTC arrives late.'],
	]
	for (const [count, from, to, expected] of cases) {
		assert.equal(plain(lateNotice(count, at(from), at(to))), expected)
	}
})

test('another language is another record of words', () => {
	const spanish = { ...english, deleted: '🗑️ borró este mensaje' }
	assert.equal(plain(deletionText(undefined, spanish)), '🗑️ borró este mensaje')
})
