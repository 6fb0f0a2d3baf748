import { randomUUID } from 'node:crypto'

/** What an injected fault does to a request. */
export type Fault
	/** Answers this instead of handling the request. `body` as it is; without one, an OCS envelope with this code. */
	= | { readonly do: 'status', readonly code: number, readonly headers?: Readonly<Record<string, string>>, readonly body?: string }
	/** Never answers, never handles. */
		| { readonly do: 'hang' }
	/** Cuts the connection before the request is handled. */
		| { readonly do: 'reset' }
	/** Handles the request, then cuts the connection without an answer. */
		| { readonly do: 'answerLost' }
	/** Handles the request and sends the head and the first half of the answer, then cuts the connection. */
		| { readonly do: 'halfAnswer' }
	/** Handles nothing; sends a head and then a byte now and then for ever. */
		| { readonly do: 'endlessAnswer', readonly everyMs?: number }
	/** Waits before or (default: before) after handling; other faults may come on top. */
		| { readonly do: 'slow', readonly ms: number, readonly when?: 'before' | 'after' }
	/** A message gets its id at once and becomes visible (and is answered) so much later: the database's late commit. */
		| { readonly do: 'lateCommit', readonly ms: number }
	/** 200 with an HTML page, as from a proxy or a login wall. Nothing is handled. */
		| { readonly do: 'html' }
	/** 200 without a body. Nothing is handled. */
		| { readonly do: 'empty200' }
	/** 503 as in Nextcloud's maintenance mode. */
		| { readonly do: 'maintenance' }

export interface Match {
	readonly method?: string
	/** A regular expression on path and query. */
	readonly path?: string
	readonly user?: string
	/** A regular expression on the request's body; never fits a streamed upload. */
	readonly body?: string
}

export interface Rule {
	readonly match?: Match
	/** How often it fires at most; for ever without it. */
	readonly times?: number
	/** How many fitting requests pass untouched first. */
	readonly skip?: number
	/** 0 to 1; 1 without it. */
	readonly probability?: number
	readonly then: Fault
}

export interface Fired {
	readonly rule: string
	readonly fault: Fault['do']
	readonly method: string
	readonly path: string
	readonly user: string
	/** Milliseconds since 1970. */
	readonly at: number
}

export interface Faults {
	/** Adds a rule and gives its name. Of the rules that fit a request, all slow ones fire and the first other one. */
	add(rule: Rule): string
	/** Takes one rule away, or all. */
	clear(name?: string): void
	/** Which rules fired on which requests, oldest first. */
	readonly log: readonly Fired[]
	/** Fresh numbers in [0, 1) for rules with a probability. */
	random: () => number
}

export interface Asked { readonly method: string, readonly path: string, readonly user: string, readonly body: string }

/** Faults with the server's own question to them. */
export interface FaultBox extends Faults {
	/** What is to be done to this request. */
	fire(asked: Asked): readonly Fault[]
}

interface Armed {
	readonly rule: Rule
	readonly name: string
	readonly path: RegExp | undefined
	readonly body: RegExp | undefined
	skip: number
	left: number
}

export function createFaults(seed: number): FaultBox {
	let rules: Armed[] = []
	const log: Fired[] = []
	const fits = ({ rule: { match }, path, body }: Armed, asked: Asked): boolean => {
		const right = (match?.method ?? asked.method) === asked.method && (match?.user ?? asked.user) === asked.user
		return right && (path?.test(asked.path) ?? true) && (body?.test(asked.body) ?? true)
	}
	const faults: FaultBox = {
		add(rule) {
			const name = randomUUID()
			const { path, body } = rule.match ?? {}
			rules.push({
				rule,
				name,
				path: path === undefined ? undefined : new RegExp(path),
				body: body === undefined ? undefined : new RegExp(body),
				skip: rule.skip ?? 0,
				left: rule.times ?? Infinity,
			})
			return name
		},
		clear(name) {
			rules = name === undefined ? [] : rules.filter((each) => each.name !== name)
		},
		log,
		random: randomFrom(seed),
		fire(asked) {
			const found: Fault[] = []
			let decided = false
			for (const armed of rules) {
				const fault = armed.rule.then
				const adds = fault.do === 'slow' || fault.do === 'lateCommit'
				if ((decided && !adds) || armed.left <= 0 || !fits(armed, asked)) {
					continue
				}
				if (armed.rule.probability !== undefined && faults.random() >= armed.rule.probability) {
					continue
				}
				if (armed.skip > 0) {
					armed.skip--
					continue
				}
				armed.left--
				decided ||= !adds
				found.push(fault)
				log.push({ rule: armed.name, fault: fault.do, method: asked.method, path: asked.path, user: asked.user, at: Date.now() })
			}
			return found
		},
	}
	return faults
}

/** mulberry32: small, fast and the same for the same seed, so that a run with faults can be repeated. */
export function randomFrom(seed: number): () => number {
	let state = seed >>> 0
	return () => {
		state = (state + 0x6D2B79F5) >>> 0
		let mixed = Math.imul(state ^ (state >>> 15), state | 1)
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
	}
}
