import type { Desk } from '../desk.ts'
import type { Route } from '../route.ts'

import * as v from 'valibot'
import { numberIn, ok, read, Wrong } from '../route.ts'

const schema = v.object({ do: v.picklist(['retry', 'discard']) })

/** What a moderator does about something that was set aside. */
export function asides({ asides: all }: Pick<Desk, 'asides'>): Route {
	return {
		method: 'POST',
		path: '/relay/asides/:id',
		async handle({ id, body }) {
			const what = read(schema, body).do
			if (!await all[what](numberIn(id))) {
				throw new Wrong(404, 'missing', 'It is not set aside any more')
			}
			return ok()
		},
	}
}
