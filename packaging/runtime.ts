/**
 * `make runtime`: a package of Node.js for each architecture, out of npm's `node-linux-*` packages (those that `node` is made of), as
 * build/runtime/talk-relay-runtime-<architecture>.tar.gz. Which version, checksums and addresses are right goes into
 * lib/Relay/runtime.json, a part of the app: so the app takes only the very package that it was made with. The same input makes the
 * same bytes.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'build/runtime')
const { version } = JSON.parse(readFileSync(join(root, 'node_modules/node/package.json'), 'utf8')) as { version: string }
/** Where the packages of this version are put up. */
const base = process.env.RUNTIME_URL ?? `https://github.com/talk-relay/talk_relay/releases/download/runtime-${version}`

function pack(architecture: string): { readonly url: string, readonly sha256: string } {
	const work = join(folder, architecture)
	rmSync(work, { recursive: true, force: true })
	mkdirSync(join(work, 'node'), { recursive: true })
	const archive = execFileSync('npm', ['pack', '--silent', `node-linux-${architecture}@${version}`], { cwd: work, encoding: 'utf8' }).trim()
	execFileSync('tar', ['-xzf', archive], { cwd: work })
	copyFileSync(join(work, 'package/bin/node'), join(work, 'node/node'))
	copyFileSync(join(work, 'package/LICENSE'), join(work, 'node/LICENSE'))
	const file = `talk-relay-runtime-${architecture}.tar.gz`
	const alike = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '--mode=u+rwx,go+rx']
	execFileSync('tar', [...alike, '--use-compress-program=gzip -9n', '-cf', join(folder, file), '-C', join(work, 'node'), 'LICENSE', 'node'])
	rmSync(work, { recursive: true, force: true })
	return { url: `${base}/${file}`, sha256: createHash('sha256').update(readFileSync(join(folder, file))).digest('hex') }
}

const packages = Object.fromEntries(['x64', 'arm64'].map((architecture) => [architecture, pack(architecture)]))
writeFileSync(join(root, 'lib/Relay/runtime.json'), `${JSON.stringify({ version, packages }, null, '\t')}\n`)
process.stdout.write(`Node.js ${version}: ${Object.values(packages).map(({ url }) => url).join(' ')}\n`)
