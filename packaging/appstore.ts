/**
 * `make appstore`: build/talk_relay.tar.gz, the package for the app store, out of what `npm run build` made. The same input makes the
 * same bytes. With APP_KEY and APP_CERT (PEM files as the app store gives them) its code is signed, and the archive's own signature,
 * which the store asks for, is printed.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { archiveSignature, signCode } from './sign.ts'

const root = join(import.meta.dirname, '..')
const build = join(root, 'build')
const app = join(build, 'appstore', 'talk_relay')
const archive = join(build, 'talk_relay.tar.gz')

/** What a server needs to run the app, and what a person may want to read; nothing else. */
const contents = ['appinfo', 'css', 'dist', 'img', 'js', 'l10n', 'lib', 'LICENSES', 'templates', 'AUTHORS.md', 'CHANGELOG.md', 'COPYING', 'README.md', 'openapi.json']
const needed = ['appinfo/info.xml', 'dist/talk-relay.mjs', 'js', 'lib/AppInfo/Application.php', 'l10n/es.json', 'openapi.json']
/** The app store takes 30 MiB; ours is to stay far below. */
const most = 10_000_000

const isLeftOut = (path: string): boolean => /\.map(?:\.license)?$|\/\.[^/]+$/u.test(path)

rmSync(join(build, 'appstore'), { recursive: true, force: true })
mkdirSync(app, { recursive: true })
for (const name of contents.filter((one) => existsSync(join(root, one)))) {
	cpSync(join(root, name), join(app, name), { recursive: true, dereference: true, filter: (path) => !isLeftOut(path) })
}
const missing = needed.filter((one) => !existsSync(join(app, one)))
if (missing.length > 0) {
	process.stderr.write(`not packaged, for these are missing: ${missing.join(', ')}. Run npm run build first.\n`)
	process.exit(1)
}
const { APP_KEY: key, APP_CERT: certificate } = process.env
if (key !== undefined && certificate !== undefined) {
	signCode(app, key, certificate)
}
const alike = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '--mode=u+rwX,go+rX,go-w']
execFileSync('tar', [...alike, '--use-compress-program=gzip -9n', '-cf', archive, '-C', join(build, 'appstore'), 'talk_relay'])
const { size } = statSync(archive)
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
process.stdout.write(`talk_relay ${version}: build/talk_relay.tar.gz, ${(size / 1e6).toFixed(2)} MB${key === undefined ? ', not signed (APP_KEY and APP_CERT do that)' : ', signed'}\n`)
if (key !== undefined) {
	process.stdout.write(`signature for the app store: ${archiveSignature(archive, key)}\n`)
}
if (size > most) {
	process.stderr.write(`that is over ${most / 1e6} MB\n`)
	process.exit(1)
}
