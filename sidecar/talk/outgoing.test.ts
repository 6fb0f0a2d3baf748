import type { RichText } from '../core/event.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { personId } from '../core/ids.ts'
import { captionFits, mayMention, pieces, talkText } from './outgoing.ts'

const author = { id: personId('laura@nube2.example'), name: 'Laura', login: 'laura' }
const audience = { people: [{ actorType: 'users', actorId: 'ana', displayName: 'Ana' }], host: 'nube1.example', self: 'puente', everyone: false }
const text = (source: string): RichText => [{ as: 'text', text: source }]
const written = (nick: string, body: RichText): string => talkText({ nick, author, text: body }, audience)

const table: readonly (readonly [what: string, nick: string, body: RichText, expected: string])[] = [
	['a text', '[laura@nube2] ', text('hi **you**'), '[laura@nube2] hi **you**'],
	['no nick', '', text('hi'), 'hi'],
	['only a nick, for a file without caption', '[laura] ', [], '[laura]'],
	['nothing', '', [], ''],
	['a code block begins its own line', '[laura] ', [{ as: 'codeBlock', text: 'x' }], '[laura]\n```\nx\n```'],
	['a quote begins its own line', '[laura] ', [{ as: 'quote', inner: text('x') }, { as: 'text', text: 'y' }], '[laura]\n> x\n\ny'],
	['a nick that ends its line', 'laura:\n', [{ as: 'codeBlock', text: 'x' }], 'laura:\n```\nx\n```'],
	['two slashes, of which Talk takes one', '', text('//x'), '///x'],
	['two slashes behind a nick', '[laura] ', text('//x'), '[laura] //x'],
	['NUL, which databases refuse', '[laura] ', text('a\0b'), '[laura] ab'],
	['what looks like our own stand-in', '[laura] ', text('\x000\0'), '[laura] 0'],
	['a name that calls somebody', '@ana: ', text('hi'), '@\u2060ana: hi'],
	['a mention', '[laura] ', [{ as: 'mention', of: 'nobodyHere', name: 'Ana' }, { as: 'text', text: ' hi' }], '[laura] @"ana" hi'],
	['a mention in a quote', '', [{ as: 'quote', inner: [{ as: 'mention', of: personId('ana@nube1.example'), name: 'Ana' }] }], '> @"ana"'],
]

for (const [what, nick, body, expected] of table) {
	test(`outgoing: ${what}`, () => assert.equal(written(nick, body), expected))
}

test('outgoing: participants are asked for only where somebody could be called', () => {
	assert.equal(mayMention({ nick: '[laura] ', text: text('hi') }), false)
	assert.equal(mayMention({ nick: '[laura@nube2] ', text: text('hi') }), true)
	assert.equal(mayMention({ nick: '', text: [{ as: 'bold', inner: text('@x') }] }), true)
	assert.equal(mayMention({ nick: '', text: [{ as: 'bold', inner: [{ as: 'mention', of: 'everyone', name: 'all' }] }] }), true)
})

test('outgoing: what mentions made too long goes in pieces, measured as PHP does', () => {
	assert.deepEqual(pieces('😀'.repeat(100), 100), ['😀'.repeat(100)])
	const two = pieces(`${'a'.repeat(60)}. ${'b'.repeat(60)}`, 100)
	assert.deepEqual(two, [`${'a'.repeat(60)}.`, 'b'.repeat(60)])
})

test('outgoing: a caption is stored as JSON of plain ASCII', () => {
	assert.equal(captionFits('a'.repeat(30_900), 32_000), true)
	assert.equal(captionFits('a'.repeat(31_500), 32_000), false)
	assert.equal(captionFits('ñ'.repeat(5_100), 32_000), true)
	assert.equal(captionFits('ñ'.repeat(5_300), 32_000), false)
	assert.equal(captionFits('/'.repeat(16_000), 32_000), false)
})
