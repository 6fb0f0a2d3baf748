/** Remembers what was seen within the last ten minutes, so that nothing that was overheard can be sent again. */
export interface Nonces {
	/** True the first time. `now` in ms since 1970. */
	isNew(nonce: string, now: number): boolean
}

/** Twice what clocks may be apart: after that the time alone refuses it. */
const keptFor = 10 * 60 * 1000

/** Two sets that take turns: each nonce is kept for at least ten minutes and at most twenty, and nothing is ever gone through. */
export function openNonces(): Nonces {
	let young = new Set<string>()
	let old = new Set<string>()
	let began = 0
	return {
		isNew(nonce, now) {
			// A clock that was set back must not make them last for ever.
			if (Math.abs(now - began) >= keptFor) {
				old = Math.abs(now - began) < 2 * keptFor ? young : new Set()
				young = new Set()
				began = now
			}
			const isNew = !young.has(nonce) && !old.has(nonce)
			young.add(nonce)
			return isNew
		},
	}
}
