import { Failure, failureOf } from '../../core/failure.ts'

/** Where looking fails, what was written before stays in doubt. */
export function inDoubt(error: unknown): never {
	const failure = failureOf(error)
	throw new Failure(failure.verdict, failure.message, { left: 'unknown', cause: error })
}
