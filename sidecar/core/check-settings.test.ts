import type { Infer } from './settings.ts'

import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkSettings } from './check-settings.ts'

const fields = {
	server: { type: 'text', label: 'Server', example: 'https://cloud.example.org' },
	password: { type: 'secret', label: 'App password' },
	proxy: { type: 'text', label: 'Proxy', optional: true },
	skipTlsVerify: { type: 'flag', label: 'Accept any certificate', fallback: false },
	lively: { type: 'number', label: 'Rooms read fast', fallback: 4 },
} as const
const given = { Server: 'https://x.org', PASSWORD: 's3cret', Lively: 2, SkipTLSVerify: true, Label: 'other' }

test('names match without regard to case, fallbacks fill in, other names are let through', () => {
	assert.deepEqual(checkSettings(fields, given), { ok: { server: 'https://x.org', password: 's3cret', proxy: undefined, skipTlsVerify: true, lively: 2 } })
	const few = { server: 'a', password: 'b', proxy: 'c' }
	assert.deepEqual(checkSettings(fields, few), { ok: { server: 'a', password: 'b', proxy: 'c', skipTlsVerify: false, lively: 4 } })
})

test('the result has the types that the fields declare', () => {
	const checked = checkSettings(fields, given)
	assert.ok('ok' in checked)
	const settings: { readonly server: string, readonly proxy: string | undefined, readonly lively: number } = checked.ok
	// @ts-expect-error a flag is no text
	const wrong: { readonly skipTlsVerify: string } = checked.ok
	const same: Infer<typeof fields> = checked.ok
	assert.equal(settings.server, 'https://x.org')
	assert.equal(wrong, same)
})

test('all problems are told at once, with the key and what is expected, and without the value', () => {
	const checked = checkSettings(fields, { Server: 5, Password: '  ', skiptlsverify: 'tr0e', lively: Number.NaN, proxy: ['p'] })
	assert.deepEqual(checked, {
		problems: [
			'Server must be text in quotes (Server, https://cloud.example.org)',
			'Password is missing (App password)',
			'proxy must be text in quotes (Proxy)',
			'skiptlsverify must be true or false, without quotes (Accept any certificate)',
			'lively must be a number, without quotes (Rooms read fast)',
		],
	})
})

test('a name that is given twice is told', () => {
	assert.deepEqual(checkSettings({ server: fields.server }, { server: 'a', Server: 'b' }), { problems: ['server is given more than once: server, Server'] })
})

test('no input makes it throw, and a result has exactly the fields', () => {
	fc.assert(fc.property(fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('server', 'PASSWORD', 'lively', '__proto__', 'constructor')), fc.anything()), (any) => {
		const checked = checkSettings(fields, any)
		assert.ok('ok' in checked ? Object.keys(checked.ok).sort().join() === Object.keys(fields).sort().join() : checked.problems.length > 0)
	}))
	assert.deepEqual(checkSettings({}, { __proto__: 1 }), { ok: {} })
})
