import type { Decision } from '../core/words.ts'
import type { DoorConfig, DoorGateway, DoorMember } from '../door/types.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configurationOf } from './configuration.ts'

function member(id: number, account: string, more: Partial<DoorMember> = {}): DoorMember {
	return {
		id,
		account,
		address: `room${id}`,
		direction: 'inout',
		nickFormat: '[{NICK}] ',
		consent: 'given',
		blocked: [],
		...more,
	}
}
function gateway(members: readonly DoorMember[], more: Partial<DoorGateway> = {}): DoorGateway {
	return {
		id: 'g1',
		name: 'Familia',
		paused: false,
		members,
		notices: ['call'],
		files: { maxBytes: 5, refusedNames: ['\\.exe$'] },
		mentionEveryone: false,
		by: 'Marcos (nube1)',
		...more,
	}
}
function config(gateways: readonly DoorGateway[]): DoorConfig {
	return {
		revision: 3,
		host: 'nube1.example',
		base: 'https://nube1.example',
		service: 'talk-relay',
		accounts: [{ id: 'nctalk.17', network: 'nctalk', label: 'puente on nube2', settings: { server: 'https://nube2.example', login: 'puente', password: 'x' } }],
		gateways,
		spoolBytes: 1,
		localServers: false,
		allowedHosts: ['*.example'],
		refusedHosts: [],
	}
}

test('accounts, the app\'s own among them; limits; who may be connected to', () => {
	const { accounts, gateways, hosts, joined } = configurationOf(config([gateway([member(1, 'local'), member(2, 'nctalk.17')])]))
	assert.deepEqual(accounts.map(({ id, network, rules }) => [id, network, rules.label]), [['local', 'local', 'nube1.example'], ['nctalk.17', 'nctalk', 'puente on nube2']])
	assert.deepEqual(accounts[0]?.settings, { host: 'nube1.example', base: 'https://nube1.example', service: 'talk-relay' })
	assert.deepEqual(gateways[0]?.files, { maxBytes: 5, refusedNames: ['\\.exe$'] })
	assert.deepEqual([gateways[0]?.name, gateways[0]?.title, gateways[0]?.notices], ['g1', 'Familia', ['call']])
	assert.deepEqual(hosts, { localServers: false, allowedHosts: ['*.example'], refusedHosts: [] })
	assert.deepEqual(joined, [{ member: 2, room: 'nctalk.17/room2', gateway: 'g1', consent: 'given', direction: 'inout', by: 'Marcos (nube1)', title: 'Familia', host: 'nube1.example' }])
})

test('what a gateway does not carry is its own; an app that says nothing of it carries all', () => {
	const kinds = (more: Partial<DoorGateway>) => configurationOf(config([gateway([], more)])).gateways[0]?.refusedKinds
	assert.deepEqual(kinds({ refusedKinds: ['voice', 'edits'] }), ['voice', 'edits'])
	assert.deepEqual(kinds({}), [])
})

test('the server\'s own proxy is the accounts\' too', () => {
	const proxy = { url: 'http://proxy.example:3128', except: ['*.intern.example'] }
	assert.deepEqual(configurationOf({ ...config([]), proxy }).hosts?.proxy, proxy)
})

test('in the app\'s own rooms no name stands before a text, whatever the member says', () => {
	const [first] = configurationOf(config([gateway([member(1, 'local'), member(2, 'nctalk.17')])])).gateways
	assert.deepEqual(first?.members.map(({ nickFormat }) => nickFormat), ['', '[{NICK}] '])
})

test('the relay speaks the language that the app names, in notices to its members too', () => {
	const languages = (more: Partial<DoorGateway>) => {
		const { gateways, joined } = configurationOf(config([gateway([member(1, 'local'), member(2, 'nctalk.17')], more)]))
		return [gateways[0]?.language, joined[0]?.language]
	}
	assert.deepEqual(languages({ language: 'de_DE' }), ['de_DE', 'de_DE'])
	assert.deepEqual(languages({}), [undefined, undefined])
})

const directions: readonly (readonly [string, Partial<DoorGateway>, Partial<DoorMember>, Decision | undefined, string | undefined])[] = [
	['agreed', {}, {}, undefined, 'inout'],
	['agreed, one way', {}, { direction: 'out' }, undefined, 'out'],
	['not agreed yet', {}, { consent: 'asked' }, undefined, 'none'],
	['paused there', {}, { consent: 'paused' }, undefined, 'none'],
	['stopped there', {}, { consent: 'stopped' }, undefined, undefined],
	['paused here', { paused: true }, {}, undefined, 'none'],
	['agreed just now', {}, { consent: 'asked' }, 'given', 'inout'],
	['paused just now', {}, {}, 'paused', 'none'],
	['stopped just now: watched until the app knows', {}, {}, 'stopped', 'none'],
	['resumed just now, but paused here', { paused: true }, { consent: 'paused' }, 'given', 'none'],
]
for (const [name, ofGateway, ofMember, decision, expected] of directions) {
	test(`a member's direction: ${name}`, () => {
		const decided = new Map(decision === undefined ? [] : [[2, decision]])
		const [first] = configurationOf(config([gateway([member(1, 'local'), member(2, 'nctalk.17', ofMember)], ofGateway)]), decided).gateways
		assert.equal(first?.members.find(({ room }) => room === 'nctalk.17/room2')?.direction, expected)
	})
}

test('blocked people are the member\'s', () => {
	const [first] = configurationOf(config([gateway([member(1, 'local'), member(2, 'nctalk.17', { blocked: ['laura@nube2.example'] })])])).gateways
	assert.deepEqual(first?.members.map(({ blocked }) => blocked), [[], ['laura@nube2.example']])
})
