import type { AnswerWord } from './consent.ts'
import type { PhraseSpan, Refusal, RichText } from './event.ts'
import type { Values } from './phrase.ts'

import { filled, phrase, phrases, wordingInEnglish } from './phrase.ts'
import { holdsPhrase, joined, plain, withInner } from './richtext.ts'

/** Every sentence that the relay itself says in a conversation, in one language. */
export interface Words {
	/** Puts what the relay says within a text into this language. */
	readonly of: (text: RichText) => RichText
	/** 4.2 */
	readonly number: (value: number) => string
	readonly bytes: (count: number) => string
	readonly quoteOf: (author: string, excerpt: string) => string
	readonly file: (name: string, facts: string) => string
	readonly voice: (facts: string) => string
	readonly refused: (file: string, why: string) => string
	readonly fileBy: (file: string, author: string) => string
	readonly refusal: Readonly<Record<Refusal, string>>
	readonly largerThan: (size: string) => string
	readonly edited: (text: RichText) => RichText
	readonly before: (text: RichText) => RichText
	/** `to`: the beginning of what was reacted to. */
	readonly reacted: (emoji: string, to?: string) => string
	readonly unreacted: (emoji: string, to?: string) => string
	readonly deleted: string
	readonly late: (count: number, from: string, to: string) => string
	/** In a room that has become a member: by whom, with which conversation of which server; `in` is what goes from here to there. */
	readonly joined: (by: string, conversation: string, host: string, direction: Way) => string
	/** The same where a moderator of the room has to agree first. */
	readonly asked: (by: string, conversation: string, host: string, direction: Way) => string
	/** In a room that was taken out where the app is: of which conversation of which server. */
	readonly parted: (conversation: string, host: string) => string
	/** The same where nobody had agreed yet. */
	readonly withdrawn: (conversation: string, host: string) => string
	/** What a moderator can answer, each in all ways in which it can be said: the first is the one that is told. */
	readonly answers: Readonly<Record<AnswerWord, readonly [string, ...string[]]>>
	/** What became of a moderator's answer to the notices about joining. */
	readonly decided: Readonly<Record<Decision, string>>
	/** Said to somebody else who answered. */
	readonly onlyModerators: string
	/** Said where an answer does not fit, with what would. */
	readonly answerWith: (answers: readonly AnswerWord[]) => string
}

/** Which way things go, seen from the gateway. */
export type Way = 'in' | 'out' | 'inout'

export type Decision = 'given' | 'paused' | 'stopped'

/** How a language says a phrase (its words with the same names in braces), and how it writes numbers. */
export interface Tongue {
	readonly wording: (phrase: PhraseSpan) => string
	readonly number: (value: number) => string
}

function joinedWays(direction: Way, values: Values): PhraseSpan {
	switch (direction) {
		case 'inout': return phrase('{by} joined this conversation with “{conversation}” on {host}: what is written in one is seen in both. A moderator can end that by answering this message with {stop}, or hold it with {pause} and {resume}.', values)
		case 'in': return phrase('{by} joined this conversation with “{conversation}” on {host}: what is written here is seen there. A moderator can end that by answering this message with {stop}, or hold it with {pause} and {resume}.', values)
		case 'out': return phrase('{by} joined this conversation with “{conversation}” on {host}: what is written there is seen here. A moderator can end that by answering this message with {stop}, or hold it with {pause} and {resume}.', values)
		default: return direction satisfies never
	}
}

function askedWays(direction: Way, values: Values): PhraseSpan {
	switch (direction) {
		case 'inout': return phrase('{by} would like to join this conversation with “{conversation}” on {host}: what is written in one would be seen in both. A moderator can agree by answering this message with {yes}, or refuse with {stop}. Until then nothing is carried.', values)
		case 'in': return phrase('{by} would like to join this conversation with “{conversation}” on {host}: what is written here would be seen there. A moderator can agree by answering this message with {yes}, or refuse with {stop}. Until then nothing is carried.', values)
		case 'out': return phrase('{by} would like to join this conversation with “{conversation}” on {host}: what is written there would be seen here. A moderator can agree by answering this message with {yes}, or refuse with {stop}. Until then nothing is carried.', values)
		default: return direction satisfies never
	}
}

/** All of it in that language. */
export function wordsBy({ wording, number }: Tongue): Words {
	const of = (text: RichText): RichText => holdsPhrase(text)
		? joined(text.flatMap((span) => span.as === 'phrase' ? of(filled(span, wording(span))) : [withInner(span, of)]))
		: text
	const say = (one: PhraseSpan): string => plain(of([one]))
	const answer = (one: PhraseSpan): Words['answers'][AnswerWord] => {
		const [first = '', ...others] = say(one).split('|').map((word) => word.trim())
		return [first, ...others]
	}
	const answers: Words['answers'] = {
		yes: answer(phrase('yes')),
		pause: answer(phrase('pause')),
		resume: answer(phrase('resume')),
		stop: answer(phrase('stop')),
	}
	const [yes, pause, resume, stop] = [answers.yes[0], answers.pause[0], answers.resume[0], answers.stop[0]]
	return {
		of,
		number,
		bytes: (count) => say(phrases('{count} byte', '{count} bytes', count)),
		quoteOf: (author, excerpt) => say(phrase('{author}: {excerpt}', { author, excerpt })),
		file: (name, facts) => `📎 ${name} (${facts})`,
		voice: (facts) => say(phrase('🎤 Voice message ({facts})', { facts })),
		refused: (file, why) => say(phrase('{file} was not carried: {why}', { file, why })),
		fileBy: (file, author) => say(phrase('{file} from {author}', { file, author })),
		refusal: {
			large: say(phrase('too large')),
			type: say(phrase('files of this type are not carried here')),
			gone: say(phrase('it is no longer there')),
			full: say(phrase('there is no space left for files at the moment')),
			files: say(phrase('files are not carried here')),
			voice: say(phrase('voice messages are not carried here')),
			folder: say(phrase('folders are not carried')),
		},
		largerThan: (size) => say(phrase('larger than {size}', { size })),
		edited: (text) => of([phrase('✏️ Edited: {text}', { text })]),
		before: (text) => of([phrase('Before: {text}', { text })]),
		reacted: (emoji, to) => say(to === undefined ? phrase('reacted with {emoji}', { emoji }) : phrase('reacted with {emoji} to: “{text}”', { emoji, text: to })),
		unreacted: (emoji, to) => say(to === undefined ? phrase('took back {emoji}', { emoji }) : phrase('took back {emoji} to: “{text}”', { emoji, text: to })),
		deleted: say(phrase('🗑️ deleted this message')),
		late: (count, from, to) => say(phrases('🕓 {count} message from {from} arrives late.', '🕓 {count} messages from {from} to {to} arrive late.', count, { from, to })),
		joined: (by, conversation, host, direction) => say(joinedWays(direction, { by, conversation, host, stop, pause, resume })),
		asked: (by, conversation, host, direction) => say(askedWays(direction, { by, conversation, host, yes, stop })),
		parted: (conversation, host) => say(phrase(
			'This conversation is no longer joined with “{conversation}” on {host}: what is written here is not seen there any more.',
			{ conversation, host },
		)),
		withdrawn: (conversation, host) => say(phrase(
			'The wish to join this conversation with “{conversation}” on {host} was taken back. Nothing was carried.',
			{ conversation, host },
		)),
		answers,
		decided: {
			given: say(phrase('This conversation is joined from now on.')),
			paused: say(phrase('Paused: nothing is carried until a moderator answers with {resume}.', { resume })),
			stopped: say(phrase('Ended: this conversation is no longer joined.')),
		},
		onlyModerators: say(phrase('Only a moderator of this conversation can decide that.')),
		answerWith: (fit) => say(phrase('That does not fit now. What a moderator can answer: {answers}.', { answers: fit.map((one) => answers[one][0]).join(', ') })),
	}
}

export const english = wordsBy({
	wording: wordingInEnglish,
	number: new Intl.NumberFormat('en', { useGrouping: false, maximumFractionDigits: 1 }).format,
})
