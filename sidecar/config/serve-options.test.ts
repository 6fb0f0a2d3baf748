import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exits, parseCommandLine } from './command-line.ts'

const parse = (line: string) => parseCommandLine(line.split(' ').filter((word) => word !== ''))
const usual = 'serve --state /s --app https://nube.example --socket /run/t.sock'

test('what the app starts the relay with', () => {
	const invocation = parse('serve --state /s --app https://nube.example/cloud/ --app http://127.0.0.1#nube.example --secret-file /k --socket /run/t.sock --log /l')
	assert.ok('options' in invocation)
	assert.deepEqual(invocation.options.serve, {
		state: '/s',
		apps: [{ base: 'https://nube.example/cloud' }, { base: 'http://127.0.0.1', host: 'nube.example' }],
		secretFile: '/k',
		control: { socket: '/run/t.sock' },
		insecure: false,
		logFile: '/l',
	})
})

test('by hand, from another machine', () => {
	const invocation = parse('serve --state /s --app http://10.0.0.1/index.php --host-header nube.example --listen [::]:9470 --insecure --ca /ca.pem')
	assert.ok('options' in invocation)
	assert.deepEqual(invocation.options.serve, {
		state: '/s',
		apps: [{ base: 'http://10.0.0.1', host: 'nube.example' }],
		control: { host: '::', port: 9470 },
		insecure: true,
		caFile: '/ca.pem',
	})
})

const wrong: readonly (readonly [string, RegExp])[] = [
	['serve', /where is Nextcloud\?/],
	['serve --state /s --app nube.example --socket /x', /nube\.example is no web address/],
	['serve --state /s --app https://a:b@nube.example --socket /x', /is no web address/],
	['serve --state /s --app https://nube.example', /Either --socket PATH or --listen/],
	[`${usual} --listen 1.2.3.4:5`, /Either --socket PATH or --listen/],
	['serve --state /s --app https://nube.example --listen nonsense', /nonsense is no address to listen on/],
	['serve --state /s --app https://nube.example --listen 127.0.0.1:99999', /is no address to listen on/],
	[`serve --state /s --app https://nube.example --socket /${'x'.repeat(110)}`, /too long/],
	[`${usual} --config a`, /--config is for run/],
	[`${usual} more`, /what is "more"|write --config more/],
	['run --config a --socket /x', /--socket is for serve, not for run/],
]
for (const [line, expected] of wrong) {
	test(`is refused: ${line.slice(0, 80)}`, () => {
		const said = parse(line)
		assert.ok('message' in said)
		assert.match(said.message, expected)
		assert.equal(said.exitCode, exits.usage)
	})
}
