/**
 * What a person can do about what this network tells: for people who know Nextcloud, but not this program. By the words of verdict.ts,
 * refusals.ts, capabilities.ts and the connection's own troubles; what passes by itself has none.
 */
const remedies: readonly (readonly [RegExp, string])[] = [
	[/refuses the login/u, 'Connect the account again: its app password was revoked or changed.'],
	[/Talk is not installed|does not know Talk/u, 'Ask the administrator there to install Talk, or to allow it for this account.'],
	[/is not a participant/u, 'Add the account to the conversation there. If that was deleted, take it out here.'],
	[/may not take part/u, 'Ask a moderator there whether the account is banned, or not allowed to post.'],
	[/only a guest on|its home is on another server/u, 'Connect the conversation on its own server.'],
	[/lobby/u, 'Ask a moderator there to end the lobby, or to make the account a moderator.'],
	[/read-only/u, 'Ask a moderator there to unlock the conversation.'],
	[/may not post messages/u, 'Ask a moderator there to give the account the permission to post messages.'],
	[/TLS certificate of .* (?:has expired|is not valid yet|has been revoked)/u, 'Ask the administrator there to renew the certificate.'],
	[/TLS certificate of .* is for another host name/u, 'Write the server’s address as its certificate names it.'],
	[/TLS certificate/u, 'Ask the administrator there for a certificate that everybody trusts, or the administrator here to trust theirs.'],
	[/no TLS with/u, 'Look whether the address begins rightly: https:// or http://.'],
	[/no address is known for the name/u, 'Look whether the server’s address is written rightly.'],
	[/redirect to .*: write that address/u, 'Connect the account with the address that the server itself names.'],
	[/answered with a web page|is not the address of a Nextcloud/u, 'Look whether the address is that of a Nextcloud.'],
	[/administrator (?:does not allow|allows)/u, 'Ask the administrator of this server to allow connections there.'],
	[/too many requests/u, 'Wait for half an hour; if it stays so, ask the administrator there to exempt this server from brute-force protection.'],
	[/can’t be read|can’t be used/u, 'Correct the account’s settings.'],
	[/is larger than|payload|too large/u, 'Share a smaller file, or ask the administrator there to allow larger ones.'],
]

/** undefined: nothing but wait. */
export const remedyFor = (why: string): string | undefined => remedies.find(([pattern]) => pattern.test(why))?.[1]
