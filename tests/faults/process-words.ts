/** What the parent tells the relay's process. */
export type Order
	= | { readonly do: 'fill', readonly full: { readonly disk?: boolean, readonly spool?: boolean } }
		| { readonly do: 'report' }

/** What it answers. */
export interface Report {
	readonly ready: boolean
	/** Deliveries that wait; −1 while the state is not open. */
	readonly waiting: number
	/** What was set aside, with the reason. */
	readonly asides: readonly string[]
	/** Rooms whose reading has begun. */
	readonly rooms: readonly string[]
	/** Files in the spool that wait with their messages. */
	readonly files: readonly string[]
	/** Files that were kept for a message which was not taken. */
	readonly unclaimed: readonly string[]
}
