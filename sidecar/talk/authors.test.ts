import assert from 'node:assert/strict'
import { test } from 'node:test'
import { personId } from '../core/ids.ts'
import { talkPerson } from './authors.ts'

for (const [given, expected] of [
	['laura@nube.minube2.com', 'laura@nube.minube2.com'],
	['laura@https://nube.minube2.com/', 'laura@nube.minube2.com'],
	['guest/0f3a@nube.minube2.com', 'guest/0f3a@nube.minube2.com'],
	['ada@localhost:8102', 'ada@localhost:8102'],
	['ana maria@nube.minube2.com', /^ana-maria-[0-9a-f]{12}@nube\.minube2\.com$/],
	['ñandú@nube.minube2.com', /^and-[0-9a-f]{12}@nube\.minube2\.com$/],
	[`${'a'.repeat(60)}@nube.minube2.com`, /^a{12}-[0-9a-f]{12}@nube\.minube2\.com$/],
	[`laura@${'sub.'.repeat(20)}example`, /^laura-sub-su-[0-9a-f]{12}@invalid$/],
	['nobody', /^nobody-[0-9a-f]{12}@invalid$/],
	['a"b@c', /^a-b-[0-9a-f]{12}@c$/],
] as const) {
	test(`authors: ${given.slice(0, 40)} fits Talk's column`, () => {
		const found = talkPerson(personId(given))
		if (typeof expected === 'string') {
			assert.equal(found, expected)
		} else {
			assert.match(found, expected)
		}
		assert.ok(found.length <= 64)
		assert.equal(talkPerson(found), found, 'what fits stays')
	})
}
