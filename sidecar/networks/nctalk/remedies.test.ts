import type { Failure } from '../../core/failure.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusal } from '../../http/guard.ts'
import { troubleFailure } from '../../http/troubles.ts'
import { abilities } from './capabilities.ts'
import { roomRefusal } from './refusals.ts'
import { remedyFor } from './remedies.ts'
import { verdict } from './verdict.ts'

const host = 'nube2.example'
const where = { token: 'fam1l1a0', login: 'puente', host }
const answered = { status: 200, headers: {}, body: 'data', writes: true, dav: false, unknownAddress: false } as const
const said = (more: Partial<Parameters<typeof verdict>[0]>): string => verdict({ ...answered, ...more }, host, 0)?.message ?? ''
const unsent = { written: false, answered: false, writes: true }
const broken = (code: string): string => troubleFailure(Object.assign(new Error(code), { code }), unsent, host, 30).message
function missingTalk(): string {
	try {
		return String(abilities({ capabilities: {} }, host))
	} catch (error) {
		return (error as Failure).message
	}
}

/** The words are those that the program really says. */
const table: readonly (readonly [string, string, RegExp | undefined])[] = [
	['a wrong password', said({ status: 401 }), /Connect the account again/],
	['too many wrong passwords', said({ status: 429 }), /brute-force/],
	['Talk is missing', missingTalk(), /install Talk/],
	['Talk is being updated', said({ unknownAddress: true }), /install Talk/],
	['not a participant', roomRefusal(404, where).message, /Add the account/],
	['banned', roomRefusal(403, where).message, /banned/],
	['a lobby', roomRefusal(412, where).message, /lobby/],
	['a guest of another server', roomRefusal(406, where).message, /own server/],
	['read-only', 'nothing can be written in “Familia” (fam1l1a0) on nube2.example: it is read-only', /unlock/],
	['no permission', 'nothing can be written there: the account may not post messages there', /permission/],
	['an expired certificate', broken('CERT_HAS_EXPIRED'), /renew/],
	['a certificate of their own', broken('DEPTH_ZERO_SELF_SIGNED_CERT'), /everybody trusts/],
	['a certificate for another name', broken('ERR_TLS_CERT_ALTNAME_INVALID'), /names it/],
	['a name without an address', broken('ENOTFOUND'), /written rightly/],
	['http for https', broken('EPROTO'), /https/],
	['a web page', said({ body: 'page', status: 404 }), /Nextcloud/],
	['a redirect', said({ status: 301, headers: { location: 'https://cloud.example/ocs/v2.php/x' } }), /itself names/],
	['forbidden by the administrator', refusal('10.0.0.1', { localServers: false, allowedHosts: [], refusedHosts: [] }) ?? '', /administrator of this server/],
	['the server is away', broken('ECONNREFUSED'), undefined],
	['maintenance', said({ status: 503, headers: { 'x-nextcloud-maintenance-mode': '1' } }), undefined],
	['a fault of theirs', said({ status: 500 }), undefined],
]
for (const [name, why, expected] of table) {
	test(`what to do: ${name}`, () => {
		assert.notEqual(why, '')
		const todo = remedyFor(why)
		assert.ok(expected === undefined ? todo === undefined : expected.test(todo ?? ''), `${why} → ${todo}`)
	})
}
