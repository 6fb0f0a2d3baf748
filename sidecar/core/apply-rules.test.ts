import type { Author, Message, RichText } from './event.ts'
import type { Rules } from './rules.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { extracted, ignored, renamed, reworded } from './apply-rules.ts'
import { accountId, messageId, personId, roomId } from './ids.ts'
import { fromMarkdown, toMarkdown } from './markdown.ts'
import { phrase } from './phrase.ts'
import { plain, textOf } from './richtext.ts'

const none: Rules = {
	label: '',
	ignoreNicks: [],
	ignoreMessages: [],
	replaceNicks: [],
	replaceMessages: [],
	extractNicks: [],
	stripNick: false,
	guestSuffix: ' (Guest)',
	showJoinPart: true,
	showTopicChange: true,
}
const author: Author = { id: personId('ana@x.org'), name: 'Ana', login: 'ana' }
const guest: Author = { ...author, guest: true }

function said(text: RichText | string, more: Partial<Message> = {}): Message {
	return {
		kind: 'message',
		id: messageId(1),
		room: roomId(accountId('nctalk.a'), 'r'),
		author,
		at: 0,
		text: typeof text === 'string' ? fromMarkdown(text) : text,
		files: [],
		silent: false,
		...more,
	}
}
const file = { name: 'a', mime: 'b', size: 1, voice: false, spooled: 'c' }
const mention: RichText = [{ as: 'mention', of: personId('luis@x.org'), name: 'Luis' }]
const written = (text: RichText): string => toMarkdown(text, ({ name }) => `@<${name}>`)

test('a message that says nothing is not carried, unless it has a file', () => {
	assert.equal(ignored(said(''), none), true)
	assert.equal(ignored(said(' \n\t'), none), true)
	assert.equal(ignored(said('', { files: [file] }), none), false)
	assert.equal(ignored(said(mention), none), false)
	assert.equal(ignored({ author, text: [] }, none), false, 'an edit may take a caption away')
})

test('IgnoreNicks fits the name as it was heard', () => {
	assert.equal(ignored(said('x'), { ...none, ignoreNicks: [/^Luis$/, /^An/] }), true)
	assert.equal(ignored(said('x'), { ...none, ignoreNicks: [/^ana$/] }), false)
	assert.equal(ignored(said('x', { author: guest }), { ...none, ignoreNicks: [/\(Guest\)$/] }), true)
	assert.equal(ignored(said('x', { author: guest }), { ...none, ignoreNicks: [/^Ana$/] }), true)
})

test('IgnoreMessages fits the text as it is read or as it is written', () => {
	const rules: Rules = { ...none, ignoreMessages: [/^~~/, /badword/] }
	assert.equal(ignored(said('~~gone~~'), rules), true)
	assert.equal(ignored(said('bad**word**'), rules), true)
	assert.equal(ignored(said([...textOf('hi '), ...mention]), { ...none, ignoreMessages: [/hi @Luis/] }), true)
	assert.equal(ignored(said('fine'), rules), false)
})

test('patterns with the flags g and y give the same answer every time', () => {
	const rules: Rules = { ...none, ignoreMessages: [/bad/g], ignoreNicks: [/nobody/gi] }
	assert.deepEqual([1, 2, 3].map(() => ignored(said('a bad one'), rules)), [true, true, true])
})

test('names get suffix, StripNick and ReplaceNicks, in this order, and are clean', () => {
	const cases: readonly (readonly [Author, Partial<Rules>, string])[] = [
		[author, {}, 'Ana'],
		[guest, {}, 'Ana (Guest)'],
		[guest, { guestSuffix: '' }, 'Ana'],
		[guest, { stripNick: true }, 'AnaGuest'],
		[{ ...author, name: 'Лена' }, { stripNick: true }, 'ana'],
		[{ ...author, name: 'Лена', login: 'лена' }, { stripNick: true }, '?'],
		[{ ...author, name: 'user--bob--' }, { replaceNicks: [{ pattern: /user--/, by: '' }, { pattern: /--/, by: '!' }] }, 'bob!'],
		[guest, { replaceNicks: [{ pattern: / \((Guest)\)/g, by: '~$1' }] }, 'Ana~Guest'],
		[{ ...author, name: 'a\nb\u202e' }, {}, 'a b'],
		[author, { replaceNicks: [{ pattern: /.*/, by: '' }] }, '?'],
	]
	for (const [one, rules, expected] of cases) {
		assert.deepEqual(renamed(one, { ...none, ...rules }), { ...one, name: expected })
	}
	assert.equal(renamed({ ...author, name: 'A-B' }, none, { stripNick: true }).name, 'AB', 'StripNick is a matter of the target')
	assert.equal(renamed({ ...author, name: 'A-B' }, { ...none, stripNick: true }, { stripNick: false }).name, 'A-B')
	assert.equal(renamed(author, none), author)
})

test('ReplaceMessages replaces everywhere in the text, in order, with groups', () => {
	const cases: readonly (readonly [string, Rules['replaceMessages'], string])[] = [
		['cat cat', [{ pattern: /cat/, by: 'dog' }, { pattern: /dog$/, by: 'cow' }], 'dog cow'],
		['123', [{ pattern: /[0-9]/g, by: 'n' }], 'nnn'],
		['a-b', [{ pattern: /(\w)-(\w)/, by: '$2$1$$$&' }], 'ba$a-b'],
		['a-b', [{ pattern: /(?<x>\w)-(?<y>\w)?/, by: '$<y>$02$<x>$01$<z>$5' }], 'bbaa'],
		['a', [{ pattern: /a(b)?/, by: '[$1]$10' }], '[]0'],
		['**bo**ld', [{ pattern: /bo\*\*ld/, by: 'x**' }], '**x**'],
		['see https://old.org/a', [{ pattern: /old\.org/, by: 'new.org' }], 'see https://new.org/a'],
		['`cat` cat\n```\ncat\n```', [{ pattern: /cat/, by: 'dog' }], '`cat` dog\n```\ncat\n```'],
		['a `b` c', [{ pattern: /[^a-z ]/, by: '' }], 'a `b` c'],
		['a `b` c', [{ pattern: /^a .* c$/, by: 'gone' }], 'gone'],
	]
	for (const [source, replaceMessages, expected] of cases) {
		assert.equal(written(reworded(fromMarkdown(source), { ...none, replaceMessages })), expected, source)
	}
})

test('mentions stay mentions, wherever they are', () => {
	const text: RichText = [{ as: 'bold', inner: [...textOf('hé '), ...mention] }, ...textOf(', Luis \ue000')]
	const result = reworded(text, { ...none, replaceMessages: [{ pattern: /Luis/, by: 'Eva' }, { pattern: /[^\0-\x7f]/, by: 'e' }] })
	assert.deepEqual(result, [{ as: 'bold', inner: [...textOf('he '), ...mention] }, ...textOf(', Eva e')])
})

test('what the relay itself says in a text takes no part, and can still be said in any language', () => {
	const poll: RichText = [...textOf('Vote? '), { as: 'link', url: 'https://x.org', inner: [phrase('Vote in the conversation')] }]
	const changed = reworded(poll, { ...none, replaceMessages: [{ pattern: /Vote/g, by: 'Choose' }] })
	assert.deepEqual(changed, [...textOf('Choose? '), ...poll.slice(1)])
	assert.equal(ignored(said(poll), { ...none, ignoreMessages: [/in the conversation/] }), true)
})

test('a text in which nothing is replaced is the same one', () => {
	const text = fromMarkdown('**a** `b`')
	assert.equal(reworded(text, { ...none, replaceMessages: [{ pattern: /zzz/, by: '' }] }), text)
	assert.equal(reworded(text, none), text)
})

test('ExtractNicks takes the name out of another bot\'s text', () => {
	const rules: Rules = { ...none, extractNicks: [{ nick: /^relaybot$/g, extract: /<(.*?)>\s+/g }, { nick: /^other/, extract: /\((.*?)\)\s+/ }] }
	const bot: Author = { ...author, name: 'relaybot' }
	const taken = extracted(said('<eva> hi **you**', { author: bot }), rules)
	assert.deepEqual([taken.author.name, taken.author.id, written(taken.text)], ['eva', author.id, 'hi **you**'])
	const other = extracted(said('(eva)  hi (x) y', { author: { ...author, name: 'otherbot' } }), rules)
	assert.deepEqual([other.author.name, written(other.text)], ['eva', 'hi (x) y'])
	for (const message of [said('<eva> hi'), said('no name', { author: bot }), said('<> hi', { author: bot })]) {
		assert.equal(extracted(message, rules), message)
	}
})

test('a pattern whose work grows with the square of the length is done with in time', () => {
	const long = `${'a '.repeat(50_000)}!`
	const began = performance.now()
	const rules: Rules = { ...none, ignoreMessages: [/\w+ .*\d$/], replaceMessages: [{ pattern: / .*\d/, by: 'x' }] }
	assert.equal(ignored(said(long), rules), false)
	assert.equal(plain(reworded(textOf(long), rules)), long)
	assert.ok(performance.now() - began < 5000)
})

test('a long text is replaced in as a whole', () => {
	const long = 'cat and\n'.repeat(4000)
	assert.equal(plain(reworded(textOf(long), { ...none, replaceMessages: [{ pattern: /cat/, by: 'dog' }] })), 'dog and\n'.repeat(4000))
	assert.equal(ignored(said(`${'x\n'.repeat(15_000)}badword`), { ...none, ignoreMessages: [/badword/] }), true)
})
