/** Named for what the relay does about it, not for what went wrong. */
export type Verdict
	/** Tried again for as long as it takes, at most 60 s apart; what follows in this room waits. */
	= | { readonly then: 'retry', readonly afterMs?: number }
	/** Will never succeed: set aside and shown; what follows goes on. */
		| { readonly then: 'drop' }
	/** The room or the account is closed to us: told to the moderators, probed after 1, 5, 15 and then every 60 minutes. */
		| { readonly then: 'closeRoom' }
		| { readonly then: 'closeAccount' }

/**
 * Thrown by a session: the verdict, and in plain words why.
 * `left: 'unknown'` says that the attempt may have taken effect at the target (time-out, broken connection, 5xx after the request was
 * written): the relay asks `Session.find` before it repeats it. `left: 'nothing'`: it surely has not.
 */
export class Failure extends Error {
	readonly verdict: Verdict
	readonly left: 'nothing' | 'unknown'

	constructor(verdict: Verdict, why: string, options: { readonly left?: 'nothing' | 'unknown', readonly cause?: unknown } = {}) {
		super(why, { cause: options.cause })
		this.name = 'Failure'
		this.verdict = verdict
		this.left = options.left ?? 'nothing'
	}
}

/** What the relay does about anything thrown: what is not a Failure is a fault of ours or of a library, and is tried again. */
export function failureOf(error: unknown): Failure {
	return error instanceof Failure
		? error
		: new Failure({ then: 'retry' }, error instanceof Error ? error.message : String(error), { left: 'unknown', cause: error })
}
