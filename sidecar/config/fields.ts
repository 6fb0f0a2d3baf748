import type { Network } from '../core/network.ts'
import type { Field } from '../core/settings.ts'
import type { AccountConfig } from './config.ts'
import type { Desk } from './desk.ts'
import type { Settings } from './values.ts'

import { inFolder } from './desk.ts'
import { aliases, writtenAs } from './known-keys.ts'
import { openToOthers, reasonOf, resolveSecret } from './secrets.ts'
import { isLoopback, isServer, isUrl, readUrl, sameServer } from './url.ts'

type Setting = AccountConfig['settings'][string] | undefined

/** What an account's network declares, as the file has it. */
export interface ReadFields {
	readonly settings: AccountConfig['settings']
	/** No text that the network needs is missing or wrong; secrets aside. */
	readonly complete: boolean
	/** The server, the same however it is written; absent if no field is its address. */
	readonly server?: string
}

export function readFields(label: string, network: Network, settings: Settings, desk: Desk): ReadFields {
	const read: Record<string, NonNullable<Setting>> = {}
	let server: string | undefined
	let complete = true
	for (const [name, field] of Object.entries(network.fields)) {
		const key = keyOf(name, settings)
		const value = readField(key, field, settings, label, desk)
		const url = typeof value === 'string' && isUrl(field) ? readUrl(key, value, isServer(field), settings, desk) : undefined
		if (url instanceof URL && isServer(field)) {
			server ??= sameServer(url)
			if (url.protocol === 'http:' && !isLoopback(url.hostname) && Object.values(network.fields).some(({ type }) => type === 'secret')) {
				desk.findings.warning(settings.line(key), `${label} sends its password without encryption (http://)`, 'write https://')
			}
		}
		if (url === 'wrong' || (value === undefined && field.type === 'text' && field.optional === undefined)) {
			complete = false
		}
		// An address can be made sense of while the password is still missing.
		const kept = value ?? (field.type === 'secret' && field.optional === undefined ? '' : undefined)
		if (kept !== undefined) {
			read[name] = kept
		}
	}
	return { settings: read, complete, ...(server !== undefined && { server }) }
}

/** A field's name as people write it, or the one another program has for it, if that is what stands there. */
function keyOf(name: string, settings: Settings): string {
	const alias = Object.keys(aliases).find((other) => aliases[other]!.toLowerCase() === name.toLowerCase())
	return alias !== undefined && settings.find(name) === undefined && settings.find(alias) !== undefined ? alias : writtenAs(name)
}

function readField(key: string, field: Field, settings: Settings, label: string, desk: Desk): Setting {
	switch (field.type) {
		case 'flag': return settings.flag(key) ?? field.fallback
		case 'number': return readNumber(key, field.fallback, settings, desk)
		case 'secret':
		case 'text': {
			const written = settings.text(key)
			if ((written ?? '').trim() !== '') {
				return field.type === 'secret' ? readSecret(key, written!, settings, label, desk) : readText(key, written!, field, settings, desk)
			}
			if (field.optional === undefined && !settings.refused(key)) {
				const example = field.type === 'text' && field.example !== undefined ? field.example : '…'
				desk.findings.problem(settings.line(key), `${label} has no ${key}${written === undefined ? '' : ': it is empty'}`, `write ${key} = "${example}"`)
			}
			return undefined
		}
		default: return field satisfies never
	}
}

/** A field whose name ends in `File` is the path of one. */
function readText(key: string, written: string, field: Field, settings: Settings, desk: Desk): string {
	if (isUrl(field)) {
		return written.trim()
	}
	if (!/file$/i.test(key)) {
		return written
	}
	const path = inFolder(written, desk)
	try {
		desk.files.read(path)
	} catch (error) {
		desk.findings.problem(settings.line(key), `${key}: ${path} can't be read (${reasonOf(error)})`, 'correct the path, or let the relay\'s user read it')
	}
	return path
}

function readNumber(key: string, fallback: number, settings: Settings, { findings }: Desk): number {
	const value = settings.number(key)
	if (value !== undefined && value < 0) {
		findings.problem(settings.line(key), `${key} is less than nothing`, `write ${key} = ${fallback}, or take the line out`)
	}
	return value ?? fallback
}

function readSecret(key: string, written: string, settings: Settings, label: string, desk: Desk): string | undefined {
	const resolved = resolveSecret(written, desk.folder, desk.environment, desk.files)
	if ('what' in resolved) {
		desk.findings.problem(settings.line(key), `${key} of ${label}: ${resolved.what}`, resolved.remedy)
		return undefined
	}
	// systemd's credentials are the unit's own, whatever their bits say.
	if (resolved.file !== undefined && written.startsWith('file:') && openToOthers(resolved.file, desk.files)) {
		desk.findings.warning(settings.line(key), `others can read ${resolved.file}, which holds a secret`, `chmod 600 ${resolved.file}`)
	}
	return resolved.secret
}
