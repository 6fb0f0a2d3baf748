/**
 * Installs the very package that `make appstore` made into the first server of TALK_SERVERS, as a folder of the web server's own as the
 * app store leaves it, and runs the app's suites on it. What stood in its place before is put back.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { answers, cannotInstall, nextcloud, place } from './nextcloud.ts'

const root = join(import.meta.dirname, '../..')
const archive = join(root, 'build/talk_relay.tar.gz')
const usual = ['tests/federation/*.test.ts', 'tests/app/*.test.ts']

function must(program: string, ...args: readonly string[]): void {
	const { status } = spawnSync(program, args, { stdio: 'inherit' })
	if (status !== 0) {
		throw new Error(`${program} ${args.join(' ')} failed`)
	}
}

const why = cannotInstall()
if (why !== false || !existsSync(archive)) {
	process.stderr.write(`${why === false ? 'There is no build/talk_relay.tar.gz: make appstore' : `The package can't be installed: it ${why}`}\n`)
	process.exit(2)
}
const server = nextcloud()
const apps = dirname(place(server))
const { uid, gid } = statSync(join(server.webroot, 'config/config.php'))
// Beside the apps, not within them: Nextcloud would take it for another app. On the same disk, so that it can be moved.
const aside = mkdtempSync(join(server.webroot, '.talk_relay-'))
const before = existsSync(place(server))
const linked = before && lstatSync(place(server)).isSymbolicLink()
await server.occ('app:disable', 'talk_relay').catch(() => '')
if (before) {
	renameSync(place(server), join(aside, basename(place(server))))
}
try {
	must('tar', '--extract', '--gzip', '--file', archive, '--directory', apps)
	must('chown', '--recursive', `${uid}:${gid}`, place(server))
	await server.occ('app:enable', 'talk_relay')
	await answers(server)
	if (linked) {
		process.stdout.write('PHP may follow the link that stood there for twice its realpath_cache_ttl of two minutes: waiting for four\n')
		await sleep(240_000)
	}
	const given = process.argv.slice(2)
	const { status } = spawnSync('node', ['--test', '--test-concurrency=1', ...given.length === 0 ? usual : given], { cwd: root, stdio: 'inherit' })
	process.exitCode = status ?? 1
} finally {
	await server.occ('app:disable', 'talk_relay').catch(() => '')
	rmSync(place(server), { recursive: true, force: true })
	if (before) {
		renameSync(join(aside, basename(place(server))), place(server))
		await server.occ('app:enable', 'talk_relay')
	}
	rmSync(aside, { recursive: true })
}
