/**
 * What crosses the app's door (docs/DOOR.md). Plain JSON, no code: the PHP side is written after these types.
 * Times are milliseconds since 1970 unless a field says otherwise.
 */
import type { NoticeSort } from '../core/event.ts'
import type { Kind } from '../core/gateway.ts'
import type { Proxy } from '../core/network.ts'

export interface LeaseRequest {
	/** Random and new at each start of a relay. */
	readonly relay: string
	readonly version: string
	readonly node: string
	readonly pid: number
	/** The machine's name. */
	readonly host: string
	/** Where the control door is: a socket's path, or `host:port`. */
	readonly control: string
	/** Set when it only keeps the lease that the request's generation names. */
	readonly beat?: true
	/** Set when it was sent away by a `SwitchedOff` and asks whether that has changed: where another relay has come, it leaves it alone. */
	readonly rested?: true
}

export interface Lease {
	readonly generation: number
	/** Seconds between two beats. */
	readonly heartbeat: number
	/** Of the configuration: when it is another than the one taken up, it is fetched. */
	readonly revision: number
}

export interface DoorConfig {
	readonly revision: number
	/** What this server is called in people's ids: `nube.minube1.com`, with its port where that is not the usual one. */
	readonly host: string
	/** The public address, for pictures: `https://nube.minube1.com`. */
	readonly base: string
	/** The service user's id. */
	readonly service: string
	readonly accounts: readonly DoorAccount[]
	readonly gateways: readonly DoorGateway[]
	/** Bytes that all kept files may take together. */
	readonly spoolBytes: number
	/** Private addresses may be connected to (`allow_local_remote_servers`). */
	readonly localServers: boolean
	/** Hosts that may be connected to, and that may not: exact names, or `*.example.org`. None allowed means all. */
	readonly allowedHosts: readonly string[]
	readonly refusedHosts: readonly string[]
	/** The server's own (`proxy`, `proxyuserpwd` and `proxyexclude` in its configuration); left out: none. */
	readonly proxy?: Proxy
}

export interface DoorAccount {
	/** `nctalk.17`: the network's id, a dot, and a number that is never used again. `local` is not in the list. */
	readonly id: string
	readonly network: string
	/** What people call it: `puente on nube.minube2.com`; `{LABEL}` in nick formats. */
	readonly label: string
	/** By the names that the network's `fields` have. */
	readonly settings: Readonly<Record<string, string | number | boolean>>
}

export interface DoorGateway {
	/** `g17`, never used again. */
	readonly id: string
	/** What people call it: the conversation's name here. */
	readonly name: string
	readonly paused: boolean
	readonly members: readonly DoorMember[]
	/** Which sorts of notices cross. */
	readonly notices: readonly NoticeSort[]
	/** What does not cross of what people do; left out by an app that does not know of it: all crosses. */
	readonly refusedKinds?: readonly Kind[]
	readonly files: { readonly maxBytes: number, readonly refusedNames: readonly string[] }
	readonly mentionEveryone: boolean
	/** Who joined the rooms, for the notice there: `Marcos (nube.minube1.com)`. */
	readonly by: string
	/** In which the relay speaks in its rooms, as Nextcloud writes it: `es`, `de_DE`. Left out, or not spoken: English. */
	readonly language?: string
}

export interface DoorMember {
	/** Of the member, never used again. */
	readonly id: number
	/** `local`, or an account's id. */
	readonly account: string
	/** In `local` the conversation's token. */
	readonly address: string
	readonly direction: 'in' | 'out' | 'inout'
	readonly nickFormat: string
	/**
	 * `asked`: an account shared by the administrator; a moderator there has to agree first. `paused`, `stopped`: a moderator there
	 * said so.
	 */
	readonly consent: 'given' | 'asked' | 'paused' | 'stopped'
	/** People who are shut out of the conversation here, whichever of its rooms they are in; none for the room here. */
	readonly blocked: readonly string[]
}

export type OutboxKind = 'message' | 'system' | 'object' | 'reaction' | 'room'

export interface OutboxRow {
	readonly id: number
	readonly token: string
	readonly kind: OutboxKind
	/** As docs/DOOR.md "The outbox" says for its kind. */
	readonly body: unknown
}

export interface RoomFacts {
	readonly token: string
	readonly exists: boolean
	readonly name: string
	readonly readOnly: boolean
	readonly lobby: boolean
	/** Whether people who are no moderators may write; left out by an app that does not know of it: they may. */
	readonly mayPost?: boolean
	/** Talk's number: 2 group, 3 public. */
	readonly type: number
	/** Seconds; 0: messages stay. */
	readonly messageExpiration: number
	readonly archived: boolean
	/** Everyone may call everybody (`@all`), or moderators only. */
	readonly mentionEveryone: boolean
	/** Talk's participants, without the service user and the relay's remote people. */
	readonly people: readonly RoomPerson[]
}

export interface RoomPerson {
	readonly actorType: string
	readonly actorId: string
	readonly displayName: string
	/** Talk's number: 1 owner, 2 moderator, 3 user, 4 guest, 5 user who joined by a link, 6 guest moderator. */
	readonly participantType: number
}

/** A remote person. `id` is what Talk's `actor_id` takes: at most 64 characters, `laura@nube.minube2.com`. */
export interface DoorPerson {
	readonly id: string
	readonly name: string
	/** Where the picture can be fetched. */
	readonly avatar?: string
}

interface Item {
	readonly key: string
	readonly token: string
}

export type DeliverItem = Item & (
	| {
		readonly do: 'send'
		readonly actor: DoorPerson
		/** As Talk's own composer would have written it: Markdown, mentions as `@"…"`. */
		readonly text: string
		readonly replyTo?: number
		readonly silent: boolean
		/** `root` is missing for the message that begins the thread. */
		readonly thread?: { readonly root?: number, readonly title: string }
		readonly files: readonly { readonly handle: string, readonly voice: boolean }[]
	}
	| { readonly do: 'edit', readonly actor: DoorPerson, readonly target: number, readonly text: string }
	| { readonly do: 'remove', readonly actor?: DoorPerson, readonly target: number }
	| { readonly do: 'react', readonly target: number, readonly emoji: string, readonly by: readonly DoorPerson[] }
	| { readonly do: 'sign', readonly target: number, readonly emoji: string, readonly stands: boolean }
	| { readonly do: 'notice', readonly text: string }
)

export type DeliverAnswer
	= | { readonly key: string, readonly ids: readonly number[] }
		/** `cannot`: refused for good, and something else would be taken (an edit of what is no longer there). */
		| { readonly key: string, readonly verdict: 'retry' | 'drop' | 'closeRoom' | 'cannot', readonly why: string, readonly afterMs?: number }

export interface RosterUpdate {
	readonly rooms: readonly { readonly token: string, readonly member: number, readonly people: readonly DoorPerson[] }[]
}

export type Report
	= | { readonly what: 'consent', readonly member: number, readonly consent: 'given' | 'paused' | 'stopped', readonly by: string }
		/** For 15 minutes nothing went there; `fault` says who is told. Once. */
		| { readonly what: 'stuck', readonly member: number, readonly why: string, readonly fault: 'account' | 'room' | 'server', readonly since: number }
		| { readonly what: 'moving', readonly member: number }
		/** What the member's room is called now. */
		| { readonly what: 'named', readonly member: number, readonly name: string }
