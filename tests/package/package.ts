/*
 * The package for the app store, made anew of the bundles that are there (they are built first where none are), and unpacked.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

export const root = join(import.meta.dirname, '../..')

export interface Package {
	readonly archive: string
	/** Where it is unpacked: the app's folder. */
	readonly app: string
	/** Its files, relative to the app's folder, in order. */
	readonly files: readonly string[]
	readonly entries: readonly string[]
	remove(): void
}

/** `keys`: the PEM files that it is signed with. */
export function makePackage(keys?: { readonly key: string, readonly certificate: string }): Package {
	if (!existsSync(join(root, 'dist/licenses.md')) || !existsSync(join(root, 'js/licenses.md'))) {
		execFileSync('npm', ['run', '--silent', 'build'], { cwd: root })
	}
	const folder = mkdtempSync(join(tmpdir(), 'talk-relay-package-'))
	const env = { ...process.env, ...(keys && { APP_KEY: keys.key, APP_CERT: keys.certificate }) }
	execFileSync(process.execPath, [join(root, 'packaging/appstore.ts'), folder], { env })
	const archive = join(folder, 'talk_relay.tar.gz')
	rmSync(join(folder, 'appstore'), { recursive: true })
	execFileSync('tar', ['-xzf', archive, '-C', folder])
	const entries = execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' }).trim().split('\n')
	return {
		archive,
		app: join(folder, 'talk_relay'),
		files: entries.filter((entry) => !entry.endsWith('/')).map((entry) => entry.replace(/^talk_relay\//u, '')).toSorted(),
		entries,
		remove: () => rmSync(folder, { recursive: true, force: true }),
	}
}

/** A program of PHP's that gets JSON on its standard input as $given; what it prints. */
export function php(program: string, given: unknown): string {
	const code = `$given = json_decode(stream_get_contents(STDIN), true); ${program}`
	return execFileSync('php', ['-r', code], { input: JSON.stringify(given), encoding: 'utf8' })
}

export const text = (...path: readonly string[]): string => readFileSync(join(root, ...path), 'utf8')
