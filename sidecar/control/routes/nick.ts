import type { Route } from '../route.ts'

import * as v from 'valibot'
import { formatNick } from '../../core/nick.ts'
import { ok, read } from '../route.ts'

const word = v.optional(v.pipe(v.string(), v.maxLength(255)), '')
const schema = v.object({
	format: v.pipe(v.string(), v.maxLength(255)),
	nick: word,
	userId: word,
	bridge: word,
	protocol: word,
	gateway: word,
	label: word,
	channel: word,
})

/** A nick format's preview, by the very function that writes names. */
export function nick(): Route {
	return {
		method: 'POST',
		path: '/relay/nick',
		handle({ body }) {
			const { format, ...values } = read(schema, body)
			return ok({ shown: formatNick(format, values) })
		},
	}
}
