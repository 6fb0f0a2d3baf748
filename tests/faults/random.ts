/** Chance that is the same for the same seed. */
export interface Chance {
	/** From 0 up to 1. */
	next(): number
	/** A whole number from `least` to `most`, both included. */
	int(least: number, most: number): number
	holds(probability: number): boolean
	pick<T>(list: readonly T[]): T
	/** By weight: `{ post: 3, edit: 1 }`. */
	weighed<Name extends string>(weights: Readonly<Record<Name, number>>): Name
}

/** splitmix32: one step for each number, whole period for every seed. */
export function chanceOf(seed: number): Chance {
	let state = seed | 0
	const next = (): number => {
		state = (state + 0x9e3779b9) | 0
		let mixed = state ^ (state >>> 16)
		mixed = Math.imul(mixed, 0x21f0aaad)
		mixed ^= mixed >>> 15
		mixed = Math.imul(mixed, 0x735a2d97)
		return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
	}
	const int = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
	return {
		next,
		int,
		holds: (probability) => next() < probability,
		pick(list) {
			const picked = list[int(0, list.length - 1)]
			if (picked === undefined) {
				throw new RangeError('nothing to pick from')
			}
			return picked
		},
		weighed(weights) {
			const names = Object.keys(weights) as (keyof typeof weights)[]
			let left = next() * names.reduce((sum, name) => sum + weights[name], 0)
			const found = names.find((name) => (left -= weights[name]) < 0) ?? names.at(-1)
			if (found === undefined) {
				throw new RangeError('nothing to weigh')
			}
			return found
		},
	}
}
