import type { Consent } from '../core/consent.ts'
import type { MemberState } from './api.ts'

import { sentence } from '../core/sentence.ts'

/** What is known of a member, from which its state in plain words follows. */
export interface MemberFacts {
	readonly consent: Consent
	/** The whole conversation is paused on the app's side. */
	readonly paused: boolean
	/** As the store's states have them; undefined where nothing has been told yet. */
	readonly account: Told | undefined
	readonly room: Told | undefined
	/** What waits first for the room. */
	readonly front: { readonly accepted: number, readonly attempts: number, readonly why: string } | undefined
	/** ms since 1970. */
	readonly now: number
	/** What a person can do about a trouble told in these words; undefined: nothing. */
	readonly remedy: (why: string) => string | undefined
}

export interface Told { readonly state: string, readonly why: string, readonly since: number }

export type PlainState = Pick<MemberState, 'state' | 'why' | 'todo' | 'fault' | 'since'>

/** So long a message may be on its way without anything being wrong, ms. */
const patience = 60_000

const nothingToDo = sentence`It goes on by itself.`

/**
 * How a member is, for people who are no experts: the first of these that holds. `stopped` is what somebody has to do something about,
 * `waiting` what passes.
 */
export function plainState(facts: MemberFacts): PlainState {
	// Where nobody has agreed yet, what keeps the question from being asked comes first.
	const [first, later] = facts.consent === 'asked' ? [undefined, ofConsent(facts)] : [ofConsent(facts), undefined]
	return first ?? ofAccount(facts) ?? ofRoom(facts) ?? later ?? ofDeliveries(facts)
		?? { state: 'working', why: '', todo: '', since: Math.max(facts.account?.since ?? 0, facts.room?.since ?? 0) }
}

function ofConsent({ consent, paused, room, now }: MemberFacts): PlainState | undefined {
	const since = room?.since ?? now
	switch (consent) {
		case 'stopped': return { state: 'stopped', why: sentence`A moderator there has ended it.`, todo: sentence`Talk to them; to begin again, take the conversation out and add it anew.`, since }
		case 'asked': return { state: 'waiting', why: sentence`A moderator there has not agreed yet.`, todo: sentence`Ask a moderator there to answer the relay’s message with yes.`, since }
		case 'paused': return { state: 'paused', why: sentence`A moderator there has paused it.`, todo: sentence`They can answer the relay’s message with resume.`, since }
		case 'given': return paused ? { state: 'paused', why: sentence`It is paused here.`, todo: sentence`Resume it when it is to go on.`, since } : undefined
		default: return consent satisfies never
	}
}

function ofAccount({ account, remedy, now }: MemberFacts): PlainState | undefined {
	if (account === undefined) {
		return { state: 'waiting', why: sentence`It is not connected yet.`, todo: nothingToDo, since: now, fault: 'server' }
	}
	const { state, why, since } = account
	const todo = remedy(why)
	switch (state) {
		case 'online': return undefined
		case 'offline': return { state: 'stopped', why, todo: todo ?? sentence`Look at the account’s settings, and connect it again.`, since, fault: 'account' }
		default: return { state: 'waiting', why: why === '' ? sentence`It is being connected.` : why, todo: todo ?? nothingToDo, since, fault: 'server' }
	}
}

function ofRoom({ room, remedy }: MemberFacts): PlainState | undefined {
	return room?.state === 'closed'
		? { state: 'stopped', why: room.why, todo: remedy(room.why) ?? sentence`Ask a moderator of the conversation there.`, since: room.since, fault: 'room' }
		: undefined
}

function ofDeliveries({ front, remedy, now }: MemberFacts): PlainState | undefined {
	if (front === undefined || (front.attempts === 0 && now - front.accepted < patience)) {
		return undefined
	}
	const why = front.why === '' ? sentence`What was written is on its way for long.` : front.why
	return { state: 'waiting', why, todo: remedy(why) ?? nothingToDo, since: front.accepted, fault: 'server' }
}
