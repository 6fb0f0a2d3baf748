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
}

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
}
