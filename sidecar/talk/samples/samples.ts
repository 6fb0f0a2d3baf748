import type { TalkMessage, TalkParticipant, TalkPoll, TalkReactions, TalkRoom } from '../types.ts'

import { readFileSync } from 'node:fs'

export interface Sample {
	readonly name: string
	/** What a reader was given for it. */
	readonly messages: readonly TalkMessage[]
	readonly poll?: TalkPoll
	readonly reactions?: TalkReactions
}

/** Recorded from a live server, normalised, by tests/talk/record.ts: what Talk says while and after things happen in a room. */
export interface Feed {
	readonly nextcloud: string
	readonly talk: string
	readonly steps: readonly Sample[]
	/** What somebody is given who reads all of the messages' part only afterwards. */
	readonly late: readonly TalkMessage[]
	readonly participants: readonly TalkParticipant[]
	readonly rooms: readonly TalkRoom[]
}

export const feed = JSON.parse(readFileSync(new URL('feed.json', import.meta.url), 'utf8')) as Feed

/** The sample of that name; throws if there is none. */
export function sample(name: string): Sample {
	const found = feed.steps.find((step) => step.name === name)
	if (found === undefined) {
		throw new Error(`No sample is called ${name}`)
	}
	return found
}
