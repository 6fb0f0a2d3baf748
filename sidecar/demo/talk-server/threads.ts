import type { Ocs } from './ocs.ts'
import type { RoomRequest } from './request.ts'
import type { Json, Thread } from './types.ts'

import { ok, refused } from './ocs.ts'
import { render } from './render.ts'
import { inputOf } from './request.ts'
import { moderates } from './roomView.ts'
import { sameActor } from './types.ts'
import { addSystem, trimmed } from './write.ts'

/** `GET chat/{token}/threads/recent` */
export function recentThreads(request: RoomRequest): Ocs {
	const limit = inputOf(request).number('limit', 50)
	const threads = [...request.world.store.threads.values()].filter(({ room }) => room === request.state.room.token)
	threads.sort((one, other) => other.lastActivity - one.lastActivity || other.id - one.id)
	return ok(threads.slice(0, limit).map((thread) => view(request, thread)))
}

/** `GET chat/{token}/threads/{threadId}` */
export function showThread(request: RoomRequest): Ocs {
	const thread = threadOf(request)
	return thread === undefined ? refused(404, 'thread') : ok(view(request, thread))
}

/** `PUT chat/{token}/threads/{threadId}`, by who began it or a moderator. */
export function renameThread(request: RoomRequest): Ocs {
	const { world, state, me } = request
	const title = trimmed(inputOf(request).required('threadTitle'))
	const thread = threadOf(request)
	if (thread === undefined) {
		return refused(404, 'thread')
	}
	const first = world.store.rows.get(thread.id)
	if (!moderates(me) && (first === undefined || !sameActor(first.actor, me.actor))) {
		return refused(403, 'permission')
	}
	if (title === '') {
		return refused(400, 'title')
	}
	const renamed = { ...thread, title }
	world.store.apply({ kind: 'thread', value: renamed })
	addSystem(world, state, me.actor, 'thread_renamed', { thread: thread.id, title }, { parent: first, quiet: true, silent: true })
	return ok(view(request, renamed))
}

function threadOf({ world, state, params }: RoomRequest): Thread | undefined {
	const thread = world.store.threads.get(Number(params.threadId))
	return thread?.room === state.room.token ? thread : undefined
}

function view({ world, state, me }: RoomRequest, thread: Thread): Json {
	const [first, last] = [thread.id, thread.last].map((id) => world.store.rows.get(id))
	const shown = (row: typeof first): Json => row === undefined ? null : render({ world, state, me }, row)
	return {
		thread: {
			id: thread.id,
			roomToken: thread.room,
			lastMessageId: thread.last,
			numReplies: thread.replies,
			lastActivity: thread.lastActivity,
			title: thread.title,
		},
		attendee: { notificationLevel: 0 },
		first: shown(first),
		last: shown(last),
	}
}
