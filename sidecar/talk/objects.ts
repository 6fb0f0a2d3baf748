import type { RichText, Span } from '../core/event.ts'
import type { Parameter, TalkPoll } from './types.ts'

const text = (words: string): Span => ({ as: 'text', text: words })
const link = (url: string, words: string): Span => ({ as: 'link', url, inner: [text(words)] })

/** Only web addresses become links. */
const linked = (url: string | undefined, name: string, room: string): Span => link(url && /^https?:\/\//i.test(url) ? url : room, name)

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
		: [text('📍 '), link(`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`, name)]
}

/** `🗂 Buy bread (Home · Today)` */
function card(object: Parameter, name: string, room: string): RichText {
	const where = [object.boardname, object.stackname].filter((part) => part).join(' · ')
	return [text('🗂 '), linked(object.link, name, room), ...where ? [text(` (${where})`)] : []]
}

/** The question and its options; people vote where the poll is. */
function pollText(poll: TalkPoll | undefined, question: string, room: string): RichText {
	const options = poll?.options.map((option, index) => `\n${index + 1}. ${option}`).join('') ?? ''
	return [text('📊 '), { as: 'bold', inner: [text(poll?.question ?? question)] }, text(`${options}\n`), link(room, 'Vote in the conversation')]
}

/** ` — Yes: 2, No: 0 (2 people voted)`; empty where the server does not tell. */
export function pollResult(poll: TalkPoll | undefined): string {
	const votes = poll?.votes
	if (poll === undefined || votes === undefined) {
		return ''
	}
	const counted = 'length' in votes ? {} : votes
	const each = poll.options.map((option, index) => `${option}: ${counted[`option-${index}`] ?? 0}`).join(', ')
	const people = poll.numVoters ?? 0
	return `: ${each} (${people === 1 ? '1 person' : `${people} people`} voted)`
}
