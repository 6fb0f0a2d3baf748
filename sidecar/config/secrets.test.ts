import type { Config } from './config.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from './read.ts'
import { resolveSecret, secretsIn } from './secrets.ts'
import { testNetwork } from './test-network.ts'

const kept: Readonly<Record<string, string>> = { '/etc/talk/pass': 'from a file\n', '/run/creds/nube1': 'credential\r\n', '/etc/talk/empty': '\n' }
const files = {
	read(path: string) {
		if (kept[path] === undefined) {
			throw Object.assign(new Error('no'), { code: 'ENOENT' })
		}
		return kept[path]
	},
	mode: () => 0o644,
}

test('a secret stands in the file, in the environment, in a file of its own or with systemd', () => {
	const resolve = (written: string, env = {}) => resolveSecret(written, '/etc/talk', { NAME: 'from env', ...env }, files)
	assert.deepEqual(resolve('plain: it'), { secret: 'plain: it' })
	assert.deepEqual(resolve('env:NAME'), { secret: 'from env' })
	assert.deepEqual(resolve('file:/etc/talk/pass'), { secret: 'from a file', file: '/etc/talk/pass' })
	assert.deepEqual(resolve('file:pass'), { secret: 'from a file', file: '/etc/talk/pass' })
	assert.deepEqual(resolve('credential:nube1', { CREDENTIALS_DIRECTORY: '/run/creds' }), { secret: 'credential', file: '/run/creds/nube1' })
})

test('what can\'t be had is told with what to do', () => {
	const what = (written: string, env = {}) => {
		const resolved = resolveSecret(written, '/etc/talk', env, files)
		assert.ok('what' in resolved && resolved.remedy !== '')
		return resolved.what
	}
	assert.match(what('env:NAME'), /environment variable it names is empty or not set/)
	assert.match(what('file:gone'), /file it names \(relative paths begin at \/etc\/talk\) can't be read \(ENOENT\)/)
	assert.match(what('file:empty'), /file it names .* is empty/)
	assert.match(what('credential:nube1'), /no systemd credentials here/)
	assert.match(what('credential:../../etc/shadow', { CREDENTIALS_DIRECTORY: '/run/creds' }), /it names no credential/)
	assert.match(what('credential:gone', { CREDENTIALS_DIRECTORY: '/run/creds' }), /credential it names can't be read/)
})

function config(password: string, more = '') {
	return readConfig('/etc/talk/relay.toml', {
		networks: [testNetwork],
		env: { HOME: '/h' },
		files: {
			read: (path) => path !== '/etc/talk/relay.toml'
				? files.read(path)
				: `[nctalk.a]\nServer="https://a.example.org"\nLogin="bot"\nPassword="${password}"\n${more}\n[[gateway]]\nname="g"\nenable=true\ninout=[{account="nctalk.a",channel="a"},{account="nctalk.a",channel="b"}]\n`,
			mode: files.mode,
		},
	})
}

test('a file with a secret that others can read is told, wherever it is', () => {
	assert.deepEqual(config('file:pass').findings.map(({ line, what }) => [line, what]), [[4, 'others can read /etc/talk/pass, which holds a secret']])
	assert.equal(config('file:pass').config?.accounts[0]?.settings.password, 'from a file')
	assert.deepEqual(config('file:gone').findings.map(({ severity, line }) => [severity, line]), [['problem', 4]])
})

test('all that must not be seen is known', () => {
	const read = config('pa ss', 'Proxy="http://me:pro%20xy@proxy.example.org:3128"').config as Config
	assert.deepEqual(new Set(secretsIn(read, [testNetwork])), new Set([
		'pa ss',
		'pro xy',
		...['https://a.example.org', 'bot', 'http://me:pro%20xy@proxy.example.org:3128'].map((text) => Buffer.from(`${text}:pa ss`).toString('base64')),
	]))
})
