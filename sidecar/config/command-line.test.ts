import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exits, parseCommandLine } from './command-line.ts'

const parse = (line: string) => parseCommandLine(line.split(' ').filter((word) => word !== ''))

test('commands and their options', () => {
	const none = { config: '', online: false, json: false }
	assert.deepEqual(parse('run --config relay.toml'), { command: 'run', options: { ...none, config: 'relay.toml' } })
	assert.deepEqual(parse('--config=relay.toml run'), { command: 'run', options: { ...none, config: 'relay.toml' } })
	assert.deepEqual(parse('run -c relay.toml --state /s'), { command: 'run', options: { ...none, config: 'relay.toml', state: '/s' } })
	assert.deepEqual(parse('check --config a --online --json'), { command: 'check', options: { config: 'a', online: true, json: true } })
	assert.deepEqual(parse('send-test --config a --gateway puente'), { command: 'send-test', options: { ...none, config: 'a', gateway: 'puente' } })
	assert.deepEqual(parse('version'), { command: 'version', options: none })
	assert.deepEqual(parse('run -conf matterbridge.toml'), { command: 'run', options: { ...none, config: 'matterbridge.toml' } })
})

const wrong: readonly (readonly [string, RegExp])[] = [
	['chek --config a', /no command chek – did you mean "check"\?/],
	['--config a', /what is it to do\? run, serve, check, status/],
	['run', /which file\? talk-relay run --config FILE/],
	['run relay.toml', /write --config relay\.toml/],
	['run --config a b', /what is "b"\?/],
	['run --config', /--config needs a value: --config FILE/],
	['run --config= ', /--config needs a value/],
	['run --confg a', /no option --confg – did you mean "--config"\?/],
	['run --config a --online', /--online is for check, not for run/],
	['version --config a', /--config is for run, check, status, send-test, not for version/],
	['check --config a --json=yes', /--json takes no value/],
	['run --config a --colour', /no option --colour\n/],
]
for (const [line, expected] of wrong) {
	test(`is refused: ${line}`, () => {
		const said = parse(line)
		assert.ok('message' in said)
		assert.match(said.message, expected)
		assert.equal(said.exitCode, exits.usage)
	})
}

test('help tells of every command and option', () => {
	for (const line of ['--help', '-h', 'help', 'run --help', 'nonsense -h']) {
		const said = parse(line)
		assert.ok('message' in said)
		assert.equal(said.exitCode, exits.fine)
		for (const word of ['run', 'check', 'status', 'send-test', 'version', '--config FILE', '--online', '--state DIR', '--json', '--gateway NAME']) {
			assert.ok(said.message.includes(word), word)
		}
	}
	assert.equal((parse('') as { exitCode: number }).exitCode, exits.usage)
})
