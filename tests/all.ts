/**
 * Everything that `make test` runs, in order, each step as its own process. Ends with how many steps passed and failed.
 * A part that this machine lacks a program for is named with how to get it; with CI=true that is a failure.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

interface Program { readonly program: string, readonly get: string }

interface Step {
	readonly name: string
	readonly command: readonly string[]
	readonly needs?: readonly Program[]
}

const root = join(import.meta.dirname, '..')
const chromium: Program = { program: 'chromium', get: 'apt-get install chromium' }
const php: Program = { program: 'php', get: 'apt-get install php-cli php-curl php-mbstring php-xml' }
const composer: Program = { program: 'composer', get: 'apt-get install composer unzip' }
const git: Program = { program: 'git', get: 'apt-get install git' }
const openssl: Program = { program: 'openssl', get: 'apt-get install openssl' }
const nodeTest = (...patterns: readonly string[]): readonly string[] => ['node', '--test', '--test-force-exit', '--test-timeout=180000', '--test-reporter=dot', ...patterns]

const steps: readonly Step[] = [
	{ name: 'types', command: ['npm', 'run', '--silent', 'types'] },
	{ name: 'lint', command: ['eslint', '.', '--max-warnings', '0'] },
	{ name: 'units and whole relay', command: nodeTest('sidecar/**/*.test.ts', 'tests/*.test.ts', 'tests/relay/**/*.test.ts', 'tests/faults/*.test.ts') },
	{ name: 'contract and end to end, built-in servers', command: nodeTest('--test-concurrency=6', 'tests/talk/**/*.test.ts', 'tests/door/**/*.test.ts', 'tests/e2e/**/*.test.ts', 'tests/serve/**/*.test.ts') },
	{ name: 'translations', command: ['node', 'l10n/build.ts', '--check'] },
	{ name: 'panel', command: ['vitest', 'run'] },
	{ name: 'php', command: ['tests/php/run'], needs: [php, composer] },
	{ name: 'faults', command: ['node', 'tests/faults/main.ts', '--histories', '200', '--prove'] },
	{ name: 'bundle', command: ['vite', 'build', '--logLevel', 'warn'] },
	{ name: 'panel, bundle', command: ['vite', 'build', '--config', 'vite.panel.config.ts', '--logLevel', 'warn'] },
	{ name: 'package', command: nodeTest('tests/package/*.test.ts'), needs: [php, git, openssl] },
	{ name: 'panel, page in place of Talk’s', command: ['vite', 'build', '--config', 'tests/panel/talk-page/vite.config.ts', '--logLevel', 'warn'] },
	{ name: 'panel in Chromium', command: nodeTest('--test-concurrency=3', 'tests/panel/*.test.ts'), needs: [chromium] },
	{ name: 'first look in Chromium', command: nodeTest('tests/first-look/**/*.test.ts'), needs: [chromium] },
]

const has = (program: string): boolean => (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)))

let passed = 0
const failed: string[] = []
const missing: string[] = []
for (const { name, command: [program = '', ...rest], needs } of steps) {
	const absent = needs?.find((need) => !has(need.program))
	if (absent !== undefined) {
		missing.push(`${name}: needs ${absent.program} (${absent.get})`)
		continue
	}
	process.stdout.write(`\n== ${name}\n`)
	const started = performance.now()
	const { status } = spawnSync(program, rest, { cwd: root, stdio: 'inherit' })
	const seconds = ((performance.now() - started) / 1000).toFixed(1)
	process.stdout.write(`== ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`)
	if (status === 0) {
		passed += 1
	} else {
		failed.push(name)
	}
}
missing.forEach((what) => process.stdout.write(`\nnot run: ${what}\n`))
if (process.env.CI === 'true') {
	failed.push(...missing)
}
process.stdout.write(`\n${failed.length > 0 ? `failed: ${failed.join(', ')}\n` : ''}${passed} passed, ${failed.length} failed\n`)
process.exit(failed.length === 0 ? 0 : 1)
