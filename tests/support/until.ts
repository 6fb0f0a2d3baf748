import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Asks again and again until there is an answer, and gives it. After `within` ms it fails and says what was waited for.
 */
export async function until<T>(
	what: string,
	ask: () => Promise<T | undefined> | T | undefined,
	{ within = 30_000, every = 100 } = {},
): Promise<T> {
	const end = performance.now() + within
	for (;;) {
		const answer = await ask()
		if (answer !== undefined) {
			return answer
		}
		if (performance.now() > end) {
			throw new Error(`waited ${within / 1000} s in vain: ${what}`)
		}
		await sleep(every)
	}
}
