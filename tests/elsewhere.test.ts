import type { Where } from '../src/text/elsewhere.ts'

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sharedSecret } from '../sidecar/commands/serve/secret.ts'
import { parseCommandLine } from '../sidecar/config/command-line.ts'
import { pastedFor } from '../src/text/elsewhere.ts'

/** What the administration page gives to paste, held to the programs and files that take it. */
const made = { secret: 'a1'.repeat(32), address: 'https://cloud.example.org/nextcloud' }
const contentsOf = (file: string): string => readFileSync(join(import.meta.dirname, '..', file), 'utf8')

/** How lib/Service/SettingsForm.php checks the relay's address, as it stands there. */
function settingsTake(control: string): boolean {
	const [, pattern] = /'control' =>[^']*'#(.+)#u'/.exec(contentsOf('lib/Service/SettingsForm.php')) ?? []
	assert.ok(pattern, 'the pattern stands where it stood')
	return new RegExp(pattern, 'u').test(control)
}

const doors = {
	same: { socket: '/run/talk-relay/control.sock' },
	other: { host: '0.0.0.0', port: 8787 },
} satisfies Record<Where, object>

for (const where of ['same', 'other'] as const) {
	const { command, environment, control } = pastedFor(where, made)

	test(`${where}: the relay takes the command, and the secret from its environment`, () => {
		const [program, ...words] = command.split(' ')
		assert.equal(program, 'talk-relay')
		const invocation = parseCommandLine(words)
		assert.ok('options' in invocation && invocation.options.serve, 'message' in invocation ? invocation.message : '')
		assert.deepEqual(invocation.options.serve.control, doors[where])
		assert.deepEqual(invocation.options.serve.apps, [{ base: made.address }])
		const [name = '', value] = environment.split('=')
		assert.equal(sharedSecret(invocation.options.serve, { [name]: value }), made.secret)
		assert.ok(!command.includes(made.secret))
	})

	test(`${where}: the settings take the address`, () => {
		assert.ok(settingsTake(control))
		assert.ok(!settingsTake(`${control} `))
	})
}

test('the files that the page names say the same', () => {
	const unit = contentsOf('docs/talk-relay-app.service')
	assert.ok(unit.includes(`--socket ${pastedFor('same', made).control}\n`))
	assert.ok(unit.includes(`write ${pastedFor('same', made).control}\n`))
	assert.match(unit, /LoadCredential=secret:\/etc\/talk-relay\/secret\n/)
	const compose = contentsOf('docs/compose.yaml')
	assert.ok(compose.includes('"--listen", "0.0.0.0:8787"'))
	assert.ok(compose.includes(`write ${pastedFor('other', made).control} there`))
	assert.match(compose, /^ {2}relay:\n {4}image: talk-relay\n {4}env_file: relay\.env\n/m)
})
