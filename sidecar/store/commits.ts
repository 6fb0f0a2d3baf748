import type { Database } from './database.ts'

/** Runs work in a transaction that it shares with all other work of the same tick: one flush to disk for all of them. */
export interface Commits {
	/**
	 * Resolves with what `work` returned once it is on disk, and rejects with what it (or the commit) threw, with nothing of it written.
	 * `work` may be run a second time when a neighbour's throws, so it must do nothing but read and write the database.
	 */
	share<T>(work: () => T): Promise<T>
	/** Resolves when everything given so far is on disk or was refused. */
	settled(): Promise<void>
}

interface Waiting { readonly run: () => void, readonly resolve: () => void, readonly reject: (error: unknown) => void }

export function shareCommits(database: Database): Commits {
	let waiting: Waiting[] = []
	let settling = Promise.resolve()

	const commitEach = (batch: readonly Waiting[]): void => {
		for (const one of batch) {
			try {
				database.atomically(one.run)
				one.resolve()
			} catch (error) {
				one.reject(error)
			}
		}
	}

	const commit = (): void => {
		const batch = waiting
		waiting = []
		try {
			database.atomically(() => batch.forEach((one) => one.run()))
		} catch {
			// One of them failed, so none is written: each now stands or falls alone, and says why itself.
			commitEach(batch)
			return
		}
		batch.forEach((one) => one.resolve())
	}

	return {
		share(work) {
			const shared = new Promise<ReturnType<typeof work>>((resolve, reject) => {
				let result: ReturnType<typeof work>
				if (waiting.length === 0) {
					settling = new Promise((settle) => setImmediate(() => {
						commit()
						settle()
					}))
				}
				waiting.push({
					run: () => {
						result = work()
					},
					resolve: () => resolve(result),
					reject,
				})
			})
			return shared
		},
		settled: () => settling,
	}
}
