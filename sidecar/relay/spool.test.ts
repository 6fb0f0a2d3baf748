import type { FileLimits } from '../core/gateway.ts'

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusal } from './spool.ts'

const file = { name: 'plan.pdf', mime: 'application/pdf', size: 5000, voice: false }
const limits = (more: Partial<FileLimits> = {}): FileLimits => ({ maxBytes: 10_000, refusedNames: [], ...more })

test('a file is kept where one gateway takes it, and else it is said why none does', () => {
	const cases: readonly (readonly [string, readonly FileLimits[], ReturnType<typeof refusal>, Partial<typeof file>?])[] = [
		['small enough', [limits()], undefined],
		['too large', [limits({ maxBytes: 4999 })], { refused: 'large', limit: 4999 }],
		['too large for one only', [limits({ maxBytes: 4999 }), limits({ maxBytes: 5000 })], undefined],
		['too large for all: the larger is told', [limits({ maxBytes: 1 }), limits({ maxBytes: 2 })], { refused: 'large', limit: 2 }],
		['no file but a folder', [limits()], { refused: 'folder' }, { mime: 'httpd/unix-directory', size: 0 }],
		['no files at all', [limits({ maxBytes: 0 })], { refused: 'files' }],
		['refused by name', [limits({ refusedNames: ['\\.pdf$'] })], { refused: 'type' }],
		['refused by kind', [limits({ refusedKinds: ['files'] })], { refused: 'files' }],
		['of another kind', [limits({ refusedKinds: ['voice'] })], undefined],
		['by name here, too large there', [limits({ refusedNames: ['pdf'] }), limits({ maxBytes: 4999 })], { refused: 'large', limit: 4999 }],
	]
	for (const [name, all, expected, other] of cases) {
		assert.deepEqual(refusal({ ...file, ...other }, all), expected, name)
	}
	assert.deepEqual(refusal({ ...file, voice: true }, [limits({ maxBytes: 0 })]), { refused: 'voice' })
})
