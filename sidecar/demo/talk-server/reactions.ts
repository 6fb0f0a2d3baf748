import type { Ocs } from './ocs.ts'
import type { RoomRequest } from './request.ts'
import type { Json, Row } from './types.ts'

import { created, ok } from './ocs.ts'
import { named } from './render.ts'
import { inputOf } from './request.ts'
import { actorKey } from './types.ts'
import { addRow, addSystem, trimmed } from './write.ts'

/** `POST reaction/{token}/{messageId}`: 201 for a new reaction, 200 for one that stands already. */
export function react(request: RoomRequest): Ocs {
	const { world, state, me } = request
	const emoji = trimmed(inputOf(request).required('reaction'))
	const target = world.store.rows.get(Number(request.params.messageId))
	if (target === undefined) {
		return { status: 404, data: null }
	}
	if (!isReactable(request, target) || !isEmoji(emoji)) {
		return { status: 400, data: null }
	}
	if (world.store.reactions.get(target.id)?.has(`${emoji} ${actorKey(me.actor)}`)) {
		return ok(listed(request, target))
	}
	const row = addRow(world, state, { verb: 'reaction', actor: me.actor, text: emoji, parent: target, quiet: true })
	world.bell.reacted(state, row, target)
	return created(listed(request, target))
}

/** `DELETE reaction/{token}/{messageId}`: the reaction's row stays as `reaction_deleted`, and what is told carries no emoji. */
export function unreact(request: RoomRequest): Ocs {
	const { world, state, me } = request
	const emoji = inputOf(request).required('reaction')
	const target = world.store.rows.get(Number(request.params.messageId))
	const row = target === undefined ? undefined : world.store.reactions.get(target.id)?.get(`${emoji} ${actorKey(me.actor)}`)
	if (target === undefined || row === undefined || !isReactable(request, target)) {
		return { status: 404, data: null }
	}
	row.verb = 'reaction_deleted'
	world.store.apply({ kind: 'row', value: row })
	addSystem(world, state, me.actor, 'reaction_revoked', { message: row.id }, { parent: target, quiet: true })
	return ok(listed(request, target))
}

/** `GET reaction/{token}/{messageId}` */
export function reactions(request: RoomRequest): Ocs {
	const target = request.world.store.rows.get(Number(request.params.messageId))
	return target === undefined || !isReactable(request, target)
		? { status: 404, data: null }
		: ok(listed(request, target, inputOf(request).text('reaction')))
}

function isReactable({ state }: RoomRequest, row: Row): boolean {
	return row.room === state.room.token && (row.verb === 'comment' || row.verb === 'object_shared')
}

/** The newest first. */
function listed({ world, state, me }: RoomRequest, target: Row, only = ''): Json {
	const lists: Record<string, Json[]> = {}
	for (const { text, actor, at, actorName } of [...world.store.reactions.get(target.id)?.values() ?? []].toReversed()) {
		if (only === '' || only === text) {
			const { type, id, name } = named({ world, state, me }, actor, actorName)
			const entry = { actorType: actor.type === 'users' ? 'users' : type, actorId: id, actorDisplayName: name, timestamp: at }
			lists[text] = [...lists[text] ?? [], entry]
		}
	}
	return lists
}

/** One emoji, with its modifiers (server: lib/private/EmojiHelper.php). */
function isEmoji(text: string): boolean {
	return /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[#*0-9]\uFE0F?\u20E3)/u.test(text)
		&& [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].length === 1
}
