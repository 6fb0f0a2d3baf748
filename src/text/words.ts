import type { Direction, Kind, Member, MemberLife } from '../types.ts'

import { serverName } from './amounts.ts'
import { t } from './t.ts'

export type Shade = 'good' | 'busy' | 'bad' | 'quiet'

/** The question itself can't be asked: until that is mended, nobody there can agree. */
export const isUnasked = (life: MemberLife | undefined): boolean => life?.consent === 'asked' && (life.fault === 'account' || life.fault === 'room')

/** What a member's state is called, and how it is coloured. What a moderator there decided comes first. */
export function sayState(life: MemberLife | undefined, consent: Member['consent']): { readonly word: string, readonly shade: Shade } {
	if (isUnasked(life)) {
		return sayLife(life?.state)
	}
	switch (consent) {
		case 'asked': return { word: t('talk_relay', 'Waiting for consent'), shade: 'busy' }
		case 'paused': return { word: t('talk_relay', 'Paused there'), shade: 'quiet' }
		case 'stopped': return { word: t('talk_relay', 'Ended there'), shade: 'bad' }
		case 'given': return sayLife(life?.state)
		default: return consent satisfies never
	}
}

export function sayLife(state: MemberLife['state'] | undefined): { readonly word: string, readonly shade: Shade } {
	switch (state) {
		case 'working': return { word: t('talk_relay', 'Working'), shade: 'good' }
		case 'waiting': return { word: t('talk_relay', 'Waiting'), shade: 'busy' }
		case 'stopped': return { word: t('talk_relay', 'Stopped'), shade: 'bad' }
		case 'paused': return { word: t('talk_relay', 'Paused'), shade: 'quiet' }
		case undefined: return { word: t('talk_relay', 'Unknown'), shade: 'quiet' }
		default: return state satisfies never
	}
}

/** What a moderator of the other room has decided, and what follows. */
export function sayConsent(consent: Member['consent']): string {
	switch (consent) {
		case 'asked': return t('talk_relay', 'A moderator there has to answer the relay’s question with “yes” first.')
		case 'paused': return t('talk_relay', 'A moderator there has paused it, and can go on with “resume”.')
		case 'stopped': return t('talk_relay', 'A moderator there has ended it. Remove it here, or agree with them and add it again.')
		case 'given': return ''
		default: return consent satisfies never
	}
}

/** What another room is called; where its name is not known (yet), by where it is. */
export function sayRoom({ name, server }: Pick<Member, 'name' | 'server'>): string {
	return name !== '' ? name : t('talk_relay', 'A conversation on {server}', { server: serverName(server) })
}

export function sayDirection(direction: Direction): string {
	switch (direction) {
		case 'inout': return t('talk_relay', 'Both ways')
		case 'in': return t('talk_relay', 'Only from there to here')
		case 'out': return t('talk_relay', 'Only from here to there')
		default: return direction satisfies never
	}
}

export const directions: readonly Direction[] = ['inout', 'in', 'out']

/** What a sort of notices is about. */
export function sayNotice(sort: string): string {
	switch (sort) {
		case 'call': return t('talk_relay', 'Calls that begin and end')
		case 'people': return t('talk_relay', 'People who join and leave')
		case 'room': return t('talk_relay', 'Changes of name, description and picture')
		case 'poll': return t('talk_relay', 'Polls and their results')
		default: return sort
	}
}

/** What people do besides writing. */
export function sayKind(kind: Kind): string {
	switch (kind) {
		case 'files': return t('talk_relay', 'Pictures and other files')
		case 'voice': return t('talk_relay', 'Voice messages')
		case 'reactions': return t('talk_relay', 'Reactions')
		case 'edits': return t('talk_relay', 'Edits')
		case 'deletions': return t('talk_relay', 'Deletions')
		default: return kind satisfies never
	}
}

/** What follows where that is not carried. */
export function sayRefused(kind: Kind): string {
	switch (kind) {
		case 'files':
		case 'voice':
			return t('talk_relay', 'A line on the other sides says that it was not carried.')
		case 'reactions': return t('talk_relay', 'They are seen where they are given, and nowhere else.')
		case 'edits': return t('talk_relay', 'On the other sides, a message stays as it was first written.')
		case 'deletions': return t('talk_relay', 'What somebody deletes stays on the other sides, for everybody to read.')
		default: return kind satisfies never
	}
}

/** What was looked at in a test. */
export function sayCheck(name: string): string {
	switch (name) {
		case 'address': return t('talk_relay', 'Address')
		case 'login': return t('talk_relay', 'Login')
		case 'version': return t('talk_relay', 'Version')
		case 'membership': return t('talk_relay', 'Participant of the conversation')
		case 'permission': return t('talk_relay', 'Permission to write')
		default: return name
	}
}
