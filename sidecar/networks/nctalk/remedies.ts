import { sentence } from '../../core/sentence.ts'

/**
 * What a person can do about what this network tells: for people who know Nextcloud, but not this program. By the words of verdict.ts,
 * refusals.ts, capabilities.ts and the connection's own troubles; what passes by itself has none.
 */
const remedies: readonly (readonly [RegExp, string])[] = [
	[/refuses the login/u, sentence`Connect the account again: its app password was revoked or changed.`],
	[/Talk is not installed|does not know Talk/u, sentence`Ask the administrator there to install Talk, or to allow it for this account.`],
	[/is not a participant/u, sentence`Add the account to the conversation there. If that was deleted, take it out here.`],
	[/may not take part/u, sentence`Ask a moderator there whether the account is banned, or not allowed to post.`],
	[/only a guest on|its home is on another server/u, sentence`Connect the conversation on its own server.`],
	[/lobby/u, sentence`Ask a moderator there to end the lobby, or to make the account a moderator.`],
	[/read-only/u, sentence`Ask a moderator there to unlock the conversation.`],
	[/may not post messages/u, sentence`Ask a moderator there to give the account the permission to post messages.`],
	[/TLS certificate of .* (?:has expired|is not valid yet|has been revoked)/u, sentence`Ask the administrator there to renew the certificate.`],
	[/TLS certificate of .* is for another host name/u, sentence`Write the server’s address as its certificate names it.`],
	[/TLS certificate/u, sentence`Ask the administrator there for a certificate that everybody trusts, or the administrator here to trust theirs.`],
	[/no TLS with/u, sentence`Look whether the address begins rightly: https:// or http://.`],
	[/no address is known for the name/u, sentence`Look whether the server’s address is written rightly.`],
	[/redirect to .*: write that address/u, sentence`Connect the account with the address that the server itself names.`],
	[/answered with a web page|is not the address of a Nextcloud/u, sentence`Look whether the address is that of a Nextcloud.`],
	[/administrator (?:does not allow|allows)/u, sentence`Ask the administrator of this server to allow connections there.`],
	[/too many requests/u, sentence`Wait for half an hour; if it stays so, ask the administrator there to exempt this server from brute-force protection.`],
	[/can’t be read|can’t be used/u, sentence`Correct the account’s settings.`],
	[/is larger than|payload|too large/u, sentence`Share a smaller file, or ask the administrator there to allow larger ones.`],
]

/** undefined: nothing but wait. */
export const remedyFor = (why: string): string | undefined => remedies.find(([pattern]) => pattern.test(why))?.[1]
