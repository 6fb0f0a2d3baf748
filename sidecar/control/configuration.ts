import type { AccountConfig } from '../config/config.ts'
import type { Consent } from '../core/consent.ts'
import type { Gateway, Member } from '../core/gateway.ts'
import type { HostRules } from '../core/network.ts'
import type { Rules } from '../core/rules.ts'
import type { Decision } from '../core/words.ts'
import type { DoorAccount, DoorConfig, DoorGateway, DoorMember } from '../door/types.ts'
import type { Joined } from '../relay/notices.ts'
import type { RelayConfig } from '../relay/relay.ts'

import { accountId, personId, roomId } from '../core/ids.ts'

/** The account by which the relay is in the rooms of the app's own server. */
export const localAccount = accountId('local')

/** What the app defines, as the relay takes it: pure, so that what a member's direction comes from can be tested. */
export interface Configuration extends RelayConfig {
	/** Members without the app, for the notice that they get. */
	readonly joined: readonly Joined[]
}

/** Matterbridge's settings about names and texts have no place in the app: its gateways set nick formats and nothing else. */
function rulesOf(label: string): Rules {
	return {
		label,
		ignoreNicks: [],
		ignoreMessages: [],
		replaceNicks: [],
		replaceMessages: [],
		extractNicks: [],
		stripNick: false,
		guestSuffix: '',
		// Which sorts of notices cross is the gateway's.
		showJoinPart: true,
		showTopicChange: true,
	}
}

function account(id: string, { network, settings, label }: Pick<DoorAccount, 'network' | 'settings' | 'label'>): AccountConfig {
	return { id: accountId(id), network, settings, rules: rulesOf(label), ignoreFailureOnStart: false }
}

export const roomOf = (member: Pick<DoorMember, 'account' | 'address'>) => roomId(accountId(member.account), member.address)

/** What a moderator there decided holds before the app knows of it; only the app makes a stopped member go. */
const consentOf = (member: DoorMember, decided: ReadonlyMap<number, Decision>): Consent => decided.get(member.id) ?? member.consent

function direction(gateway: DoorGateway, member: DoorMember, decided: ReadonlyMap<number, Decision>): Member['direction'] {
	return gateway.paused || consentOf(member, decided) !== 'given' ? 'none' : member.direction
}

function memberOf(gateway: DoorGateway, member: DoorMember, decided: ReadonlyMap<number, Decision>): Member {
	return {
		number: member.id,
		room: roomOf(member),
		direction: direction(gateway, member, decided),
		// There remote people are people, with names of their own.
		nickFormat: member.account === localAccount ? '' : member.nickFormat,
		blocked: member.blocked.map(personId),
	}
}

/** A member that was stopped from its side is watched no more. */
const stays = ({ consent }: DoorMember): boolean => consent !== 'stopped'

/** Left out where the app does not say. */
const languageOf = ({ language }: DoorGateway): Pick<DoorGateway, 'language'> => language === undefined ? {} : { language }

function gatewayOf(gateway: DoorGateway, decided: ReadonlyMap<number, Decision>): Gateway {
	return {
		name: gateway.id,
		title: gateway.name,
		members: gateway.members.filter(stays).map((member) => memberOf(gateway, member, decided)),
		files: gateway.files,
		notices: gateway.notices,
		refusedKinds: gateway.refusedKinds ?? [],
		mentionEveryone: gateway.mentionEveryone,
		sameAddress: false,
		...languageOf(gateway),
	}
}

/** Where accounts may connect to, and how. */
export function hostsOf({ localServers, allowedHosts, refusedHosts, proxy }: DoorConfig): HostRules {
	return { localServers, allowedHosts, refusedHosts, ...(proxy && { proxy }) }
}

/** `decided`: what moderators of members' rooms said that the app does not know yet. */
export function configurationOf(config: DoorConfig, decided: ReadonlyMap<number, Decision> = new Map()): Configuration {
	const { host, base, service } = config
	const isLocal = (member: DoorMember): boolean => member.account === localAccount
	return {
		accounts: [
			account(localAccount, { network: 'local', label: host, settings: { host, base, service } }),
			...config.accounts.map((one) => account(one.id, one)),
		],
		gateways: config.gateways.map((gateway) => gatewayOf(gateway, decided)),
		hosts: hostsOf(config),
		endsForGood: true,
		joined: config.gateways.flatMap((gateway) => gateway.members.filter((member) => !isLocal(member)).map((member): Joined => ({
			member: member.id,
			room: roomOf(member),
			gateway: gateway.id,
			consent: member.consent,
			direction: member.direction,
			by: gateway.by,
			title: gateway.name,
			host,
			...languageOf(gateway),
		}))),
	}
}
