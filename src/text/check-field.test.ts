import type { Fields } from '../types.ts'

import { expect, test } from 'vitest'
import { checkDraft, checkField, emptyDraft, toSettings } from './check-field.ts'

const fields: Fields = {
	server: { type: 'text', label: 'Server', example: 'https://cloud.example.org' },
	nick: { type: 'text', label: 'Nick', optional: true },
	password: { type: 'secret', label: 'Password' },
	checked: { type: 'flag', label: 'Checked', fallback: true },
	rooms: { type: 'number', label: 'Rooms', fallback: 4 },
}

test('a form begins with what is stored and what is usual, never with a secret', () => {
	expect(emptyDraft(fields, { server: 'https://x.org', rooms: 7, password: 'geheim' })).toEqual({ server: 'https://x.org', nick: '', password: '', checked: true, rooms: '7' })
})

test.each([
	['server', '', 'This is needed.'],
	['server', 'cloud.example.org', undefined],
	['server', 'ftp://x.org', 'Write an address like https://cloud.example.org'],
	['nick', '', undefined],
	['rooms', 'many', 'Write a number.'],
	['rooms', '-1', 'Write a number.'],
	['rooms', '0', undefined],
	['password', ' ', 'This is needed.'],
])('%s: "%s"', (name, value, expected) => {
	expect(checkField(fields[name]!, value, false)).toBe(expected)
})

test('a secret that is set may stay empty, and is then not sent', () => {
	const draft = { ...emptyDraft(fields), server: ' https://x.org ' }
	expect(checkDraft(fields, draft, [])).toHaveProperty('password')
	expect(checkDraft(fields, draft, ['password'])).toEqual({})
	expect(toSettings(fields, draft)).toEqual({ server: 'https://x.org', checked: true, rooms: 4 })
	expect(toSettings(fields, { ...draft, password: ' a ' })).toHaveProperty('password', ' a ')
})
