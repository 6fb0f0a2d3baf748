import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Keeps texts in the state so that a copy of it tells nothing to who does not have the secret of the doors. */
export interface Sealing {
	seal(text: string): string
	/** undefined for what was sealed with another secret, changed since, or never sealed. */
	open(sealed: string): string | undefined
}

const ivBytes = 12
const tagBytes = 16

/** AES-256-GCM with a key of its own, made of the secret. */
export function sealing(secret: string): Sealing {
	const key = new Uint8Array(hkdfSync('sha256', secret, '', 'talk relay state', 32))
	return {
		seal(text) {
			const iv = randomBytes(ivBytes)
			const cipher = createCipheriv('aes-256-gcm', key, iv)
			const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
			return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')
		},
		open(sealed) {
			const bytes = Buffer.from(sealed, 'base64')
			try {
				const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes))
				decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
				return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8')
			} catch {
				// What can't be opened is as good as not there: the app says it anew.
				return undefined
			}
		},
	}
}
