import type { Author, KeptFile, Message, RefusedFile, RichText } from './event.ts'
import type { LetterOptions } from './letters.ts'
import type { Letter } from './network.ts'

import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anyRich } from './arbitrary.test-help.ts'
import { accountId, messageId, personId, roomId } from './ids.ts'
import { lettersOf } from './letters.ts'
import { fromMarkdown, toMarkdown } from './markdown.ts'
import { isEmpty, joined, plain, textOf } from './richtext.ts'
import { codePoints, splitRich, usualLength } from './split-rich.ts'

const author: Author = { id: personId('ana@x.org'), name: 'Ana', login: 'ana' }
const kept = (name: string): KeptFile => ({ name, mime: 'a/b', size: 1000, voice: false, spooled: name })
const refused: RefusedFile = { name: 'big', mime: 'a/b', size: 2e6, voice: false, refused: 'large', limit: 1e6 }
const limits = { text: 1000, files: 1, caption: true }

function said(text: string | RichText, more: Partial<Message> = {}): Message {
	return {
		kind: 'message',
		id: messageId(1),
		room: roomId(accountId('nctalk.a'), 'r'),
		author,
		at: 12,
		text: typeof text === 'string' ? fromMarkdown(text) : text,
		files: [],
		silent: true,
		...more,
	}
}
function options(more: Partial<LetterOptions> = {}): LetterOptions {
	return { limits, nick: '[Ana] ', author, address: 'b', key: (part) => `k.${part}`, quoteNeeded: false, mentionEveryone: false, ...more }
}
const seen = (letters: readonly Letter[]) => letters.map(({ text, files }) => `${plain(text)}${files.map((file) => `|${file.name}`).join('')}`)

test('a message is one letter', () => {
	const message = said('hi **you**')
	assert.deepEqual(lettersOf(message, options()), [{
		key: 'k.0',
		address: 'b',
		nick: '[Ana] ',
		author,
		text: message.text,
		files: [],
		silent: true,
		at: 12,
		mentionEveryone: false,
	}])
	assert.deepEqual(lettersOf(said(' \n'), options()), [])
})

test('text and files, by what the target can do', () => {
	const files = [kept('a'), kept('b'), kept('c')]
	const cases: readonly (readonly [Message, Partial<LetterOptions>, readonly string[]])[] = [
		[said('hi', { files: [kept('a')] }), {}, ['hi|a']],
		[said('', { files: [kept('a')] }), {}, ['|a']],
		[said('hi', { files }), {}, ['hi|a', '|b', '|c']],
		[said('hi', { files }), { limits: { ...limits, files: 2 } }, ['hi|a|b', '|c']],
		[said('hi', { files }), { limits: { ...limits, files: Infinity } }, ['hi|a|b|c']],
		[said('hi', { files }), { limits: { ...limits, caption: false } }, ['hi', '|a', '|b', '|c']],
		[said('', { files }), { limits: { ...limits, caption: false }, nick: '' }, ['|a', '|b', '|c']],
		[said('', { files: [kept('a')] }), { limits: { ...limits, caption: false } }, ['📎 a (1 kB)', '|a']],
		[said('hi', { files: [kept('a'), refused] }), { limits: { ...limits, files: 0 } }, ['hi\n\n📎 a (1 kB)\n📎 big (2 MB) was not carried: larger than 1 MB']],
		[said('', { files: [refused] }), {}, ['📎 big (2 MB) was not carried: larger than 1 MB']],
		[said('hi', { files: [refused, kept('a')] }), {}, ['hi\n\n📎 big (2 MB) was not carried: larger than 1 MB|a']],
		[said('one two three four', { files: [kept('a')] }), { limits: { ...limits, text: 17 } }, ['one two', 'three four', '|a']],
		[said('one two three four'), { limits: { ...limits, text: 17 }, nick: '' }, ['one two three', 'four']],
	]
	for (const [message, more, expected] of cases) {
		assert.deepEqual(seen(lettersOf(message, options(more))), expected)
	}
})

test('what is answered is quoted only where it is needed', () => {
	const message = said('yes', { replyTo: { id: messageId(9), author: 'Luis', excerpt: 'shall we?' } })
	assert.deepEqual(seen(lettersOf(message, options({ quoteNeeded: true }))), ['> Luis: shall we?\n\nyes'])
	assert.deepEqual(seen(lettersOf(message, options({ replyTo: messageId(4) }))), ['yes'])
	assert.deepEqual(seen(lettersOf(said('yes'), options({ quoteNeeded: true }))), ['yes'])
	assert.deepEqual(seen(lettersOf({ ...message, text: [], files: [kept('a')] }, options({ quoteNeeded: true }))), ['> Luis: shall we?|a'])
})

test('reply and a new thread are on the first letter, an existing thread is on all', () => {
	const message = said('one two three four')
	const short = { ...limits, text: 17 }
	const begun = lettersOf(message, options({ limits: short, replyTo: messageId(4), thread: { title: 'T' } }))
	assert.deepEqual(begun.map(({ key, replyTo, thread }) => [key, replyTo, thread]), [['k.0', '4', { title: 'T' }], ['k.1', undefined, undefined]])
	const thread = { root: messageId(3), title: 'T' }
	assert.deepEqual(lettersOf(message, options({ limits: short, thread })).map((letter) => letter.thread), [thread, thread])
})

test('the target\'s own measure and knife are used where they are given', () => {
	const asked: number[] = []
	const letters = lettersOf(said('one two'), options({
		textLength: (text) => usualLength(text) * 1000,
		split: (text, limit) => {
			asked.push(limit)
			return splitRich(text, 4)
		},
	}))
	assert.deepEqual([seen(letters), asked], [['one', 'two'], [993]])
})

test('no letter is longer than the limit, each has its own key, and none is empty', () => {
	const files = fc.array(fc.constantFrom(kept('a'), kept('b'), refused), { maxLength: 4 })
	const anyLimits = fc.record({ text: fc.constantFrom(80, 200, Infinity), files: fc.constantFrom(0, 1, 2), caption: fc.boolean() })
	fc.assert(fc.property(fc.array(anyRich, { maxLength: 5 }), files, anyLimits, fc.constantFrom('', '[Ana] '), (texts, all, some, nick) => {
		const message = said(joined(...texts.map((each) => [...each, ...textOf(' ')])), { files: all })
		const letters = lettersOf(message, options({ limits: some, nick }))
		for (const letter of letters) {
			assert.ok(codePoints(nick) + usualLength(letter.text) <= some.text)
			assert.ok(letter.files.length <= some.files && (letter.files.length > 0 || !isEmpty(letter.text)))
		}
		assert.equal(new Set(letters.map(({ key }) => key)).size, letters.length)
		assert.deepEqual(letters.flatMap((letter) => letter.files), some.files === 0 ? [] : all.filter((file) => 'spooled' in file))
		assert.deepEqual(lettersOf(message, options({ limits: some, nick })), letters)
	}), { numRuns: 500 })
})

test('nothing but a nick is too long for a tiny limit: text goes on', () => {
	const letters = lettersOf(said('abc'), options({ limits: { ...limits, text: 3 } }))
	assert.equal(letters.map(({ text }) => plain(text)).join(''), 'abc')
})

test('a text of 32,000 characters becomes letters that a target of 4,000 takes', () => {
	const text = `${'Some words in a sentence. '.repeat(1200)}\n\`\`\`\n${'line\n'.repeat(100)}\`\`\``
	const letters = lettersOf(said(text), options({ limits: { ...limits, text: 4000 } }))
	assert.equal(letters.length, 8)
	assert.ok(letters.every((letter) => codePoints(`[Ana] ${toMarkdown(letter.text, String)}`) <= 4000))
	assert.deepEqual(letters.at(-1)?.text.at(-1)?.as, 'codeBlock')
	assert.deepEqual(textOf(''), [])
})
