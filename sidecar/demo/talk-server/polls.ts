import type { Ocs } from './ocs.ts'
import type { RoomRequest } from './request.ts'
import type { Json, Poll } from './types.ts'

import { created, ok, refused } from './ocs.ts'
import { named } from './render.ts'
import { inputOf } from './request.ts'
import { moderates } from './roomView.ts'
import { actorKey, sameActor } from './types.ts'
import { addRow, addSystem, trimmed } from './write.ts'

/** `POST poll/{token}` */
export function createPoll(request: RoomRequest): Ocs {
	const { world, state, me } = request
	const input = inputOf(request)
	const question = trimmed(input.required('question'))
	const options = input.list('options').map((each) => trimmed(String(each))).filter((each) => each !== '')
	if (state.room.type === 1) {
		return refused(400, 'room')
	}
	if (question === '') {
		return refused(400, 'question')
	}
	if (options.length < 2) {
		return refused(400, 'options')
	}
	const poll: Poll = {
		id: world.store.nextId(),
		room: state.room.token,
		question,
		options,
		actor: me.actor,
		maxVotes: input.number('maxVotes'),
		resultMode: input.number('resultMode') === 1 ? 1 : 0,
		status: 0,
		votes: {},
	}
	world.store.apply({ kind: 'poll', value: poll })
	addRow(world, state, {
		verb: 'object_shared',
		actor: me.actor,
		system: { message: 'object_shared', parameters: { objectType: 'talk-poll', objectId: String(poll.id), metaData: asObject(poll) } },
		parent: world.store.rows.get(world.store.threads.get(input.number('threadId'))?.id ?? 0),
		read: true,
	})
	return created(view(request, poll))
}

/** `GET poll/{token}/{pollId}` */
export function showPoll(request: RoomRequest): Ocs {
	const poll = pollOf(request)
	return poll === undefined ? refused(404, 'poll') : ok(view(request, poll))
}

/** `POST poll/{token}/{pollId}`: replaces one's earlier vote. */
export function vote(request: RoomRequest): Ocs {
	const { world, state, me } = request
	const poll = pollOf(request)
	if (poll === undefined) {
		return refused(404, 'poll')
	}
	if (poll.status === 1) {
		return refused(400, 'poll')
	}
	const chosen = inputOf(request).list('optionIds').map(Number)
	const tooMany = poll.maxVotes !== 0 && chosen.length > poll.maxVotes
	if (tooMany || new Set(chosen).size !== chosen.length || chosen.some((each) => poll.options[each] === undefined)) {
		return refused(400, 'options')
	}
	const others = Object.entries(poll.votes).filter(([voter]) => voter !== actorKey(me.actor))
	poll.votes = Object.fromEntries(chosen.length === 0 ? others : [...others, [actorKey(me.actor), chosen]])
	world.store.apply({ kind: 'poll', value: poll })
	if (poll.resultMode === 0) {
		addSystem(world, state, me.actor, 'poll_voted', { poll: asObject(poll) })
	}
	return ok(view(request, poll))
}

/** `DELETE poll/{token}/{pollId}`, by its author or a moderator. */
export function closePoll(request: RoomRequest): Ocs {
	const { world, state, me } = request
	const poll = pollOf(request)
	if (poll === undefined) {
		return refused(404, 'poll')
	}
	if (poll.status === 1) {
		return refused(400, 'poll')
	}
	if (!sameActor(poll.actor, me.actor) && !moderates(me)) {
		return refused(403, 'poll')
	}
	poll.status = 1
	world.store.apply({ kind: 'poll', value: poll })
	addSystem(world, state, me.actor, 'poll_closed', { poll: asObject(poll) }, { read: true })
	return ok(view(request, poll))
}

function asObject(poll: Poll): Readonly<Record<string, string>> {
	return { type: 'talk-poll', id: String(poll.id), name: poll.question }
}

function pollOf({ world, state, params }: RoomRequest): Poll | undefined {
	const poll = world.store.polls.get(Number(params.pollId))
	return poll?.room === state.room.token ? poll : undefined
}

/** The result shows when the poll is closed, or to those who voted where votes are public (Talk: PollController::renderPoll). */
function view({ world, state, me }: RoomRequest, poll: Poll): Json {
	const author = named({ world, state, me }, poll.actor)
	const own = poll.votes[actorKey(me.actor)] ?? []
	const open = poll.status === 0
	const seen = !open || (own.length > 0 && poll.resultMode === 0)
	const counted = seen || moderates(me) || sameActor(poll.actor, me.actor)
	const { people } = world.store
	const details = Object.entries(poll.votes).flatMap(([key, chosen]) => chosen.map((option) => voteView(people, key, option)))
	return {
		id: poll.id,
		question: poll.question,
		options: poll.options,
		actorType: poll.actor.type,
		actorId: poll.actor.id,
		actorDisplayName: author.name,
		status: poll.status,
		resultMode: poll.resultMode,
		maxVotes: poll.maxVotes,
		votes: seen ? counts(poll) : [],
		numVoters: counted ? Object.keys(poll.votes).length : 0,
		...!open && poll.resultMode === 0 && { details },
		votedSelf: own,
	}
}

function counts({ votes }: Poll): Json {
	const counted: Record<string, number> = {}
	for (const option of Object.values(votes).flat()) {
		counted[`option-${option}`] = (counted[`option-${option}`] ?? 0) + 1
	}
	return Object.keys(counted).length === 0 ? [] : counted
}

function voteView(people: RoomRequest['world']['store']['people'], key: string, optionId: number): Json {
	const [actorType = '', actorId = ''] = [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)]
	return { actorType, actorId, actorDisplayName: people.get(actorId)?.displayName ?? actorId, optionId }
}
