/**
 * The app's answers, by the names that docs/API.md gives them. They come from openapi.json, which is made from the PHP that answers
 * (`npm run types` makes openapi.ts of it), but for what that can't say. Times are milliseconds since 1970.
 */
import type { Fields } from '../sidecar/core/settings.ts'
import type { components } from './openapi.ts'

export type { Field, Fields } from '../sidecar/core/settings.ts'

type Schemas = components['schemas']

export type Named = Schemas['Named']
export type Person = Schemas['Person']
export type Member = Schemas['Member']
export type Gateway = Schemas['Gateway']
export type RoomFederation = Schemas['RoomFederation']
export type RoomState = Schemas['RoomState']
/** How one member does, and who is there. */
export type MemberLife = Schemas['MemberState']
export type Aside = Schemas['Aside']
export type Account = Schemas['Account']
export type TestResult = Schemas['TestResult']
export type Conversation = Schemas['Conversation']
export type AdminSettings = Schemas['AdminSettings']
export type AdminState = Schemas['AdminState']
export type AdminGateway = Schemas['AdminGateway']
export type Check = Schemas['Check']
export type HistoryMinute = Schemas['HistoryMinute']
export type ImportPlan = Schemas['ImportPlan']

export type Direction = Member['direction']
export type RelayState = RoomFederation['relay']
export type Settings = Readonly<Record<string, string | number | boolean>>

/** A network with its fields: which properties a field has depends on its type. */
export type NetworkForm = Omit<Schemas['NetworkForm'], 'fields'> & { readonly fields: Fields }

/** The account comes with `done` alone. */
export type LoginProgress
	= | { readonly state: 'waiting' }
		| { readonly state: 'done', readonly account: Account }
		| { readonly state: 'gone' }

/** Sorts of notices that can cross, as the relay names them. */
export type NoticeSort = Gateway['notices'][number]
export const noticeSorts: readonly NoticeSort[] = ['call', 'people', 'room', 'poll']

/** What people do besides writing, as the relay names it; each crosses unless it is refused. */
export type Kind = Gateway['refusedKinds'][number]
export const kinds: readonly Kind[] = ['files', 'voice', 'reactions', 'edits', 'deletions']

export interface NewMember {
	readonly account: number
	readonly address: string
	readonly direction?: Direction
	readonly nickFormat?: string
}

export type GatewayChange = Partial<Pick<Gateway, 'paused' | 'notices' | 'maxBytes' | 'refusedNames' | 'refusedKinds' | 'mentionEveryone'>>
export type MemberChange = Partial<Pick<Member, 'direction' | 'nickFormat'>>
