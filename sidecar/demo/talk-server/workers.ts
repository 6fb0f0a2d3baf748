/** Lets only so many tasks run at a time; the others wait their turn. */
export interface Workers { run<T>(task: () => Promise<T>): Promise<T> }

export function createWorkers(limit: number): Workers {
	const waiting: (() => void)[] = []
	let busy = 0
	return {
		async run(task) {
			if (busy >= limit) {
				await new Promise<void>((resolve) => waiting.push(resolve))
			} else {
				busy++
			}
			try {
				return await task()
			} finally {
				const next = waiting.shift()
				if (next === undefined) {
					busy--
				} else {
					next()
				}
			}
		},
	}
}
