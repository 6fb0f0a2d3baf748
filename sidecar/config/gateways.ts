import type { Gateway, Member } from '../core/gateway.ts'
import type { Account, Accounts } from './accounts.ts'
import type { Desk } from './desk.ts'
import type { Table, Value } from './document.ts'
import type { Mention } from './members.ts'
import type { Path } from './scan.ts'
import type { Settings } from './values.ts'

import { isHeard, isWrittenTo } from '../core/gateway.ts'
import { isTable } from './document.ts'
import { readFileLimits, readLanguage, readNotices } from './general.ts'
import { tellKeys } from './keys.ts'
import { gatherMembers } from './members.ts'
import { settingsOf } from './values.ts'

/** All gateways that are switched on. What is wrong with one that is off is not told: it may be half written. */
export function readGateways(desk: Desk, accounts: Accounts): readonly Gateway[] {
	const { document, findings } = desk
	const listed = (['gateway', 'samechannelgateway'] as const).flatMap((section) => tablesIn(document.root.get(section)?.value, [section]).map(({ table, path }) => ({ section, table, path })))
	const lines = new Map<string, number | undefined>()
	const gateways = listed.flatMap(({ section, table, path }): readonly Gateway[] => {
		const own = settingsOf([{ path, table }], document, desk.environment, findings)
		const name = own.text('name')?.trim() ?? ''
		const line = document.lineOf(path)
		if (own.flag('enable') !== true) {
			const title = name === '' ? `this ${section}` : `the gateway "${name}"`
			findings.note(own.line('enable'), `${title} is off`, own.find('enable') === undefined ? 'add enable = true, without which Matterbridge too keeps it off' : 'write enable = true to switch it on')
			return []
		}
		if (name === '' && !own.refused('name')) {
			findings.problem(own.line('name'), 'a gateway without a name', 'add name = "friends", a name that no other gateway has')
		} else if (name !== '' && lines.has(name)) {
			findings.problem(own.line('name'), `the name "${name}" is taken by the gateway in line ${lines.get(name)}`, 'give each gateway a name of its own')
		}
		lines.set(name, line)
		tellKeys(section, path, table, [], desk)
		const mentions = section === 'gateway' ? mentionsOf(table, path, desk) : sameChannelMentions(own, desk)
		return [readGateway({ name, mentions, path, table, sameAddress: section === 'samechannelgateway' }, desk, accounts)]
	})
	if (listed.length === 0) {
		findings.problem(undefined, 'there is no gateway', 'add [[gateway]] with a name, enable = true and two [[gateway.inout]]')
	} else if (lines.size === 0) {
		findings.problem(document.lineOf(listed[0]!.path), 'all gateways are off', 'write enable = true in one of them')
	}
	return gateways
}

interface Written {
	readonly name: string
	readonly mentions: readonly Mention[]
	readonly path: Path
	readonly table: Table
	readonly sameAddress: boolean
}

function readGateway({ name, mentions, path, table, sameAddress }: Written, desk: Desk, accounts: Accounts): Gateway {
	const settings = settingsOf(
		[{ path, table }, { path: ['general'], table: desk.general, variable: 'general' }],
		desk.document,
		desk.environment,
		desk.findings,
	)
	const line = desk.document.lineOf(path)
	const { members, incomplete, used } = gatherMembers(name, mentions, desk, accounts)
	if (!incomplete) {
		tellSilence(name, members, line, sameAddress, desk)
	}
	const notices = readNotices(settings, desk)
	tellSilentNotices(settings, used, desk)
	const language = readLanguage(settings, desk)
	return {
		name,
		members,
		files: readFileLimits(settings, desk),
		notices,
		mentionEveryone: settings.flag('MentionEveryone') ?? false,
		sameAddress,
		...(language !== undefined && { language }),
	}
}

/** A gateway in which nothing could ever cross. */
function tellSilence(name: string, members: readonly Member[], line: number | undefined, sameAddress: boolean, { findings }: Desk): void {
	if (members.length < 2) {
		const what = `the gateway "${name}" has ${members.length === 0 ? 'no room' : 'one room only'}`
		findings.problem(line, what, sameAddress ? 'name at least two accounts, and a channel' : 'add a [[gateway.inout]] for each room, at least two')
		return
	}
	if (members.some((one) => isHeard(one) && members.some((other) => other !== one && isWrittenTo(other)))) {
		return
	}
	if (members.some(isHeard)) {
		findings.problem(line, `the gateway "${name}" hears, but has no other room to write to`, 'make one of its rooms [[gateway.out]] or [[gateway.inout]]')
	} else {
		findings.problem(line, `the gateway "${name}" hears no room`, 'make one of its rooms [[gateway.in]] or [[gateway.inout]]')
	}
}

/** Joins and topics asked for in Notices, that no account lets through. */
function tellSilentNotices(settings: Settings, used: readonly Account[], { findings }: Desk): void {
	const asked = settings.find('Notices')?.value
	const asks = (sort: string) => Array.isArray(asked) && asked.some((element) => element === sort)
	const tell = (sort: string, key: string) => findings.warning(
		settings.line('Notices'),
		`Notices lists "${sort}", but no account here sets ${key}`,
		`add ${key} = true to the accounts, or to [general]`,
	)
	if (asks('people') && !used.some(({ config }) => config.rules.showJoinPart)) {
		tell('people', 'ShowJoinPart')
	}
	if (asks('room') && !used.some(({ config }) => config.rules.showTopicChange)) {
		tell('room', 'ShowTopicChange')
	}
}

/** The tables of a `[[list]]`, with their places; other things in it are passed over. */
function tablesIn(value: Value | undefined, path: Path): readonly { readonly table: Table, readonly path: Path }[] {
	if (isTable(value)) {
		return [{ table: value, path }]
	}
	return Array.isArray(value) ? value.flatMap((table: Value, index) => isTable(table) ? [{ table, path: [...path, index] }] : []) : []
}

function mentionsOf(gateway: Table, gatewayPath: Path, desk: Desk): readonly Mention[] {
	const { document, findings } = desk
	const mentions = (['in', 'out', 'inout'] as const).flatMap((direction) => {
		const value = gateway.get(direction)?.value
		const listPath = [...gatewayPath, direction]
		const tables = tablesIn(value, listPath)
		if (value !== undefined && tables.length !== (Array.isArray(value) ? value.length : 1)) {
			findings.problem(document.lineOf(listPath), `${direction} holds something that is no room`, `write [[gateway.${direction}]] with account and channel`)
		}
		return tables.map(({ table, path }): Mention => {
			tellKeys('member', path, table, [], desk)
			const options = table.get('options')?.value
			if (isTable(options)) {
				tellKeys('options', [...path, 'options'], options, [], desk)
			}
			const settings = settingsOf([{ path, table }], document, desk.environment, findings)
			const read = (key: string) => settings.text(key)?.trim() ?? (settings.refused(key) ? undefined : '')
			return {
				direction,
				account: read('account'),
				channel: read('channel'),
				line: document.lineOf(path),
				accountLine: settings.line('account'),
				channelLine: settings.line('channel'),
			}
		})
	})
	return mentions.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0))
}

/** Each of the accounts with each of the channels, both ways, as Matterbridge makes it. */
function sameChannelMentions(settings: Settings, { findings }: Desk): readonly Mention[] {
	const [accounts, channels] = ['accounts', 'channels'].map((key) => {
		const list = settings.texts(key)?.map((written) => written.trim())
		if ((list === undefined || list.length === 0) && !settings.refused(key)) {
			findings.problem(settings.line(key), `a samechannelgateway without ${key}`, `add ${key} = ["…", "…"]`)
		}
		return list ?? []
	})
	return accounts!.flatMap((account) => channels!.map((channel): Mention => ({
		direction: 'inout',
		account,
		channel,
		line: settings.line('accounts'),
		accountLine: settings.line('accounts'),
		channelLine: settings.line('channels'),
	})))
}
