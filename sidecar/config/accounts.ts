import type { Network } from '../core/network.ts'
import type { AccountConfig } from './config.ts'
import type { Desk } from './desk.ts'
import type { Table } from './document.ts'
import type { Findings } from './findings.ts'
import type { Path } from './scan.ts'
import type { Settings } from './values.ts'

import { accountId } from '../core/ids.ts'
import { isTable } from './document.ts'
import { readFields } from './fields.ts'
import { tellKeys } from './keys.ts'
import { matterbridgeNetworks } from './known-keys.ts'
import { didYouMean } from './nearest.ts'
import { readRules } from './rules.ts'
import { settingsOf } from './values.ts'

/** An account that a gateway uses. */
export interface Account {
	readonly config: AccountConfig
	readonly network: Network
	/** Which server it leads to, the same for two accounts of one server; the account itself where that can't be told. */
	readonly server: string
	readonly nickFormat: string
	/** Turns what stands in a gateway into an address; undefined if that can't be, or the account lacks its server: which has been said. */
	address(written: string, line: number | undefined): string | undefined
}

export interface Accounts {
	/** The account a gateway names; undefined if there is none that can be used, which has been said. */
	use(written: string, line: number | undefined): Account | undefined
	/** Those in use, in the order of the file. To be asked when all gateways are read; tells of those that none uses. */
	used(): readonly AccountConfig[]
}

interface Entry { readonly label: string, readonly network: string, readonly path: Path, readonly table: Table, account?: Account | 'unusable' }

const reserved = new Set(['general', 'tengo', 'gateway', 'samechannelgateway'])

/**
 * How people appear where nothing is set. Matterbridge itself then shows no name at all, its successor `[nctalk] <Laura> `, which says at
 * every line what everybody knows.
 */
export const usualNickFormat = '[{NICK}] '

export function accountsOf(desk: Desk): Accounts {
	const { document, findings, networks } = desk
	const entries = new Map(entriesOf(desk).map((entry) => [entry.label.toLowerCase(), entry]))
	const labels = [...entries.values()].map(({ label }) => label)
	return {
		use(written, line) {
			const entry = entries.get(written.toLowerCase())
			if (entry === undefined) {
				const guess = didYouMean(written, labels)
				findings.problem(line, `there is no account ${written}${guess}`, guess === '' ? `add its table [${written}], or name one that is there` : 'write the name as its table has it')
				return undefined
			}
			const network = networks.find(({ id }) => id.toLowerCase() === entry.network.toLowerCase())
			if (network === undefined) {
				entry.account = 'unusable'
				tellUnspoken(entry.network, written, line, desk)
				return undefined
			}
			entry.account ??= readAccount(entry, network, desk) ?? 'unusable'
			return entry.account === 'unusable' ? undefined : entry.account
		},
		used() {
			for (const { label, network, path, account } of entries.values()) {
				if (account === undefined) {
					const spoken = networks.some(({ id }) => id.toLowerCase() === network.toLowerCase())
					const unspoken = spoken ? '' : ` (the relay does not speak ${network} yet)`
					findings.note(document.lineOf(path), `no gateway uses the account ${label}, so it is not logged in${unspoken}`, 'nothing to do, unless you miss it')
				}
			}
			return [...entries.values()].flatMap(({ account }) => account === undefined || account === 'unusable' ? [] : [account.config])
		},
	}
}

function tellUnspoken(network: string, label: string, line: number | undefined, { networks, findings }: Desk): void {
	const spoken = networks.map(({ id }) => id)
	const known = matterbridgeNetworks.some((name) => name === network.toLowerCase())
	findings.problem(
		line,
		known ? `the relay does not speak ${network} yet, so ${label} can't take part` : `there is no network ${network}${didYouMean(network, spoken)}`,
		known ? `take this room out of the gateway; spoken are: ${spoken.join(', ')}` : `spoken are: ${spoken.join(', ')}`,
	)
}

/** All account tables of the file, whether used or not. */
function entriesOf({ document, networks, findings }: Desk): readonly Entry[] {
	const spoken = networks.map(({ id }) => id)
	return [...document.root].filter(([key]) => !reserved.has(key)).flatMap(([key, { name, value }]): readonly Entry[] => {
		const line = document.lineOf([key])
		if (!isTable(value)) {
			const guess = didYouMean(name, [...reserved])
			findings.warning(line, `${name} stands above all tables, where nothing is read${guess}`, 'move it into the table it belongs to')
			return []
		}
		if (![...spoken, ...matterbridgeNetworks].some((network) => network.toLowerCase() === key)) {
			findings.warning(line, `nobody knows [${name}]${didYouMean(name, [...spoken, ...reserved])}`, 'correct the name, or take the table out')
		}
		return [...value].flatMap(([inner, entry]): readonly Entry[] => {
			if (isTable(entry.value)) {
				return [{ label: `${name}.${entry.name}`, network: name, path: [key, inner], table: entry.value }]
			}
			findings.warning(document.lineOf([key, inner]), `${entry.name} stands in [${name}], which is no account`, `give the account a name: [${name}.mine]`)
			return []
		})
	})
}

function readAccount(entry: Entry, network: Network, desk: Desk): Account | undefined {
	const { document, findings, general, environment } = desk
	const line = document.lineOf(entry.path)
	if (/[/.]/.test(entry.label.slice(entry.network.length + 1)) || entry.label.endsWith('.')) {
		findings.problem(line, `the account's name ${entry.label} is empty or holds a slash or a dot`, `name it with letters, digits, - and _: [${network.id}.nube1]`)
		return undefined
	}
	const settings = settingsOf([
		{ path: entry.path, table: entry.table, variable: entry.label },
		{ path: ['general'], table: general, variable: 'general' },
	], document, environment, findings)
	tellKeys('account', entry.path, entry.table, Object.keys(network.fields), desk)
	const fields = readFields(entry.label, network, settings, desk)
	const config: AccountConfig = {
		id: accountId(entry.label),
		network: network.id,
		settings: fields.settings,
		rules: readRules(settings, findings),
		ignoreFailureOnStart: settings.flag('IgnoreFailureOnStart') ?? false,
	}
	return {
		config,
		network,
		server: fields.server ?? entry.label.toLowerCase(),
		nickFormat: readNickFormat(settings, findings),
		address(written, at) {
			if (!fields.complete) {
				return undefined
			}
			try {
				return network.address(written, fields.settings)
			} catch (error) {
				findings.problem(at, error instanceof Error ? error.message : String(error), 'give the conversation\'s token, or its whole address as the browser shows it')
				return undefined
			}
		},
	}
}

const placeholders = ['{NICK}', '{NOPINGNICK}', '{USERID}', '{BRIDGE}', '{PROTOCOL}', '{GATEWAY}', '{LABEL}', '{CHANNEL}']

function readNickFormat(settings: Settings, findings: Findings): string {
	const format = settings.text('RemoteNickFormat')
	for (const written of format?.match(/\{\w+\}/g) ?? []) {
		if (!placeholders.includes(written)) {
			findings.warning(
				settings.line('RemoteNickFormat'),
				written === '{TENGO}' ? 'RemoteNickFormat: {TENGO} is empty, for Tengo scripts are not run' : `RemoteNickFormat: nobody knows ${written}${didYouMean(written, placeholders)}`,
				`use ${placeholders.join(' ')}, in capitals`,
			)
		}
	}
	return format ?? usualNickFormat
}
