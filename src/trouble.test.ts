import { expect, test } from 'vitest'
import { sayTrouble, troubleOf } from './trouble.ts'

const answered = (status: number, data: unknown = {}) => ({ isAxiosError: true, response: { status, data: { ocs: { meta: { message: 'Oh' }, data } } } })

test.each([
	[answered(403, { reason: 'off' }), { kind: 'forbidden', reason: 'off' }],
	[answered(400, { errors: [{ field: 'server', message: 'No.' }] }), { kind: 'invalid', errors: [{ field: 'server', message: 'No.' }] }],
	[answered(404), { kind: 'missing' }],
	[answered(409, { conversations: [{ token: 't', name: 'Project' }] }), { kind: 'inUse', conversations: [{ token: 't', name: 'Project' }] }],
	[answered(429), { kind: 'tooOften' }],
	[{ isAxiosError: true, response: { status: 429, data: '<html>' } }, { kind: 'tooOften' }],
	[answered(503, { reason: 'relay' }), { kind: 'relay' }],
	[answered(503), { kind: 'offline' }],
	[answered(500), { kind: 'other', says: 'Oh' }],
	[{ isAxiosError: true, response: { status: 502, data: '<html>' } }, { kind: 'other', says: 'HTTP 502' }],
	[{ isAxiosError: true, message: 'Network Error' }, { kind: 'offline' }],
	[{ code: 'ERR_CANCELED', isAxiosError: true }, { kind: 'cancelled' }],
	[new Error('Dialog closed'), { kind: 'cancelled' }],
	[new Error('odd'), { kind: 'other', says: 'odd' }],
	[undefined, { kind: 'other', says: 'undefined' }],
])('%j', (thrown, expected) => {
	expect(troubleOf(thrown)).toEqual(expected)
})

test('what is wrong is said in a sentence, names as they are', () => {
	expect(sayTrouble({ kind: 'tooOften' })).toBe('That was asked too often. Wait a minute, then try again.')
	expect(sayTrouble({ kind: 'inUse', conversations: [{ token: 't', name: '<b>R&D</b>' }] })).toBe('Still used in: <b>R&D</b>')
	expect(sayTrouble({ kind: 'forbidden', reason: 'anything new' })).toBe('You are not allowed to do this.')
})
