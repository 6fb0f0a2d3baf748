import type { OutboxRow } from '../../door/types.ts'
import type { Desk } from '../desk.ts'
import type { Route } from '../route.ts'

import * as v from 'valibot'
import { read } from '../route.ts'

const kinds = ['message', 'system', 'object', 'reaction', 'room'] as const
const row = v.object({ id: v.pipe(v.number(), v.integer()), token: v.string(), kind: v.picklist(kinds), body: v.unknown() })
/** PHP writes an empty map as a list. */
const schema = v.union([v.tuple([]), v.object({ rows: v.optional(v.array(row), []) }), v.undefined()])

/** Rows of the app's outbox, or word that something is in it. Nothing is lost with a poke: the outbox has the rows. */
export function poke({ mailbox }: Pick<Desk, 'mailbox'>): Route {
	return {
		method: 'POST',
		path: '/relay/poke',
		handle({ body }) {
			const given = read(schema, body)
			const rows: readonly OutboxRow[] = given !== undefined && 'rows' in given ? given.rows : []
			mailbox.put(rows)
			return { status: 202, body: {} }
		},
	}
}
