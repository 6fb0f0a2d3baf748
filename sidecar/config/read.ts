import type { Network } from '../core/network.ts'
import type { Config, Finding } from './config.ts'
import type { Desk } from './desk.ts'
import type { Files } from './secrets.ts'
import type { Environment } from './values.ts'

import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { accountsOf } from './accounts.ts'
import { isTable, readDocument } from './document.ts'
import { findingsOf } from './findings.ts'
import { readGateways } from './gateways.ts'
import { readGeneral } from './general.ts'
import { tellKeys } from './keys.ts'
import { holdsSecret, openToOthers, reasonOf } from './secrets.ts'
import { settingsOf } from './values.ts'
import { tellVariables } from './variables.ts'

export interface Context {
	readonly networks: readonly Network[]
	readonly env: Environment
	/** The real file system, unless a test brings its own. */
	readonly files?: Files
	/** From the command line: goes before the file's StateDir. Relative to where the relay was started. */
	readonly stateFolder?: string
}

export interface Reading {
	/** Only if there is no problem; notes and warnings don't prevent it. */
	readonly config?: Config
	/** Everything there is to say, in the order of lines. */
	readonly findings: readonly Finding[]
}

const realFiles: Files = {
	read: (path) => readFileSync(path, 'utf8'),
	mode: (path) => statSync(path).mode,
}

/** Reads Matterbridge's configuration file, or one of ours, which is the same with more keys. Never throws for what is in it. */
export function readConfig(path: string, { networks, env, files = realFiles, stateFolder }: Context): Reading {
	const findings = findingsOf(path)
	if (/\.(?:ya?ml|json)$/i.test(path)) {
		findings.problem(undefined, 'of Matterbridge\'s three forms of the file only TOML is read', 'write the same as TOML: docs/relay.sample.toml shows how')
		return { findings: findings.all() }
	}
	if (/matterbridge/i.test(path)) {
		findings.note(
			undefined,
			'Nextcloud Talk ends processes of its own user whose command line has "matterbridge" in it',
			'if the relay runs as the web server\'s user, give the file another name, such as relay.toml',
		)
	}
	let text: string
	let open: boolean
	try {
		text = files.read(path)
		open = openToOthers(path, files)
	} catch (error) {
		const reason = reasonOf(error)
		findings.problem(undefined, `it can't be read (${reason})`, reason === 'ENOENT' ? 'check the path after --config' : 'let the relay\'s user read it')
		return { findings: findings.all() }
	}
	const broken = text.indexOf('\ufffd')
	if (broken >= 0) {
		findings.problem(text.slice(0, broken).split('\n').length, 'the file is not in UTF-8', 'save it as UTF-8')
	}
	const document = readDocument(text, findings)
	const general = document.root.get('general')?.value
	const desk: Desk = {
		document,
		general: isTable(general) ? general : new Map(),
		networks,
		environment: env,
		files,
		folder: dirname(resolve(path)),
		findings,
	}
	const settings = settingsOf([{ path: ['general'], table: desk.general, variable: 'general' }], document, env, findings)
	tellSections(desk)
	const rest = readGeneral(settings, desk, stateFolder)
	const accounts = accountsOf(desk)
	const gateways = readGateways(desk, accounts)
	const used = accounts.used()
	tellVariables(used, desk)
	if (open && holdsSecret(document.root, networks)) {
		findings.warning(undefined, 'others on this machine can read this file, which holds a secret', `chmod 600 ${path}`)
	}
	const all = findings.all()
	return all.some(({ severity }) => severity === 'problem') ? { findings: all } : { config: { accounts: used, gateways, ...rest }, findings: all }
}

/** The keys of `[general]` and `[tengo]`, and either written as something else than a table. */
function tellSections(desk: Desk): void {
	const fields = desk.networks.flatMap((network) => Object.keys(network.fields))
	for (const section of ['general', 'tengo'] as const) {
		const value = desk.document.root.get(section)?.value
		if (isTable(value)) {
			tellKeys(section, [section], value, section === 'general' ? fields : [], desk)
		} else if (value !== undefined) {
			desk.findings.problem(desk.document.lineOf([section]), `${section} is no table`, `write [${section}] on a line of its own, and its keys below`)
		}
	}
	for (const section of ['gateway', 'samechannelgateway']) {
		const value = desk.document.root.get(section)?.value
		if (value !== undefined && !isTable(value) && !(Array.isArray(value) && value.every((element) => isTable(element)))) {
			desk.findings.problem(desk.document.lineOf([section]), `${section} is no list of tables`, `write [[${section}]] on a line of its own`)
		}
	}
}
