import type { Answered } from './verdict.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { retryAfter, verdict } from './verdict.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const page: Answered = { status: 200, headers: {}, body: 'data', writes: true, dav: false, unknownAddress: false }

type Row = readonly [what: string, answered: Partial<Answered>, expected: string | undefined, words?: RegExp]

/** `then`, `afterMs` if any, and what may be left at the server. */
const table: readonly Row[] = [
	['a success', {}, undefined],
	['a created message', { status: 201 }, undefined],
	['carried by a bot as well', { status: 202 }, undefined],
	['nothing new', { status: 304, body: 'empty' }, undefined],
	['a refusal of one message', { status: 400 }, undefined],
	['forbidden', { status: 403 }, undefined],
	['no participant', { status: 404 }, undefined],
	['a system message can’t be edited', { status: 405 }, undefined],
	['not in a federated conversation', { status: 406 }, undefined],
	['the lobby', { status: 412 }, undefined],
	['too long, said by Talk', { status: 413 }, undefined],
	['too long, said by the web server', { status: 413, body: 'page' }, undefined],
	['the file store is full', { status: 507, body: 'broken', dav: true }, undefined],
	['a switched-off feature', { status: 501 }, undefined],
	['a wrong password', { status: 401 }, 'closeAccount nothing', /app password/],
	['a wrong password, in HTML', { status: 401, body: 'page' }, 'closeAccount nothing'],
	['slow down', { status: 429 }, 'retry nothing'],
	['slow down for seconds', { status: 429, headers: { 'retry-after': '7' } }, 'retry 7000 nothing'],
	['slow down, in HTML', { status: 429, body: 'page', headers: { 'retry-after': '7' } }, 'retry 7000 nothing'],
	['slow down until', { status: 429, headers: { 'retry-after': 'Sun, 22 Nov 2026 12:00:30 GMT' } }, 'retry 30000 nothing'],
	['maintenance', { status: 503, headers: { 'x-nextcloud-maintenance-mode': '1', 'retry-after': '120' } }, 'retry nothing', /maintenance/],
	['overloaded, writing', { status: 503 }, 'retry unknown', /status 503/],
	['overloaded for a while', { status: 503, headers: { 'retry-after': '3' } }, 'retry 3000 unknown'],
	['overloaded, reading', { status: 503, writes: false }, 'retry nothing'],
	['a fault, writing', { status: 500 }, 'retry unknown'],
	['a fault, reading', { status: 500, writes: false }, 'retry nothing'],
	['a proxy that gave up, in HTML', { status: 504, body: 'page' }, 'retry unknown'],
	['a fault with a file', { status: 500, dav: true, body: 'broken' }, 'retry unknown'],
	['a locked file', { status: 423, dav: true, body: 'broken' }, 'retry nothing'],
	['a request that took too long', { status: 408 }, 'retry unknown'],
	['nothing at all, writing', { body: 'empty' }, 'retry unknown', /answered with nothing/],
	['nothing at all, reading', { body: 'empty', writes: false }, 'retry nothing'],
	['nothing, as WebDAV does', { status: 201, body: 'empty', dav: true }, undefined],
	['half an answer', { body: 'broken' }, 'retry unknown', /half an answer/],
	['a web page, writing', { body: 'page' }, 'retry unknown', /a web page instead of data/],
	['a web page that refuses', { status: 403, body: 'page' }, 'retry nothing', /a web page instead of data \(status 403\)/],
	['a server without Talk', { status: 404, unknownAddress: true }, 'retry nothing', /does not know Talk/],
	['another address of the same API', { status: 301, headers: { location: 'https://new.example/nc/ocs/v2.php/apps/spreed/api/v4/room?x=1' } }, 'closeAccount nothing', /redirect to https:\/\/new\.example\/nc: write that address as Server/],
	['a detour to a page', { status: 302, headers: { location: 'https://login.example/?session=secret' } }, 'retry nothing', /redirect to https:\/\/login\.example\/ instead/],
	['a password in a redirect', { status: 302, headers: { location: 'https://u:secret@x.example/' } }, 'retry nothing', /x\.example/],
	['a redirect to nowhere', { status: 302 }, 'retry nothing'],
]

for (const [what, answered, expected, words] of table) {
	test(`verdict: ${what}`, () => {
		const failure = verdict({ ...page, ...answered }, 'nube.example', now)
		const after = failure?.verdict.then === 'retry' ? failure.verdict.afterMs : undefined
		assert.equal(failure && [failure.verdict.then, after, failure.left].filter((part) => part !== undefined).join(' '), expected)
		if (failure) {
			assert.match(failure.message, words ?? /nube\.example/)
			assert.doesNotMatch(failure.message, /secret/)
		}
	})
}

test('Retry-After: a date is compared with the server’s own clock', () => {
	const headers = { 'retry-after': 'Sun, 22 Nov 2026 12:00:30 GMT' }
	assert.equal(retryAfter(headers, now), 30_000)
	assert.equal(retryAfter({ ...headers, date: 'Sun, 22 Nov 2026 12:00:20 GMT' }, now + 3_600_000), 10_000)
	assert.equal(retryAfter(headers, now + 60_000), 0, 'a date that is over')
	assert.equal(retryAfter({ 'retry-after': '999999999' }, now), 3_600_000, 'no server may silence us for years')
	assert.equal(retryAfter({ 'retry-after': 'soon' }, now), undefined)
	assert.equal(retryAfter({}, now), undefined)
})
