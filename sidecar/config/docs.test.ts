import type { Gateway } from '../core/gateway.ts'

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { languages } from '../core/languages.ts'
import { nctalk } from '../networks/nctalk/index.ts'
import { carriedKeys, generalKeys, notApplicable, ruleKeys, writtenAs } from './known-keys.ts'
import { readConfig } from './read.ts'
import { tutorial } from './test-reading.ts'

const read = (path: string): string => readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8')
const sample = read('relay.sample.toml')
const guide = read('MIGRATING-FROM-MATTERBRIDGE.md')

const honoured = [...Object.keys(nctalk().fields).map(writtenAs), ...ruleKeys, ...carriedKeys, ...generalKeys].toSorted()

function readSample(text: string) {
	return readConfig('/etc/relay.toml', { networks: [nctalk()], env: { HOME: '/h' }, files: { read: (path) => path === '/etc/relay.toml' ? text : 'x', mode: () => 0o600 } })
}

test('the sample is read without a problem or a warning', () => {
	const { config, findings } = readSample(sample)
	assert.deepEqual(findings.map(({ what }) => what), ['the gateway "same" is off'])
	assert.deepEqual(config?.gateways[0]?.members.map(({ room }) => room), ['nctalk.nube1/nb9xk3d2', 'nctalk.nube2/xs25tz5y'])
})

test('so it is with every setting in it switched on, and what it says holds if left out is what holds', () => {
	const on = sample.replaceAll(/^#(?=[A-Z]\w* = )/gm, '').replaceAll(/(?:ShowJoinPart|ShowTopicChange) = false/g, (key) => key.replace('false', 'true'))
	const { config, findings } = readSample(on)
	assert.deepEqual(findings.map(({ what }) => what), ['the gateway "same" is off'])
	const usual = readSample(sample).config!
	const facts = ({ files, notices, mentionEveryone, language }: Gateway) => [files.maxBytes, notices.toSorted(), mentionEveryone, language ?? 'en']
	assert.deepEqual(facts(config!.gateways[0]!), facts(usual.gateways[0]!))
	assert.deepEqual({ ...config!.log, file: undefined }, { ...usual.log, file: undefined })
	assert.equal(config!.spoolBytes, usual.spoolBytes)
	const { caFile, proxy, ...settings } = config!.accounts[0]!.settings
	assert.deepEqual([caFile, proxy], ['/etc/minube1-ca.pem', 'http://proxy.minube1.com:3128'])
	assert.deepEqual(settings, usual.accounts[0]!.settings)
	assert.equal(config!.accounts[0]!.rules.guestSuffix, usual.accounts[0]!.rules.guestSuffix)
})

test('every setting is in the sample', () => {
	assert.deepEqual([...new Set(sample.match(/^#?[A-Z]\w*(?= = )/gm)!.map((key) => key.replace('#', '')))].toSorted(), honoured)
})

test('the sample names every language', () => {
	assert.ok(sample.includes(`there are: ${languages.map((language) => `"${language}"`).join(', ')}.`))
})

test('the guide\'s tables name every key, and no other', () => {
	const [first, second] = guide.split('### Keys that do nothing here')
	const rows = (text: string) => [...text.matchAll(/^\| `(\w+)` \| ([^|]*) \|/gm)].map(([, key, cell]) => [key!, cell!] as const)
	assert.deepEqual(rows(first!).map(([key]) => key).toSorted(), honoured)
	assert.deepEqual(rows(second!), Object.entries(notApplicable).map(([key, { why }]) => [key, why]))
	const where = (keys: readonly string[]) => [...new Set(rows(first!).filter(([key]) => keys.includes(key)).map(([, place]) => place))]
	assert.deepEqual([where(ruleKeys), where(carriedKeys), where(generalKeys)], [['account'], ['gateway'], ['general']])
})

test('with Talk itself the tutorial\'s file is taken as it is', () => {
	const { config, findings } = readSample(tutorial)
	assert.deepEqual(findings, [])
	assert.deepEqual(config?.gateways[0]?.members.map(({ room }) => room), ['nctalk.nube1/token1', 'nctalk.nube2/token2'])
})
