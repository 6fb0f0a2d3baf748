import type { Member } from '../core/gateway.ts'
import type { Account, Accounts } from './accounts.ts'
import type { Desk } from './desk.ts'

import { roomId } from '../core/ids.ts'

/** A room as a gateway names it, not yet looked at. */
export interface Mention {
	readonly account: string | undefined
	readonly channel: string | undefined
	readonly direction: Member['direction']
	/** Lines of the room, its account and its channel. */
	readonly line: number | undefined
	readonly accountLine: number | undefined
	readonly channelLine: number | undefined
}

interface Gathered {
	readonly members: readonly Member[]
	/** A room is left out because of a problem that has been told: what the rest lacks says nothing. */
	readonly incomplete: boolean
	readonly used: readonly Account[]
}

/** The rooms of a gateway, each once. One that is heard and written to in two tables is `inout`, as in Matterbridge. */
export function gatherMembers(gateway: string, mentions: readonly Mention[], desk: Desk, accounts: Accounts): Gathered {
	const members = new Map<string, Member>()
	const places = new Map<string, { readonly room: string, readonly line: number | undefined }>()
	const used = new Set<Account>()
	let incomplete = false
	for (const mention of mentions) {
		const found = look(mention, desk, accounts)
		if (found === undefined) {
			incomplete = true
			continue
		}
		const { account, address } = found
		used.add(account)
		const room = roomId(account.config.id, address)
		const before = members.get(room)
		if (before !== undefined) {
			tellTwice(gateway, room, before.direction, mention, desk)
			members.set(room, { ...before, direction: before.direction === mention.direction ? before.direction : 'inout' })
			continue
		}
		const place = `${account.config.network} ${account.server} ${address}`
		const same = places.get(place)
		if (same !== undefined) {
			const where = same.line === undefined ? '' : ` in line ${same.line}`
			desk.findings.problem(
				mention.channelLine,
				`the gateway "${gateway}" has one conversation twice: ${room} is ${same.room}${where}, seen by another login`,
				'take one of them out: what is written there would come back into the same conversation',
			)
		}
		places.set(place, { room, line: mention.line })
		members.set(room, { room, direction: mention.direction, nickFormat: account.nickFormat })
	}
	return { members: [...members.values()], incomplete, used: [...used] }
}

interface Looked { readonly account: Account, readonly address: string }

/** The account and the address that a mention means; both are looked at, so that both problems are told. */
function look(mention: Mention, { findings }: Desk, accounts: Accounts): Looked | undefined {
	const { account, channel, accountLine, channelLine, direction } = mention
	if (account === '') {
		findings.problem(accountLine, `a room (${direction}) without an account`, 'add account = "nctalk.nube1", the name of an account\'s table')
	}
	if (channel === '') {
		findings.problem(channelLine, `a room (${direction}) without a channel`, 'add channel = "…": the conversation\'s token, the last part of its address in the browser, or the whole address')
	}
	const found = account === undefined || account === '' ? undefined : accounts.use(account, accountLine)
	const address = channel === undefined || channel === '' ? undefined : found?.address(channel, channelLine)
	return found === undefined || address === undefined ? undefined : { account: found, address }
}

function tellTwice(gateway: string, room: string, before: Member['direction'], mention: Mention, { findings }: Desk): void {
	if (before === 'inout' || before === mention.direction) {
		findings.warning(mention.line, `the gateway "${gateway}" names the room ${room} twice`, 'take one of them out; it counts once')
	}
}
