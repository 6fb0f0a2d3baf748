import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountId, messageId, personId, roomId } from '../core/ids.ts'
import { reactionChanges } from './reactions.ts'
import { sample } from './samples/samples.ts'

const facts = { room: roomId(accountId('nctalk.nube'), 'fam1l1a0'), host: 'nube.example', base: 'https://nube.example', self: 'puente' }
const occasion = { id: messageId(1026), at: 5 }
const target = messageId(1001)
const lucia = personId('guest/0000000000000000000000000000000000000001@nube.example')
const ana = personId('ana@nube.example')

function changes(known: readonly { readonly emoji: string, readonly by: typeof ana }[], list = sample('reaction-revoked').reactions ?? []): readonly string[] {
	return reactionChanges(list, known, target, occasion, facts)
		.map(({ emoji, author, removed, own }) => `${removed ? '-' : '+'}${emoji} ${author.id}${own ? ' own' : ''}`)
}

test('recorded: of two people with one emoji the one who took theirs back is found', () => {
	const known = [{ emoji: '👍', by: lucia }, { emoji: '👍', by: ana }, { emoji: '❤️', by: personId('puente@nube.example') }]
	assert.deepEqual(changes(known), [`-👍 ${ana}`])
})

test('what the relay never heard of is added, its own login’s marked so', () => {
	assert.deepEqual(changes([{ emoji: '👍', by: lucia }]), ['+❤️ puente@nube.example own'])
	assert.deepEqual(changes([]), ['+❤️ puente@nube.example own', `+👍 ${lucia}`])
})

test('a message without any reaction left takes back all that is known', () => {
	assert.deepEqual(changes([{ emoji: '👍', by: ana }, { emoji: '🎉', by: ana }], []), [`-👍 ${ana}`, `-🎉 ${ana}`])
})

test('nothing differs: nothing is told', () => {
	assert.deepEqual(changes([{ emoji: '👍', by: lucia }, { emoji: '❤️', by: personId('puente@nube.example') }]), [])
})

test('what is found carries the occasion’s id and time, and the message it is about', () => {
	const [one] = reactionChanges([], [{ emoji: '👍', by: ana }], target, occasion, facts)
	assert.ok(one)
	const { id, at, target: about, room } = one
	assert.deepEqual({ id, at, about, room }, { id: messageId(1026), at: 5, about: target, room: facts.room })
})
