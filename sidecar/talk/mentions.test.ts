import type { MentionSpan } from '../core/event.ts'
import type { PersonId } from '../core/ids.ts'
import type { Audience } from './mentions.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { personId } from '../core/ids.ts'
import { mentionWriter } from './mentions.ts'

const person = (actorType: string, actorId: string, displayName: string) => ({ actorType, actorId, displayName })
const here: Audience = {
	people: [
		person('users', 'ana', 'Ana'),
		person('users', 'ana maria', 'Ana María'),
		person('users', 'luis', 'Luis'),
		person('users', 'luis2', 'Luis'),
		person('users', 'puente', 'Bridge'),
		person('federated_users', 'eva@https://cloud.example:8443', 'Eva'),
		person('guests', '0a1b2c', 'Gast'),
		person('groups', 'familia', 'Familia'),
	],
	host: 'nube1.example',
	self: 'puente',
	everyone: false,
}

/** `{of|name}` stands for a mention span. */
function write(source: string, audience: Audience = here): string {
	const writer = mentionWriter(audience)
	const text = source.replace(/\{([^|}]*)\|([^}]*)\}/g, (_whole, of: string, name: string) => {
		const span: MentionSpan = { as: 'mention', of: of === 'everyone' || of === 'nobodyHere' ? of : personId(of) satisfies PersonId, name }
		return writer.write(span)
	})
	return writer.finish(text).replaceAll('\u2060', '·')
}

const table: readonly (readonly [what: string, source: string, written: string])[] = [
	['a person of this server', 'Hi {ana@nube1.example|Ana}!', 'Hi @"ana"!'],
	['a person of another server', 'Hi {ana@other.example|Ana}!', 'Hi @Ana!'.replace('@', '@·')],
	['of another server, whom nobody here is called like', 'Hi {zoe@other.example|Zoe}!', 'Hi @Zoe!'],
	['through Talk’s own federation', '{eva@cloud.example:8443|Eva} hi', '@"federated_user/eva@cloud.example:8443" hi'],
	['a guest', '{guest/0a1b2c@nube1.example|Gast}', '@"guest/0a1b2c"'],
	['an id with a space', '{ana maria@nube1.example|Ana María}', '@"ana maria"'],
	['a written name that one person here bears', '{nobodyHere|ana} and {nobodyHere|ANA MARÍA}', '@"ana" and @"ana maria"'],
	['a written name that two bear', '{nobodyHere|Luis}', '@·Luis'],
	['a written name that nobody bears', '{nobodyHere|pedro}', '@pedro'],
	['a written name of a group', '{nobodyHere|familia}', '@·familia'],
	['the technical account itself', '{nobodyHere|puente}', '@·puente'],
	['everybody, not allowed', '{everyone|all}', '@·all'],
	['chance names', 'mail @ana, @ANA and @anabel', 'mail @·ana, @·ANA and @anabel'],
	['chance all', '@all @"all" @allah', '@·all @·"all" @allah'],
	['Talk’s own ways of writing', '@"group/x" @"team/y" @"guest/0a" @"email/0a" @"federated_user/a@b" @"ana maria" @"zoe"', '@·"group/x" @·"team/y" @·"guest/0a" @·"email/0a" @·"federated_user/a@b" @·"ana maria" @"zoe"'],
	['an address is no mention', 'ana@ana.example, x@ana', 'ana@ana.example, x@ana'],
	['a link is no mention', 'https://social.example/@ana', 'https://social.example/@ana'],
	['code is left alone', '`@ana` and\n```\n@ana @all\n```\n@ana', '`@ana` and\n```\n@ana @all\n```\n@·ana'],
	['code that is never closed', '```\n@ana', '```\n@ana'],
	['what is a mention only once code is gone', 'see @`x`all and a@b.c', 'see @·`x`all and a@·b.c'],
	['the same over nothing', '@``all', '@·``all'],
	['the same within quotes', '@"al``l"', '@·"al``l"'],
	['what Talk takes for a mention once code is gone', 'a `x`@ana', 'a `x`@·ana'],
	['a mention after a bracket', '({ana@nube1.example|Ana})', '( @"ana")'],
	['a mention at the start of bold text', '**{ana@nube1.example|Ana} x**', '**@·Ana x**'],
	['a mention within bold text', '**hi {ana@nube1.example|Ana}**', '**hi @"ana"**'],
	['two mentions without a space', '{ana@nube1.example|Ana}{nobodyHere|ana maria}', '@"ana" @"ana maria"'],
	['what would be shown as her once she is mentioned', '{ana@nube1.example|Ana} (@ana) x@ana.example', '@"ana" (@·ana) x@·ana.example'],
]

for (const [what, source, written] of table) {
	test(`mentions: ${what}`, () => assert.equal(write(source), written))
}

test('mentions: everybody, where the gateway allows it', () => {
	assert.equal(write('{everyone|all} @all', { ...here, everyone: true }), '@"all" @·all')
})

test('mentions: nobody is known, so nobody is mentioned', () => {
	assert.equal(write('{nobodyHere|ana} {ana@nube1.example|Ana} @zoe', { ...here, people: undefined }), '@·ana @·Ana @·zoe')
})
