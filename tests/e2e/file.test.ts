import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { servers } from '../support/talk.ts'
import { matterbridgeToml, runProgram } from './harness.ts'

const lab = await servers()
const folder = mkdtempSync(join(tmpdir(), 'talk-relay-file-'))
after(async () => {
	rmSync(folder, { recursive: true, force: true })
	await lab.close()
})

const good = matterbridgeToml(
	[{ name: 'nube1', url: lab.a.url, ...lab.a.bot }, { name: 'nube2', url: lab.b.url, ...lab.b.bot }],
	[[{ account: 'nube1', channel: 'abcd1234' }, { account: 'nube2', channel: 'efgh5678' }]],
)
function file(text: string): string {
	const path = join(folder, 'matterbridge.toml')
	writeFileSync(path, text, { mode: 0o600 })
	return path
}
const env = { HOME: folder, XDG_STATE_HOME: folder }

test('the tutorial’s file is fine', async () => {
	const { code, output } = await runProgram(['check', '--config', file(good)], env)
	assert.equal(code, 0, output)
})

test('quotes as web articles set them: where they are and what to write, and nothing runs', async () => {
	const article = good.split('\n').map((line, index) => index === 1 ? line.replaceAll('"', '”') : line.replace('RemoteNickFormat="[{NICK}] "', 'RemoteNickFormat=»[{NICK}] «')).join('\n')
	for (const command of ['check', 'run']) {
		const { code, output } = await runProgram([command, '--config', file(article)], env)
		assert.equal(code, 78, output)
		assert.match(output, /matterbridge\.toml:2\b/)
		assert.match(output, /matterbridge\.toml:5\b/)
		assert.match(output, /[”»]/)
		assert.match(output, /straight quot|"/i)
		assert.ok(!output.includes(lab.a.bot.password), 'no password is shown')
	}
})

test('all that is wrong is told at once', async () => {
	const bad = good.replace('Login = ', 'Logn = ').replace('account="nctalk.nube2"', 'account="nctalk.nube3"')
	const { code, output } = await runProgram(['check', '--config', file(bad)], env)
	assert.equal(code, 78)
	assert.match(output, /did you mean.*Login/i)
	assert.match(output, /nube3/)
})

test('`check --online` logs in and tells of a room that is not there, and of one that is', async () => {
	const [a, b] = [await lab.a.newRoom(), await lab.b.newRoom({ people: [] })]
	const text = good.replace('abcd1234', a.token).replace('efgh5678', b.token)
	const { code, output } = await runProgram(['check', '--online', '--config', file(text)], env)
	assert.equal(code, 1, output)
	assert.match(output, new RegExp(`\\(${a.token}\\).*carries text`))
	assert.match(output, new RegExp(`${b.token}.*(?:participant|not)`))
	await b.owner.add(lab.b.bot.user)
	const again = await runProgram(['check', '--online', '--config', file(text)], env)
	assert.equal(again.code, 0, again.output)
})

test('a wrong password is told by `check --online`, without the password', async () => {
	const text = good.replace(lab.a.bot.password, 'wrong-for-a-test')
	const { code, output } = await runProgram(['check', '--online', '--config', file(text)], env)
	assert.equal(code, 1, output)
	assert.match(output, /nctalk\.nube1.*(?:login|password|refuse)/i)
	assert.ok(!output.includes('wrong-for-a-test'))
})

test('a conversation may be given as its whole address, and a secret from elsewhere', async () => {
	const [a, b] = [await lab.a.newRoom(), await lab.b.newRoom()]
	const secret = join(folder, 'secret')
	writeFileSync(secret, `${lab.b.bot.password}\n`, { mode: 0o600 })
	const text = good.replace('"abcd1234"', `"${a.url}"`).replace('efgh5678', b.token).replace(`"${lab.b.bot.password}"`, `"file:${secret}"`)
	const { code, output } = await runProgram(['check', '--online', '--config', file(text)], env)
	assert.equal(code, 0, output)
})
