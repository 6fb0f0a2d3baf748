import type { Section } from './known-keys.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matterbridgeNetworks, notApplicable, ofOtherNetworks, standingOf } from './known-keys.ts'
import { didYouMean, distance } from './nearest.ts'
import { readConfig } from './read.ts'
import { sampleKeys } from './samples/matterbridge-keys.ts'
import { testNetwork } from './test-network.ts'

const fields = Object.keys(testNetwork.fields)

/** Which section of ours a section of the sample is, and what those keys are that a Talk relay has to do with. */
const sections: Readonly<Record<string, Section>> = {
	nctalk: 'account',
	general: 'general',
	tengo: 'tengo',
	gateway: 'gateway',
	'gateway.in': 'member',
	'gateway.out': 'member',
	'gateway.inout': 'member',
	'gateway.in.options': 'options',
	'gateway.out.options': 'options',
	'gateway.inout.options': 'options',
	samechannelgateway: 'samechannelgateway',
}

test('the sample is whole', () => {
	assert.equal(Object.keys(sampleKeys).length, 29)
	assert.equal(Object.values(sampleKeys).flat().length, 317)
})

for (const [section, keys] of Object.entries(sampleKeys)) {
	const ours = sections[section]
	if (ours === undefined) {
		test(`every key of [${section}] has its place, and the network is known by name`, () => {
			assert.ok((matterbridgeNetworks as readonly string[]).includes(section))
			// Of a network not spoken yet the whole account is told. Such a key in an account of ours has to be known too.
			assert.deepEqual(keys.filter((key) => standingOf('account', key, fields) === undefined), [])
		})
	} else {
		test(`every key of ${section} has its place`, () => {
			assert.deepEqual(keys.filter((key) => standingOf(ours, key, fields) === undefined), [])
		})
	}
}

test('what is honoured, what does not apply and what is for others', () => {
	const is = (section: Section, ...keys: readonly string[]) => keys.map((key) => standingOf(section, key, fields)?.is)
	assert.deepEqual(new Set(is('account', ...sampleKeys.nctalk!)), new Set(['honoured']))
	assert.deepEqual(new Set(is('gateway', ...sampleKeys.gateway!)), new Set(['honoured']))
	assert.deepEqual(new Set(is('samechannelgateway', ...sampleKeys.samechannelgateway!)), new Set(['honoured']))
	assert.deepEqual(new Set(is('tengo', ...sampleKeys.tengo!)), new Set(['not applicable']))
	assert.deepEqual(sampleKeys.general!.filter((key) => standingOf('general', key, fields)?.is !== 'honoured'), [
		'MediaServerUpload',
		'MediaDownloadPath',
		'MediaServerDownload',
	])
	assert.deepEqual(is('account', 'remotenickformat', 'IGNORENICKS', 'UseTLS', 'PreserveThreading', 'http_proxy', 'Pasword'), [
		'honoured',
		'honoured',
		'other network',
		'not applicable',
		'honoured',
		undefined,
	])
	assert.deepEqual(standingOf('gateway', 'RemoteNickFormat', []), { is: 'not applicable', why: 'it is read in the account\'s own table', loud: true })
	assert.deepEqual(standingOf('account', 'LogFile', []), { is: 'not applicable', why: 'it is read in [general]', loud: true })
})

test('no key is in two tables', () => {
	const all = [...Object.keys(notApplicable), ...Object.keys(ofOtherNetworks)].map((key) => key.toLowerCase())
	assert.equal(new Set(all).size, all.length)
	assert.deepEqual(all.filter((key) => ['account', 'general'].some((section) => standingOf(section as Section, key, fields)?.is === 'honoured')), [])
})

test('each key that does nothing is told with its line and the reason', () => {
	const idle = [...sampleKeys.general!, 'EditDisable', 'Nick'].filter((key) => standingOf('account', key, fields)?.is !== 'honoured')
	const text = `[nctalk.a]\nServer="https://a.example.org"\nLogin="a"\nPassword="p"\n${idle.map((key) => `${key} = "x"`).join('\n')}\n`
		+ '[[gateway]]\nname="g"\nenable=true\n[[gateway.inout]]\naccount="nctalk.a"\nchannel="b"\n[gateway.inout.options]\nkey="k"\n'
	const { findings } = readConfig('f', { networks: [testNetwork], env: { HOME: '/h' }, files: { read: () => text, mode: () => 0o600 } })
	const told = findings.filter(({ what }) => / does nothing here: ./.test(what)).map(({ line, what }) => [line, what.split(' ')[0]])
	assert.deepEqual(told, [...idle.map((key, index) => [index + 5, key]), [idle.length + 12, 'key']])
})

test('the nearest word', () => {
	assert.deepEqual([distance('nctlak', 'nctalk'), distance('', 'abc'), distance('Server', 'sever'), distance('kitten', 'sitting')], [1, 3, 1, 3])
	assert.equal(didYouMean('RemoteNickFormt', ['Label', 'RemoteNickFormat']), ' – did you mean "RemoteNickFormat"?')
	assert.equal(didYouMean('Colour', ['Label', 'Login']), '')
	assert.equal(didYouMean('warning', ['debug', 'warn']), ' – did you mean "warn"?')
	assert.equal(didYouMean('x'.repeat(100_000), ['x']), '')
})
