import type { NoticeSort, PhraseSpan } from '../core/event.ts'

import { phrase, phrases } from '../core/phrase.ts'

/**
 * What becomes of each system message of Talk 24 and 25 (docs/chat.md "System messages", lib/Chat/Parser/SystemMessage.php).
 * The words of a notice are ours: Talk's own are in the language of the login and speak to it (“You started a call”).
 * In them `{actor}` and every other name in braces is the message's parameter of that name; `{new}`, `{time}`, `{people}`, `{link}`,
 * `{votes}` and the count come from `notices.ts`. Of several phrases the first is said of which everything is known.
 */
export type Meaning
	= | { readonly as: 'notice', readonly sort: NoticeSort, readonly words: readonly PhraseSpan[], /** When the actor is the person meant. */ readonly self?: PhraseSpan }
		| { readonly as: 'edit' | 'deletion' | 'reaction' | 'revocation' | 'message' }
		| { readonly as: 'nothing', readonly because: string }

const nothing = (because: string): Meaning => ({ as: 'nothing', because })
const call = (...words: readonly PhraseSpan[]): Meaning => ({ as: 'notice', sort: 'call', words })
function people(words: PhraseSpan, self?: PhraseSpan): Meaning {
	return { as: 'notice', sort: 'people', words: [words], ...(self === undefined ? {} : { self }) }
}
const room = (words: PhraseSpan): Meaning => ({ as: 'notice', sort: 'room', words: [words] })

const perCall = 'a call is told of once when it begins and once when it ends'
const rights = 'who may do what is a matter of that conversation alone'
const doors = 'who may come in is a matter of that conversation alone'
const matterbridge = 'another bridge’s set-up'
const picture = 'a conversation’s picture can’t be carried'
const breakout = 'breakout rooms are other conversations'
const recording = 'only those in the call are recorded'
const pin = 'what is pinned is a matter of that conversation alone'
const carriedElsewhere = 'the message itself carries its thread and title'

export const meanings: Readonly<Record<string, Meaning>> = {
	conversation_created: nothing('happened before anybody could relay it'),
	conversation_renamed: room(phrase('{actor} renamed the conversation to “{new}”')),
	description_set: room(phrase('{actor} changed the description of the conversation')),
	description_removed: room(phrase('{actor} removed the description of the conversation')),
	call_started: call(phrase('{actor} started a call: {link}')),
	call_joined: nothing(perCall),
	call_left: nothing(perCall),
	call_ended: call(
		phrase('The call ended after {time}, with {people}'),
		phrase('The call ended after {time}'),
		phrase('The call ended, with {people}'),
		phrase('The call ended'),
	),
	call_ended_everyone: call(
		phrase('{actor} ended the call after {time}, with {people}'),
		phrase('{actor} ended the call after {time}'),
		phrase('{actor} ended the call, with {people}'),
		phrase('{actor} ended the call'),
	),
	call_missed: call(phrase('{user} called, and nobody answered')),
	call_tried: nothing('said only to the one who called, which is the relay’s own login'),
	read_only_off: room(phrase('{actor} unlocked the conversation')),
	read_only: room(phrase('{actor} locked the conversation: nobody can write there')),
	listable_none: nothing(doors),
	listable_users: nothing(doors),
	listable_all: nothing(doors),
	lobby_timer_reached: nothing(doors),
	lobby_none: nothing(doors),
	lobby_non_moderators: nothing(doors),
	guests_allowed: nothing(doors),
	guests_disallowed: nothing(doors),
	password_set: nothing(doors),
	password_removed: nothing(doors),
	user_added: people(phrase('{actor} added {user}'), phrase('{actor} joined the conversation')),
	user_removed: people(phrase('{actor} removed {user}'), phrase('{actor} left the conversation')),
	federated_user_added: people(phrase('{actor} invited {federated_user}'), phrase('{actor} joined the conversation')),
	federated_user_removed: people(phrase('{actor} removed {federated_user}'), phrase('{actor} left the conversation')),
	group_added: people(phrase('{actor} added the group {group}')),
	group_removed: people(phrase('{actor} removed the group {group}')),
	circle_added: people(phrase('{actor} added the team {circle}')),
	circle_removed: people(phrase('{actor} removed the team {circle}')),
	phone_added: people(phrase('{actor} added {phone}')),
	phone_removed: people(phrase('{actor} removed {phone}')),
	moderator_promoted: nothing(rights),
	moderator_demoted: nothing(rights),
	guest_moderator_promoted: nothing(rights),
	guest_moderator_demoted: nothing(rights),
	owner_promoted: nothing(rights),
	owner_demoted: nothing(rights),
	message_deleted: { as: 'deletion' },
	message_edited: { as: 'edit' },
	history_cleared: room(phrase('{actor} cleared the history of the conversation there')),
	file_shared: { as: 'message' },
	object_shared: { as: 'message' },
	matterbridge_config_added: nothing(matterbridge),
	matterbridge_config_edited: nothing(matterbridge),
	matterbridge_config_removed: nothing(matterbridge),
	matterbridge_config_enabled: nothing(matterbridge),
	matterbridge_config_disabled: nothing(matterbridge),
	reaction: { as: 'reaction' },
	reaction_deleted: nothing('what is left of a reaction that was taken back; the taking back is told by reaction_revoked'),
	reaction_revoked: { as: 'revocation' },
	poll_voted: nothing('votes are told when the poll closes'),
	poll_closed: {
		as: 'notice',
		sort: 'poll',
		words: [
			phrases('{actor} ended the poll “{poll}”: {votes} ({count} person voted)', '{actor} ended the poll “{poll}”: {votes} ({count} people voted)', 0),
			phrase('{actor} ended the poll “{poll}”'),
		],
	},
	message_expiration_enabled: room(phrase('{actor} made messages expire there; copies elsewhere stay')),
	message_expiration_disabled: room(phrase('{actor} stopped messages from expiring there')),
	breakout_rooms_started: nothing(breakout),
	breakout_rooms_stopped: nothing(breakout),
	recording_started: nothing(recording),
	recording_stopped: nothing(recording),
	audio_recording_started: nothing(recording),
	audio_recording_stopped: nothing(recording),
	recording_failed: nothing(recording),
	avatar_set: nothing(picture),
	avatar_removed: nothing(picture),
	thread_created: nothing(carriedElsewhere),
	thread_renamed: nothing(carriedElsewhere),
	preserve_conversation: nothing('how long it is kept is a matter of that conversation alone'),
	preserve_conversation_off: nothing('how long it is kept is a matter of that conversation alone'),
	message_pinned: nothing(pin),
	message_unpinned: nothing(pin),
}

const unknown = nothing('unknown to this version of the relay')

/** An object's own properties only: `constructor` is no system message. */
export function meaningOf(systemMessage: string): Meaning {
	return (Object.hasOwn(meanings, systemMessage) ? meanings[systemMessage] : undefined) ?? unknown
}
