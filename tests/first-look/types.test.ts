import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..', '..')

test('the page’s own code has no errors of type: it is checked apart, as it knows the browser and not Node', () => {
	const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
	const { status, stdout } = spawnSync(process.execPath, [tsc, '--noEmit', '-p', join(root, 'sidecar/demo/first-look/page')], { encoding: 'utf8' })
	assert.equal(stdout, '')
	assert.equal(status, 0)
})
