/**
 * `make appstore`: talk_relay.tar.gz, the package for the app store, out of what `npm run build` made, in build/ or the folder that is
 * given. The same input makes the same bytes. With APP_KEY and APP_CERT (PEM files as the app store gives them) its code is signed, and
 * the archive's own signature, which the store asks for, is printed.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { archiveSignature, signCode } from './sign.ts'

const root = join(import.meta.dirname, '..')
const build = resolve(process.argv[2] ?? join(root, 'build'))
const app = join(build, 'appstore', 'talk_relay')
const archive = join(build, 'talk_relay.tar.gz')

/** What a server needs, and what the licences ask for; nothing else. `.nextcloudignore` says the same the other way round. */
const contents = ['appinfo', 'css', 'dist', 'img', 'js', 'l10n', 'lib', 'LICENSES', 'templates', 'AUTHORS.md', 'CHANGELOG.md', 'COPYING', 'openapi.json']
/** What a build makes. */
const needed = ['dist/talk-relay.mjs', 'dist/licenses.md', 'js/talk_relay-talk.mjs', 'js/licenses.md', 'css/talk_relay-talk.css']
/** The app store takes 30 MiB; ours is to stay far below. */
const most = 10_000_000

/** Maps, hidden files, and what makes the translations. */
const isLeftOut = (path: string): boolean => /\.map(?:\.license)?$|\/\.[^/]+$|\/l10n\/(?:[^/]+\.ts|README\.md)$/u.test(path)

function fail(why: string): never {
	process.stderr.write(`not packaged: ${why}\n`)
	process.exit(1)
}

/**
 * Seconds since 1970 that all files bear: the last commit's, or SOURCE_DATE_EPOCH. They are not nought, for PHP keeps no compiled form of a
 * file without a time, and takes a file with the time of the one before for that one.
 */
function timeOfAll(): string {
	const given = process.env.SOURCE_DATE_EPOCH ?? execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' }).trim()
	return /^[1-9]\d*$/u.test(given) ? given : fail('of what time is it? Set SOURCE_DATE_EPOCH, or build it in a Git checkout')
}

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string }
const info = readFileSync(join(root, 'appinfo/info.xml'), 'utf8')
if (!info.includes(`<version>${version}</version>`)) {
	fail(`appinfo/info.xml is not of version ${version}, as package.json is`)
}
const missing = [...contents, ...needed].filter((one) => !existsSync(join(root, one)))
if (missing.length > 0) {
	fail(`these are missing: ${missing.join(', ')}. Run npm run build first.`)
}
rmSync(join(build, 'appstore'), { recursive: true, force: true })
mkdirSync(app, { recursive: true })
for (const name of contents) {
	cpSync(join(root, name), join(app, name), { recursive: true, dereference: true, filter: (path) => !isLeftOut(path) })
}
const { APP_KEY: key, APP_CERT: certificate } = process.env
if ((key === undefined) !== (certificate === undefined)) {
	fail('signing needs both, APP_KEY and APP_CERT')
}
if (key !== undefined && certificate !== undefined) {
	signCode(app, key, certificate)
}
const alike = ['--sort=name', `--mtime=@${timeOfAll()}`, '--owner=0', '--group=0', '--numeric-owner', '--mode=u+rwX,go+rX,go-w']
execFileSync('tar', [...alike, '--use-compress-program=gzip -9n', '-cf', archive, '-C', join(build, 'appstore'), 'talk_relay'])
const { size } = statSync(archive)
process.stdout.write(`talk_relay ${version}: ${archive}, ${(size / 1e6).toFixed(2)} MB${key === undefined ? ', not signed (APP_KEY and APP_CERT do that)' : ', signed'}\n`)
if (key !== undefined) {
	process.stdout.write(`signature for the app store: ${archiveSignature(archive, key)}\n`)
}
if (size > most) {
	fail(`that is over ${most / 1e6} MB`)
}
