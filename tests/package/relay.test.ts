import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { after, test } from 'node:test'
import { localToken, poking, scene } from '../serve/scene.ts'
import { until } from '../support/until.ts'
import { makePackage, text } from './package.ts'

const made = makePackage()
after(() => made.remove())
const program = join(made.app, 'dist/talk-relay.mjs')
const { version } = JSON.parse(text('package.json')) as { readonly version: string }

test('the relay in the package says its version, from any folder and without a module beside it', () => {
	assert.equal(execFileSync(process.execPath, [program, 'version'], { cwd: '/', env: {}, encoding: 'utf8' }), `${version}\n`)
})

test('it serves the app: what is said on either side stands on the other', async (t) => {
	const one = await scene(undefined, [process.execPath, program])
	t.after(() => one.close())
	poking(one)
	one.start()
	await until('the room has become a member', async () => (await one.said()).some((line) => line.includes('joined this conversation')) || undefined)
	one.app.world.say(localToken, 'marcos', 'hola desde aquí')
	await until('it stands there', async () => (await one.said()).some((line) => line.endsWith('hola desde aquí')) || undefined)
	await one.say('hola desde allí')
	await until('it stands here', () => [...one.app.world.messages.values()].some(({ message }) => message === 'hola desde allí') || undefined)
	assert.equal(await one.end(), 0)
})
