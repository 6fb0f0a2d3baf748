import type { OutboxRow } from '../../door/types.ts'
import type { Desk } from '../desk.ts'
import type { Route } from '../route.ts'

import * as v from 'valibot'
import { read } from '../route.ts'

const kinds = ['message', 'system', 'object', 'reaction', 'room'] as const
const row = v.object({ id: v.pipe(v.number(), v.integer()), token: v.string(), kind: v.picklist(kinds), body: v.unknown() })
const schema = v.object({ rows: v.optional(v.array(row), []) })

/** PHP writes an empty map as a list. */
const isEmpty = (body: unknown): boolean => body === undefined || (Array.isArray(body) && body.length === 0)

/** Rows of the app's outbox, or word that something is in it. Nothing is lost with a poke: the outbox has the rows. */
export function poke({ mailbox }: Pick<Desk, 'mailbox'>): Route {
	return {
		method: 'POST',
		path: '/relay/poke',
		handle({ body }) {
			const rows: readonly OutboxRow[] = isEmpty(body) ? [] : read(schema, body).rows
			mailbox.put(rows)
			return { status: 202, body: {} }
		},
	}
}
