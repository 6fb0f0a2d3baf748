import type { RichText, Span } from '../core/event.ts'
import type { Parameter, TalkPoll } from './types.ts'

import { phrase } from '../core/phrase.ts'

const text = (words: string): Span => ({ as: 'text', text: words })
const link = (url: string, words: Span): Span => ({ as: 'link', url, inner: [words] })

/** Only web addresses become links. */
const linked = (url: string | undefined, name: string, room: string): Span => link(url && /^https?:\/\//i.test(url) ? url : room, text(name))

/** What was shared – a poll, a place, a card – as text with a link. `room` is the conversation's address. */
export function objectText(object: Parameter, poll: TalkPoll | undefined, room: string): RichText {
	const name = object.name ?? String(object.id)
	switch (object.type) {
		case 'talk-poll': return pollText(poll, name, room)
		case 'geo-location': return place(object, name)
		case 'deck-card': return card(object, name, room)
		default: return [linked(object.link, name, room)]
	}
}

/** `geo:52.5450511,13.3741463` (docs/chat.md, lib/Chat/ChatManager.php GEO_LOCATION_VALIDATOR). */
function place(object: Parameter, name: string): RichText {
	const [, latitude, longitude] = /^geo:(-?\d{1,3}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)/.exec(String(object.id)) ?? []
	return latitude === undefined || longitude === undefined
		? [text(`📍 ${name}`)]
		: [text('📍 '), link(`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`, text(name))]
}

/** `🗂 Buy bread (Home · Today)` */
function card(object: Parameter, name: string, room: string): RichText {
	const where = [object.boardname, object.stackname].filter((part) => part).join(' · ')
	return [text('🗂 '), linked(object.link, name, room), ...where ? [text(` (${where})`)] : []]
}

/** The question and its options; people vote where the poll is. */
function pollText(poll: TalkPoll | undefined, question: string, room: string): RichText {
	const options = poll?.options.map((option, index) => `\n${index + 1}. ${option}`).join('') ?? ''
	return [text('📊 '), { as: 'bold', inner: [text(poll?.question ?? question)] }, text(`${options}\n`), link(room, phrase('Vote in the conversation'))]
}

/** `Yes: 2, No: 0`, and how many people voted; undefined where the server does not tell. */
export function votesOf(poll: TalkPoll | undefined): { readonly votes: string, readonly people: number } | undefined {
	const given = poll?.votes
	if (poll === undefined || given === undefined) {
		return undefined
	}
	const counted = 'length' in given ? {} : given
	return { votes: poll.options.map((option, index) => `${option}: ${counted[`option-${index}`] ?? 0}`).join(', '), people: poll.numVoters ?? 0 }
}
