import type { MemberFacts, PlainState } from './plain-state.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { remedyFor } from '../networks/nctalk/remedies.ts'
import { plainState } from './plain-state.ts'

const now = 1_000_000
const well: MemberFacts = {
	consent: 'given',
	paused: false,
	account: { state: 'online', why: '', since: 5 },
	room: { state: 'open', why: '', since: 7 },
	front: undefined,
	now,
	remedy: remedyFor,
}
const offline = (why: string) => ({ account: { state: 'offline', why, since: 9 } })
const away = (why: string) => ({ account: { state: 'connecting', why, since: 9 } })
const closed = (why: string) => ({ room: { state: 'closed', why, since: 9 } })

const table: readonly (readonly [string, Partial<MemberFacts>, PlainState['state'], PlainState['fault'], RegExp, RegExp])[] = [
	['all is well', {}, 'working', undefined, /^$/, /^$/],
	['a message is on its way', { front: { accepted: now - 500, attempts: 0, why: '' } }, 'working', undefined, /^$/, /^$/],
	['wrong password', offline('nube2 refuses the login: wrong login name or app password, or it was revoked'), 'stopped', 'account', /refuses the login/, /Connect the account again/],
	['Talk is missing', offline('Talk is not installed on nube2, or this account may not use it'), 'stopped', 'account', /not installed/, /install Talk/],
	['not a participant', closed('the account puente is not a participant of the conversation x on nube2: add it there'), 'stopped', 'room', /not a participant/, /Add the account/],
	['lobby', closed('the conversation x on nube2 has its lobby on, and puente is no moderator'), 'stopped', 'room', /lobby/, /end the lobby/],
	['read-only', closed('nothing can be written in “Familia” (x) on nube2: it is read-only'), 'stopped', 'room', /read-only/, /unlock/],
	['certificate', away('the TLS certificate of nube2 has expired: renew it on the server'), 'waiting', 'server', /expired/, /renew the certificate/],
	['server away', away('nube2 refuses connections: the web server is not running there, or a firewall is in the way'), 'waiting', 'server', /refuses connections/, /by itself/],
	['not connected yet', { account: undefined }, 'waiting', 'server', /not connected yet/, /by itself/],
	['an attempt failed', { front: { accepted: now - 500, attempts: 2, why: 'nube2 has a problem of its own (status 500)' } }, 'waiting', 'server', /status 500/, /by itself/],
	['long on its way', { front: { accepted: now - 90_000, attempts: 0, why: '' } }, 'waiting', 'server', /for long/, /by itself/],
	['paused here', { paused: true }, 'paused', undefined, /paused here/, /Resume/],
	['paused there', { consent: 'paused' }, 'paused', undefined, /there has paused/, /resume/],
	['not agreed', { consent: 'asked' }, 'waiting', undefined, /not agreed yet/, /yes/],
	['could not even be asked', { consent: 'asked', ...closed('the account puente is not a participant of the conversation x on nube2') }, 'stopped', 'room', /not a participant/, /Add the account/],
	['ended there', { consent: 'stopped' }, 'stopped', undefined, /has ended/, /anew/],
]
for (const [name, facts, state, fault, why, todo] of table) {
	test(`in plain words: ${name}`, () => {
		const told = plainState({ ...well, ...facts })
		assert.deepEqual([told.state, told.fault], [state, fault])
		assert.match(told.why, why)
		assert.match(told.todo, todo)
	})
}
