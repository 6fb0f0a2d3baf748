import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { archiveSignature, signCode } from '../../packaging/sign.ts'
import { makePackage, php } from './package.ts'

interface Signed { readonly hashes: Readonly<Record<string, string>>, readonly signature: string, readonly certificate: string }

const folder = mkdtempSync(join(tmpdir(), 'talk-relay-keys-'))
const at = (name: string): string => join(folder, name)
const openssl = (...args: readonly string[]): string => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
const authority = (name: string, subject: string): string => openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.crt`, '-days', '2', '-subj', subject)
authority('root', '/CN=Code signing of a test')
openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'app.key', '-out', 'app.csr', '-subj', '/CN=talk_relay')
openssl('x509', '-req', '-in', 'app.csr', '-CA', 'root.crt', '-CAkey', 'root.key', '-CAcreateserial', '-out', 'app.crt', '-days', '2')
const made = makePackage({ key: at('app.key'), certificate: at('app.crt') })
after(() => {
	made.remove()
	rmSync(folder, { recursive: true })
})
const signed = JSON.parse(readFileSync(join(made.app, 'appinfo/signature.json'), 'utf8')) as Signed

/** As Nextcloud does it: PHP sorts and writes what was signed. */
function verifies(hashes: Signed['hashes']): boolean {
	writeFileSync(at('message'), php('ksort($given); echo json_encode($given);', hashes))
	writeFileSync(at('signature'), Buffer.from(signed.signature, 'base64'))
	writeFileSync(at('public.pem'), new X509Certificate(signed.certificate).publicKey.export({ type: 'spki', format: 'pem' }))
	const options = ['rsa_padding_mode:pss', 'rsa_pss_saltlen:0', 'rsa_mgf1_md:sha512'].flatMap((option) => ['-sigopt', option])
	try {
		return openssl('dgst', '-sha1', '-verify', 'public.pem', ...options, '-signature', 'signature', 'message').includes('Verified OK')
	} catch {
		return false
	}
}

test('every file is in the signature with its hash, and no other', () => {
	const others = made.files.filter((file) => file !== 'appinfo/signature.json')
	assert.deepEqual(Object.keys(signed.hashes).toSorted(), others)
	const wrong = others.filter((file) => createHash('sha512').update(readFileSync(join(made.app, file))).digest('hex') !== signed.hashes[file])
	assert.deepEqual(wrong, [])
})

test('the signature is the certificate’s over just these hashes', () => {
	assert.equal(verifies(signed.hashes), true)
	assert.equal(verifies({ ...signed.hashes, 'lib/AppInfo/Application.php': '0'.repeat(128) }), false)
	assert.equal(verifies({ ...signed.hashes, 'lib/Other.php': '0'.repeat(128) }), false)
})

test('the archive’s own signature is what the app store checks', () => {
	writeFileSync(at('archive.signature'), Buffer.from(archiveSignature(made.archive, at('app.key')), 'base64'))
	openssl('x509', '-in', 'app.crt', '-pubkey', '-noout', '-out', 'app.pem')
	const check = (): string => openssl('dgst', '-sha512', '-verify', 'app.pem', '-signature', 'archive.signature', made.archive)
	assert.match(check(), /Verified OK/u)
	appendFileSync(made.archive, 'x')
	assert.throws(check)
})

test('another key’s certificate is refused', () => {
	assert.throws(() => signCode(made.app, at('root.key'), at('app.crt')), /is not of the key/u)
})
