import type { Refusal } from './event.ts'

/** Every sentence that the relay itself says in a conversation, so that another language is another record of this shape. */
export interface Words {
	readonly quoteOf: (author: string, excerpt: string) => string
	readonly file: (name: string, facts: string) => string
	readonly voice: (facts: string) => string
	readonly refused: (file: string, why: string) => string
	readonly fileBy: (file: string, author: string) => string
	readonly refusal: Readonly<Record<Refusal, string>>
	readonly largerThan: (size: string) => string
	readonly edited: string
	readonly before: string
	readonly reacted: (emoji: string) => string
	readonly unreacted: (emoji: string) => string
	readonly to: (quote: string) => string
	readonly deleted: string
	readonly late: (count: number, from: string, to: string) => string
	readonly setAside: (room: string, why: string) => string
	/** In a room that has become a member: by whom, with which conversation of which server. */
	readonly joined: (by: string, conversation: string, host: string) => string
	/** The same where a moderator of the room has to agree first. */
	readonly asked: (by: string, conversation: string, host: string) => string
	/** In a room that was taken out where the app is: of which conversation of which server. */
	readonly parted: (conversation: string, host: string) => string
	/** The same where nobody had agreed yet. */
	readonly withdrawn: (conversation: string, host: string) => string
	/** What became of a moderator's answer to the notices about joining. */
	readonly decided: Readonly<Record<Decision, string>>
	/** Said to somebody else who answered. */
	readonly onlyModerators: string
	/** Said where an answer does not fit, with what would. */
	readonly answerWith: (answers: readonly string[]) => string
}

export type Decision = 'given' | 'paused' | 'stopped'

export const english: Words = {
	quoteOf: (author, excerpt) => `${author}: ${excerpt}`,
	file: (name, facts) => `📎 ${name} (${facts})`,
	voice: (facts) => `🎤 Voice message (${facts})`,
	refused: (file, why) => `${file} was not carried: ${why}`,
	fileBy: (file, author) => `${file} from ${author}`,
	refusal: {
		large: 'too large',
		type: 'files of this type are not carried here',
		gone: 'it is no longer there',
		full: 'there is no space left for files at the moment',
		files: 'files are not carried here',
		voice: 'voice messages are not carried here',
	},
	largerThan: (size) => `larger than ${size}`,
	edited: '✏️ Edited: ',
	before: 'Before: ',
	reacted: (emoji) => `reacted with ${emoji}`,
	unreacted: (emoji) => `took back ${emoji}`,
	to: (quote) => ` to: ${quote}`,
	deleted: '🗑️ deleted this message',
	late: (count, from, to) => count === 1
		? `🕓 1 message from ${from} arrives late.`
		: `🕓 ${count} messages from ${from} to ${to} arrive late.`,
	setAside: (room, why) => `⚠️ This message could not be delivered to ${room}: ${why}`,
	joined: (by, conversation, host) => `${by} joined this conversation with “${conversation}” on ${host}: what is written in one is seen in both. `
		+ 'A moderator can end that by answering this message with stop, or hold it with pause and resume.',
	asked: (by, conversation, host) => `${by} would like to join this conversation with “${conversation}” on ${host}: what is written in one would be seen in both. `
		+ 'A moderator can agree by answering this message with yes, or refuse with stop. Until then nothing is carried.',
	parted: (conversation, host) => `This conversation is no longer joined with “${conversation}” on ${host}: what is written here is not seen there any more.`,
	withdrawn: (conversation, host) => `The wish to join this conversation with “${conversation}” on ${host} was taken back. Nothing was carried.`,
	decided: {
		given: 'This conversation is joined from now on.',
		paused: 'Paused: nothing is carried until a moderator answers with resume.',
		stopped: 'Ended: this conversation is no longer joined.',
	},
	onlyModerators: 'Only a moderator of this conversation can decide that.',
	answerWith: (answers) => `That does not fit now. What a moderator can answer: ${answers.join(', ')}.`,
}
