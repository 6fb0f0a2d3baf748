import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { test } from 'node:test'
import { parse } from 'smol-toml'
import { root, text } from './package.ts'

interface Annotation { readonly path: readonly string[], readonly 'SPDX-License-Identifier': string }

const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter((file) => file !== '')
const { annotations } = parse(text('REUSE.toml')) as unknown as { readonly annotations: readonly Annotation[] }
// In two pieces, so that this file does not seem to bear a licence that nobody knows.
const identifier = new RegExp(`${'SPDX-License'}-Identifier: (?<licence>[\\w.-]+)`, 'u')

/** As REUSE understands it: hidden files are no others. */
const matches = (file: string, pattern: string): boolean => matchesGlob(file.replaceAll(/(?<=^|\/)\./gu, ''), pattern)

/** The licence that the file itself names, else the one that REUSE.toml gives it. */
function licenceOf(file: string): string | undefined {
	return identifier.exec(readFileSync(join(root, file), 'utf8').slice(0, 2000))?.groups?.licence
		?? annotations.findLast(({ path }) => path.some((pattern) => matches(file, pattern)))?.['SPDX-License-Identifier']
}

test('every file is under a licence whose text is here, and no other text is', () => {
	const covered = files.filter((file) => !file.startsWith('LICENSES/') && file !== 'COPYING')
	assert.deepEqual(covered.filter((file) => licenceOf(file) === undefined), [])
	assert.deepEqual([...new Set(covered.map(licenceOf))].toSorted(), readdirSync(join(root, 'LICENSES')).map((file) => file.replace(/\.txt$/u, '')).toSorted())
})

test('PHP and Vue files say it themselves', () => {
	const silent = files.filter((file) => /^(?:lib|src|templates|appinfo)\/.*\.(?:php|vue|xml)$/u.test(file))
		.filter((file) => !identifier.test(readFileSync(join(root, file), 'utf8').slice(0, 500)))
	assert.deepEqual(silent, [])
})

test('COPYING is the licence', () => {
	assert.equal(text('COPYING'), text('LICENSES/AGPL-3.0-or-later.txt'))
})
