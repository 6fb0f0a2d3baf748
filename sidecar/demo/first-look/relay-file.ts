import type { Sides, TalkSide } from './sides.ts'

import { technical } from './sides.ts'

/** The file that makes the two conversations one: what a person writes for servers of their own, with this machine's addresses in it. */
export function relayFile({ left, right }: Sides): string {
	return `# Two Nextcloud servers, an account on each …
${account(left, right)}
${account(right, left)}
# … and a conversation on each: from here on they are one.
[[gateway]]
name = "familia"
enable = true

${member(left)}
${member(right)}
[general]
StateDir = "state"
`
}

function account({ account: id, server }: TalkSide, other: TalkSide): string {
	return `[${id}]
Server = "${server.url}"
Login = "${technical.uid}"
Password = "${technical.appPassword}"
RemoteNickFormat = "**{NICK}** (${other.name}): "
`
}

function member({ account: id, token }: TalkSide): string {
	return `[[gateway.inout]]
account = "${id}"
channel = "${token}"
`
}
