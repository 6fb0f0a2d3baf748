import { setTimeout as sleep } from 'node:timers/promises'

/** Resolves after so many ms, or as soon as one of the signals is aborted. */
export async function pause(ms: number, ...signals: readonly AbortSignal[]): Promise<void> {
	const signal = AbortSignal.any([...signals])
	await sleep(ms, undefined, { signal }).catch((error: unknown) => {
		if (!signal.aborted) {
			throw error
		}
	})
}
