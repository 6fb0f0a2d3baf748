import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { after, test } from 'node:test'
import { makePackage, php, root } from './package.ts'

const made = makePackage()
after(() => made.remove())
const { app, files } = made
const content = (file: string): string => readFileSync(join(app, file), 'utf8')

/** What Git knows, without what .nextcloudignore takes out, and what a build makes: what krankerl would take. */
function expected(): readonly string[] {
	const git = (...args: readonly string[]): readonly string[] => execFileSync('git', ['ls-files', '-z', ...args], { cwd: root, encoding: 'utf8' }).split('\0')
	const ignored = new Set(git('--cached', '--ignored', '--exclude-from=.nextcloudignore'))
	const built = ['css', 'dist', 'js'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(root, join(entry.parentPath, entry.name))))
	return [...git('--cached').filter((file) => file !== '' && !ignored.has(file)), ...built].toSorted()
}

test('one folder, plain files, nothing that anybody else may write', () => {
	assert.deepEqual(made.entries.filter((entry) => !entry.startsWith('talk_relay/')), [])
	const lines = execFileSync('tar', ['-tvzf', made.archive], { encoding: 'utf8' }).trim().split('\n')
	assert.deepEqual(lines.filter((line) => !/^(?:drwxr-xr-x|-rw-r--r--) 0\/0 /u.test(line)), [])
})

test('what a server needs and nothing else: the same as by .nextcloudignore', () => {
	assert.deepEqual(files, expected())
	assert.deepEqual(files.filter((file) => /\.(?:ts|vue|map|po|toml|sh)$|(?:^|\/)(?:node_modules|vendor|tests?|sidecar|src)\/|(?:^|\/)\./u.test(file)), [])
})

test('it is small, and made twice it is the same', () => {
	const { size } = statSync(made.archive)
	assert.ok(size > 500_000 && size < 10_000_000, `${size} bytes`)
	const again = makePackage()
	const same = readFileSync(made.archive).equals(readFileSync(again.archive))
	again.remove()
	assert.ok(same)
})

test('all PHP in it parses', () => {
	const paths = files.filter((file) => file.endsWith('.php')).map((file) => join(app, file))
	assert.ok(paths.length > 100)
	const bad = php(`foreach ($given as $file) {
		try { PhpToken::tokenize(file_get_contents($file), TOKEN_PARSE); } catch (ParseError $error) { echo "$file: {$error->getMessage()}\\n"; }
	}`, paths)
	assert.equal(bad, '')
})

test('every class that info.xml names is there', () => {
	const classes = [...content('appinfo/info.xml').matchAll(/OCA\\TalkRelay\\(?<name>[\w\\]+)/gu)].map((found) => found.groups?.name ?? '')
	assert.ok(classes.length > 10)
	assert.deepEqual(classes.filter((name) => !files.includes(`lib/${name.replaceAll('\\', '/')}.php`)), [])
})

test('scripts, styles and templates that PHP names are there, and what scripts and styles load', () => {
	const sources = files.filter((file) => file.endsWith('.php')).map(content).join('\n')
	const named = (what: RegExp, path: (name: string) => string): readonly string[] => [...sources.matchAll(what)].map((found) => path(found.groups?.name ?? ''))
	const wanted = [
		...named(/addScript\(Application::ID, '(?<name>[^']+)'/gu, (name) => `js/${name}.mjs`),
		...named(/addStyle\(Application::ID, '(?<name>[^']+)'/gu, (name) => `css/${name}.css`),
		...named(/TemplateResponse\(Application::ID, '(?<name>[^']+)'/gu, (name) => `templates/${name}.php`),
	]
	assert.ok(wanted.length >= 8, wanted.join(' '))
	const loaded = files.filter((file) => /^(?:js|css)\/.*\.(?:mjs|css)$/u.test(file)).flatMap((file) => [
		...content(file).matchAll(/(?:from|import|import\()\s*["'](?<path>\.{1,2}\/[^"']+)["']/gu),
	].map((found) => join(dirname(file), found.groups?.path ?? '')))
	assert.ok(loaded.length > 5)
	assert.deepEqual([...wanted, ...loaded].filter((file) => !files.includes(file)), [])
})

for (const folder of ['dist', 'js']) {
	test(`${folder}: every package that is bundled comes with its licence, and may be given on under ours`, () => {
		const text = content(`${folder}/licenses.md`)
		const packages = [...text.matchAll(/^## (?<name>\S+) \d[^ ]* \((?<licence>.+)\)$/gmu)].map((found) => found.groups)
		assert.ok(packages.length >= 15)
		const fine = /^(?:MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|\(MPL-2\.0 OR Apache-2\.0\)|A?GPL-3\.0-or-later|CC0-1\.0)$/u
		assert.deepEqual(packages.filter((one) => !fine.test(one?.licence ?? '')), [])
		const texts = text.split(/\n\n(?=## \S+ \d)/u).slice(1)
		const silent = texts.filter((one) => one.replaceAll(/^## \S+ \d.*$/gmu, '').trim().length < 200).flatMap((one) => [...one.matchAll(/^## (\S+)/gmu)].map((found) => found[1] ?? ''))
		assert.deepEqual(silent.filter((name) => readdirSync(join(root, 'node_modules', name)).some((file) => /^licen[cs]e/iu.test(file))), [])
	})
}
