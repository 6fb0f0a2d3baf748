/** Plain data, so the same declaration reaches the admin form as JSON. */
export type Field
	= | { readonly type: 'text' | 'secret', readonly label: string, readonly example?: string, readonly optional?: true }
		| { readonly type: 'flag', readonly label: string, readonly fallback: boolean }
		| { readonly type: 'number', readonly label: string, readonly fallback: number }

export type Fields = Readonly<Record<string, Field>>

type Value<F extends Field>
	= F extends { type: 'flag' } ? boolean
		: F extends { type: 'number' } ? number
			: F extends { optional: true } ? string | undefined
				: string

export type Infer<F extends Fields> = { readonly [Name in keyof F]: Value<F[Name]> }

/** All problems are told at once, never only the first. */
export type Checked<T> = { readonly ok: T } | { readonly problems: readonly string[] }
