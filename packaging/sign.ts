import { execFileSync } from 'node:child_process'
import { createHash, createPrivateKey, createSign, X509Certificate } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

const signatureFile = 'appinfo/signature.json'

function hashesOf(folder: string): Readonly<Record<string, string>> {
	const files = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)))
		.filter((file) => file !== signatureFile)
	// In the order of their bytes, as PHP's ksort leaves them.
	return Object.fromEntries(files.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
		.map((file) => [file, createHash('sha512').update(readFileSync(join(folder, file))).digest('hex')]))
}

/** As PHP's json_encode writes it. */
function phpJson(value: unknown): string {
	return JSON.stringify(value)
		.replaceAll('/', '\\/')
		.replace(/[\u0080-\uffff]/gu, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/**
 * Writes appinfo/signature.json, as Nextcloud's integrity check wants it (server, lib/private/IntegrityCheck/Checker.php): SHA-512 of
 * every file, and RSA-PSS over their JSON with SHA-1, MGF1 with SHA-512 and no salt. Node's own crypto can't take two different hashes
 * there, openssl can. Throws if key and certificate don't belong together.
 */
export function signCode(folder: string, key: string, certificate: string): void {
	if (!new X509Certificate(readFileSync(certificate)).checkPrivateKey(createPrivateKey(readFileSync(key)))) {
		throw new Error(`the certificate ${certificate} is not of the key ${key}`)
	}
	const hashes = hashesOf(folder)
	const work = mkdtempSync(join(tmpdir(), 'talk-relay-sign-'))
	try {
		const message = join(work, 'hashes.json')
		writeFileSync(message, phpJson(hashes))
		const options = ['rsa_padding_mode:pss', 'rsa_pss_saltlen:0', 'rsa_mgf1_md:sha512'].flatMap((option) => ['-sigopt', option])
		const signature = execFileSync('openssl', ['dgst', '-sha1', '-sign', key, ...options, message]).toString('base64')
		writeFileSync(join(folder, signatureFile), JSON.stringify({ hashes, signature, certificate: readFileSync(certificate, 'utf8') }, null, 4))
	} finally {
		rmSync(work, { recursive: true, force: true })
	}
}

/** What the app store asks for beside the archive's address: SHA-512 with RSA, in base64. */
export function archiveSignature(archive: string, key: string): string {
	return createSign('sha512').update(readFileSync(archive)).sign(readFileSync(key, 'utf8'), 'base64')
}
