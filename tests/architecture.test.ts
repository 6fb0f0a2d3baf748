import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')
const files = readdirSync(join(root, 'sidecar'), { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
	.map((entry) => relative(root, join(entry.parentPath, entry.name)))
const code = files.filter((file) => !file.endsWith('.test.ts') && !/\/page\/|\.(?:fake|test-help)\.ts$/u.test(file))

function imports(file: string): readonly string[] {
	return [...readFileSync(join(root, file), 'utf8')
		.matchAll(/^(?:import|export)[^'"]*?from '(?<from>[^']+)'|^import '(?<bare>[^']+)'|import\('(?<lazy>[^']+)'\)/gmu)]
		.map((found) => found.groups?.from ?? found.groups?.bare ?? found.groups?.lazy ?? '')
}

/** What a file imports of our own code. The core's version.ts alone may read package.json. */
function inside(file: string): readonly string[] {
	const targets = imports(file).filter((one) => one.startsWith('.')).map((one) => join(dirname(file), one))
	return targets.filter((target) => file !== 'sidecar/core/version.ts' || target !== 'package.json')
}

/** The layer of a file, from the inside out: what stands further left may never import what stands further right. */
function layer(file: string): string {
	const [, folder = '', network = ''] = file.split('/')
	return folder === 'networks' ? (network.endsWith('.ts') ? 'networks' : `networks/${network}`) : folder.endsWith('.ts') ? 'main' : folder
}

const allowed: Readonly<Record<string, readonly string[]>> = {
	core: ['core'],
	http: ['core', 'http'],
	talk: ['core', 'talk'],
	door: ['core', 'http', 'talk', 'door'],
	config: ['core', 'config'],
	store: ['core', 'store'],
	relay: ['core', 'config', 'store', 'relay'],
	control: ['core', 'http', 'door', 'config', 'store', 'relay', 'control'],
	commands: ['core', 'http', 'door', 'config', 'store', 'relay', 'control', 'networks', 'commands', 'main'],
	main: ['core', 'http', 'door', 'config', 'store', 'relay', 'control', 'networks', 'commands', 'main'],
	networks: ['core', 'networks'],
}

test('imports go in one direction', () => {
	const wrong = code.flatMap((file) => inside(file).filter((target) => {
		const [from, to] = [layer(file), layer(target)]
		if (from === 'demo') {
			// The built-in servers stand alone, so that they can't share the relay's mistakes; the first look starts both.
			return file.startsWith('sidecar/demo/talk-server') && to !== 'demo'
		}
		if (from.startsWith('networks/')) {
			return to !== from && !['core', 'http', 'door', 'talk'].includes(to)
		}
		if (from === 'networks') {
			return to !== 'core' && !to.startsWith('networks')
		}
		return to === 'demo' || !(allowed[from] ?? []).includes(to)
	}).map((target) => `${file} imports ${target}`))
	assert.deepEqual(wrong, [])
})

test('the core is pure: no input, output, clock or chance', () => {
	const wrong = code.filter((file) => file.startsWith('sidecar/core/')).flatMap((file) => {
		const text = readFileSync(join(root, file), 'utf8')
		const bad = [
			...text.matchAll(/^import (?!type)[^\n]*'node:[^']+'/gmu),
			...text.matchAll(/\b(?:Date\.now|Math\.random|performance\.now|setTimeout|setInterval|console\.|process\.|async |await )/gu),
		].map((found) => found[0])
		return bad.map((what) => `${file}: ${what}`)
	})
	assert.deepEqual(wrong, [])
})

test('only the store knows SQL, and only database.ts and the lock know the driver', () => {
	const driver = code.filter((file) => imports(file).includes('node:sqlite'))
	assert.deepEqual(driver.sort(), ['sidecar/store/database.ts', 'sidecar/store/lock.ts'])
})

test('there are no cycles', () => {
	const state = new Map<string, 'open' | 'done'>()
	const visit = (file: string, path: readonly string[]): void => {
		if (state.get(file) === 'open') {
			assert.fail([...path.slice(path.indexOf(file)), file].join(' → '))
		}
		if (state.get(file) === 'done' || !code.includes(file)) {
			return
		}
		state.set(file, 'open')
		valueImports(file).forEach((target) => visit(target, [...path, file]))
		state.set(file, 'done')
	}
	code.forEach((file) => visit(file, []))
})

/** A type may refer to one that refers back; only what runs must not go round. */
function valueImports(file: string): readonly string[] {
	const text = readFileSync(join(root, file), 'utf8').replaceAll(/^(?:import|export) type [^;]*?from '[^']+'$/gmu, '')
	return [...text.matchAll(/from '(?<from>\.[^']+)'/gu)].map((found) => join(dirname(file), found.groups?.from ?? ''))
}

test('files are small', () => {
	const lines = code.map((file) => readFileSync(join(root, file), 'utf8').split('\n').length - 1).sort((a, b) => a - b)
	const long = code.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length - 1 > 300)
	assert.deepEqual(long, [])
	const median = lines[Math.floor(lines.length / 2)] ?? 0
	assert.ok(median <= 80, `the median file has ${median} lines`)
})
