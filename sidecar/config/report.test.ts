import type { Config, Finding } from './config.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from './read.ts'
import { checkJson, checkReport, findingLine, summaryLines } from './report.ts'
import { testNetwork } from './test-network.ts'

const text = '[nctalk.a]\nServer="https://a.example.org"\nLogin="a"\nPassword="hidden"\n'
	+ '[[gateway]]\nname="puente"\nenable=true\n[[gateway.inout]]\naccount="nctalk.a"\nchannel="one"\n[[gateway.out]]\naccount="nctalk.a"\nchannel="two"\n'
const config = readConfig('f', { networks: [testNetwork], env: { HOME: '/h' }, files: { read: () => text, mode: () => 0o600 } }).config as Config
const finding: Finding = { severity: 'problem', file: 'relay.toml', line: 12, what: 'this is so', remedy: 'do that' }

test('findings, for people', () => {
	assert.equal(findingLine(finding), 'relay.toml:12: problem: this is so — do that')
	assert.equal(
		findingLine({ severity: 'note', file: 'relay.toml', what: 'this is so', remedy: 'do that' }),
		'relay.toml: note: this is so — do that',
	)
})

test('what a file says, in a few lines', () => {
	assert.deepEqual(summaryLines(config), ['1 gateway, 2 rooms, 1 account', 'puente: nctalk.a/one (both ways), nctalk.a/two (written to only)'])
})

test('a whole report ends with how it went', () => {
	assert.equal(checkReport('relay.toml', config, []).split('\n').at(-1), 'relay.toml: no problems, no warnings')
	assert.equal(checkReport('relay.toml', undefined, [finding]).split('\n').at(-1), 'relay.toml: 1 problem, no warnings; the relay would not start')
})

test('for programs, without secrets', () => {
	const json = checkJson(config, [finding])
	const { ok, findings, gateways } = JSON.parse(json) as { ok: boolean, findings: unknown, gateways: readonly { name: string }[] }
	assert.deepEqual([ok, findings, gateways.map(({ name }) => name)], [true, [finding], ['puente']])
	assert.ok(!json.includes('hidden'))
	assert.deepEqual(JSON.parse(checkJson(undefined, [finding])), { ok: false, findings: [finding] })
})
