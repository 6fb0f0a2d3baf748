declare const brand: unique symbol
type Id<Name extends string> = string & { readonly [brand]: Name }

/** A configured login: stable, made once. From a TOML file it is the label Matterbridge writes (`nctalk.nube1`). */
export type AccountId = Id<'account'>

/** A room seen through an account: `<account>/<address>`, `nctalk.nube1/nb9xk3d2`. */
export type RoomId = Id<'room'>

/** What a network calls one message in one room. */
export type MessageId = Id<'message'>

/** The message all copies stem from, the same string on every relay: `talk:<host>/<token>/<message id>`. */
export type Origin = Id<'origin'>

/** A person, as everyone may call them: `laura@nube.minube2.com`, `ada@libera.chat`. */
export type PersonId = Id<'person'>

/** How far a session has read a room; only the session that made it can read it. */
export type Cursor = Id<'cursor'>

export const accountId = (text: string): AccountId => text as AccountId
export const messageId = (text: string | number): MessageId => String(text) as MessageId
export const personId = (text: string): PersonId => text as PersonId
export const cursor = (text: string): Cursor => text as Cursor
export const origin = (place: string, id: MessageId): Origin => `${place}/${id}` as Origin
export const roomId = (account: AccountId, address: string): RoomId => `${account}/${address}` as RoomId

/** The account and the address that a room's id is made of. An account holds no slash (config/ refuses one), an address may. */
export function partsOf(room: RoomId): { readonly account: AccountId, readonly address: string } {
	const slash = room.indexOf('/')
	return { account: accountId(room.slice(0, slash)), address: room.slice(slash + 1) }
}
