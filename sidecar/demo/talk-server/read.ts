import type { Ocs } from './ocs.ts'
import type { RoomRequest } from './request.ts'
import type { RoomState } from './store.ts'
import type { Row } from './types.ts'
import type { World } from './world.ts'

import { commonRead } from './chat.ts'
import { ok, refused } from './ocs.ts'
import { renderAll } from './render.ts'
import { inputOf } from './request.ts'
import { seconds, sleep } from './world.ts'

/** `GET chat/{token}`: history, or what is new, waiting for it in steps of one second as the real one does. */
export async function receive(request: RoomRequest): Promise<Ocs> {
	const { world, state, me } = request
	const input = inputOf(request)
	const future = input.requiredNumber('lookIntoFuture') !== 0
	const limit = input.number('limit', 100, [1, 200])
	const known = input.number('lastKnownMessageId')
	const including = input.number('includeLastKnown') !== 0
	const thread = world.abilities.features.has('threads') ? input.number('threadId') : 0
	const waits = input.number('timeout', 30, [0, 30])
	if (future && input.number('markNotificationsAsRead', 1) !== 0) {
		world.bell.read(state.room.token, request.person.uid)
	}
	if (thread !== 0 && world.store.threads.get(thread)?.room !== state.room.token) {
		return refused(404, 'thread')
	}
	if (future && input.number('setReadMarker', 1) === 1 && known > me.lastRead) {
		me.lastRead = known
		me.lastActivity = seconds(world)
		world.store.apply({ kind: 'attendee', value: me })
	}
	if (!future) {
		return answer(request, state.feed.before(known, limit, including, thread))
	}
	let rows = news(world, state, known, limit, including, thread)
	for (let waited = 0; rows.length === 0 && waited < waits; waited++) {
		await sleep(1000, request.gone, world.signal())
		if (request.gone.aborted || world.signal().aborted) {
			break
		}
		rows = news(world, state, known, limit, including, thread)
	}
	return answer(request, rows, input.number('lastCommonReadId'))
}

/** `GET chat/{token}/{messageId}/context` */
export function context(request: RoomRequest): Ocs {
	const { world, state, params } = request
	const input = inputOf(request)
	const limit = input.number('limit', 50, [0, 100])
	const thread = world.abilities.features.has('threads') ? input.number('threadId') : 0
	if (thread !== 0 && world.store.threads.get(thread)?.room !== state.room.token) {
		return refused(404, 'thread')
	}
	const id = Number(params.messageId)
	const before = id === 0 ? [] : state.feed.before(id, Math.max(1, limit), true, thread).toReversed()
	const after = id === 0 || limit === 0 ? [] : news(world, state, id, limit, false, thread)
	return answer(request, [...before, ...after])
}

/**
 * What follows the known id. Talk remembers for a while that there was nothing (Talk: ChatManager::checkCacheOrDatabase), and a new
 * reaction does not make it forget: those who look from the same id see it only when that while is over.
 */
function news(world: World, state: RoomState, known: number, limit: number, including: boolean, thread: number): readonly Row[] {
	const believed = state.believed.get(thread)
	if (believed?.id === known && believed.until > Date.now()) {
		return []
	}
	const rows = state.feed.after(known, limit, including, thread)
	if (rows.length === 0) {
		state.believed.set(thread, { id: known, until: Date.now() + world.believesFor })
	}
	return rows
}

function answer(request: RoomRequest, rows: readonly Row[], lastCommonRead = 0): Ocs {
	const { world, state, me } = request
	const read = commonRead(world, state, request)
	const last = rows.at(-1)
	if (last !== undefined) {
		return ok(renderAll({ world, state, me }, rows), { 'X-Chat-Last-Given': String(last.id), ...read })
	}
	const now = read['X-Chat-Last-Common-Read']
	if (lastCommonRead !== 0 && now !== undefined && now !== String(lastCommonRead)) {
		return ok([], read)
	}
	return { status: 304, data: null }
}
