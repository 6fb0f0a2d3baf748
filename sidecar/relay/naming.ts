import type { AccountConfig } from '../config/config.ts'
import type { Author } from '../core/event.ts'
import type { Gateway } from '../core/gateway.ts'
import type { AccountId, RoomId } from '../core/ids.ts'

import { partsOf } from '../core/ids.ts'
import { formatNick, stripNick } from '../core/nick.ts'

/** How people of other rooms appear in this one: `[laura@nube2] `. */
export function nickIn(
	accounts: ReadonlyMap<AccountId, AccountConfig>,
	gateway: Gateway,
	target: RoomId,
): (author: Author, source: RoomId) => string {
	const format = gateway.members.find((member) => member.room === target)?.nickFormat ?? ''
	// As in Matterbridge, it is the account written to that wants plain names.
	const isPlain = accounts.get(partsOf(target).account)?.rules.stripNick === true
	return (author, source) => {
		const { account, address } = partsOf(source)
		return formatNick(format, {
			nick: isPlain ? stripNick(author.name) : author.name,
			userId: author.login,
			bridge: account.slice(account.indexOf('.') + 1),
			protocol: accounts.get(account)?.network ?? '',
			gateway: gateway.title ?? gateway.name,
			label: accounts.get(account)?.rules.label ?? '',
			channel: address,
		})
	}
}
