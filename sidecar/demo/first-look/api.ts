/** What the page and its server say to each other over the WebSocket, as JSON. */

import type { RichText } from '../../core/event.ts'

export type Side = 'left' | 'right'

export interface ShownPerson { readonly id: string, readonly name: string }

export interface ShownFile {
	readonly name: string
	readonly mime: string
	/** Bytes. */
	readonly size: number
	readonly voice: boolean
	/** On the page's own server. */
	readonly url: string
}

export interface ShownMessage {
	readonly id: number
	/** Milliseconds since 1970; Talk tells whole seconds. */
	readonly at: number
	readonly author: ShownPerson
	/** Written here by a person, brought here by the relay, or told by the server. */
	readonly by: 'person' | 'relay' | 'server'
	readonly text: RichText
	/** What an edit begins with. */
	readonly source: string
	readonly file?: ShownFile
	readonly parent?: { readonly id: number, readonly author: string, readonly text: string }
	readonly reactions: readonly ShownReaction[]
	readonly edited: boolean
	readonly deleted: boolean
	/** Milliseconds from being stored at one server to being stored at the other; missing while it is not there. */
	readonly took?: number
}

export interface ShownReaction { readonly emoji: string, readonly by: readonly ShownPerson[] }

export interface ShownSide {
	readonly side: Side
	/** The server's name. */
	readonly name: string
	readonly url: string
	/** The conversation's name. */
	readonly room: string
	readonly runs: boolean
	/** Who can speak here. */
	readonly people: readonly ShownPerson[]
	/** Oldest first. */
	readonly messages: readonly ShownMessage[]
}

export interface ShownRelay {
	readonly state: 'running' | 'stopped' | 'killed' | 'failed'
	/** What waits for the room on that side. */
	readonly waiting: Readonly<Record<Side, number>>
	readonly setAside: number
	/** Messages carried since the page's server was started, and the median of the times they took (ms). */
	readonly carried: number
	readonly usual?: number
	/** The last lines of its log. */
	readonly lines: readonly string[]
}

export type Told
	= | { readonly is: 'file', readonly path: string, readonly text: string }
		| { readonly is: 'side', readonly side: ShownSide }
		| { readonly is: 'relay', readonly relay: ShownRelay }
	/** To the command with this number. `problem`: why it was not done, in plain words. */
		| { readonly is: 'answer', readonly number: number, readonly problem?: string }

export type Command
	= | { readonly do: 'say', readonly side: Side, readonly as: string, readonly text: string, readonly replyTo?: number }
		| { readonly do: 'edit', readonly side: Side, readonly as: string, readonly message: number, readonly text: string }
		| { readonly do: 'remove', readonly side: Side, readonly as: string, readonly message: number }
		| { readonly do: 'react', readonly side: Side, readonly as: string, readonly message: number, readonly emoji: string, readonly stands: boolean }
		| { readonly do: 'server', readonly side: Side, readonly runs: boolean }
		| { readonly do: 'relay', readonly what: 'start' | 'stop' | 'kill' }

export interface Asked { readonly number: number, readonly command: Command }
