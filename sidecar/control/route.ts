import type { GenericSchema, InferOutput } from 'valibot'

import * as v from 'valibot'

/** One call of the control door, signed and whole. */
export interface Asked {
	/** The last part of a path that ends in `:id`; empty elsewhere. */
	readonly id: string
	readonly query: URLSearchParams
	/** As JSON; undefined where there was none. */
	readonly body: unknown
}

export interface Said { readonly status: number, readonly body: object }

export interface Route {
	readonly method: 'GET' | 'POST'
	/** `/relay/poke`, or `/relay/asides/:id` */
	readonly path: string
	/** Throws Wrong for what can't be done; whatever else is thrown is a fault of ours. */
	handle(asked: Asked): Said | Promise<Said>
}

/** What the app did wrong, or what is not there: told to it with the status. */
export class Wrong extends Error {
	readonly status: number
	readonly word: string

	constructor(status: number, word: string, message: string) {
		super(message)
		this.name = 'Wrong'
		this.status = status
		this.word = word
	}
}

export const ok = (body: object = {}): Said => ({ status: 200, body })

/** What was sent, if it is of this shape. Throws Wrong with all that is not: where, and what was expected. */
export function read<S extends GenericSchema>(schema: S, given: unknown): InferOutput<S> {
	const result = v.safeParse(schema, given)
	if (result.success) {
		return result.output
	}
	// What was received is not repeated: it may be a secret.
	const told = result.issues.map((issue) => {
		const where = v.getDotPath(issue) ?? 'body'
		return issue.received === 'undefined' ? `${where}: it is missing` : `${where}: expected ${issue.expected ?? issue.message}`
	})
	throw new Wrong(400, 'input', told.join('; '))
}

/** A number that is somebody's id. Throws Wrong (404). */
export function numberIn(text: string): number {
	if (!/^\d{1,15}$/.test(text)) {
		throw new Wrong(404, 'missing', 'There is no such thing')
	}
	return Number(text)
}
