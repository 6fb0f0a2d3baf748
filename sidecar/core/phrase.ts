import type { PhraseSpan, RichText } from './event.ts'

/** What stands for the names in braces. */
export type Values = Readonly<Record<string, string | RichText>>

function rich(values: Values): PhraseSpan['with'] {
	return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? [{ as: 'text', text: value }] : value]))
}

/**
 * A text that the relay itself says in a conversation, with names in braces for what it is said of. l10n/build.ts finds these, translators
 * get them, and `words.ts` knows them in other languages. So each is a whole, never glued together.
 */
export const phrase = (text: string, values: Values = {}): PhraseSpan => ({ as: 'phrase', text, with: rich(values) })

/** One whose words depend on a number, which is `{count}` in it. */
export function phrases(one: string, many: string, count: number, values: Values = {}): PhraseSpan {
	return { as: 'phrase', text: one, many: { text: many, count }, with: rich({ count: String(count), ...values }) }
}

const name = /\{([a-z_]+)\}/g

/** Everything that a phrase names: `actor`, `count`. */
export const namesIn = ({ text, many }: PhraseSpan): readonly string[] => [...`${text} ${many?.text ?? ''}`.matchAll(name)].map((found) => found[1] ?? '')

/** The phrase in these words. Braces in what it names are nothing but braces. */
export function filled({ with: values }: PhraseSpan, words: string): RichText {
	return words.split(name).flatMap((part, index): RichText => index % 2 === 1 && Object.hasOwn(values, part)
		? values[part] ?? []
		: [{ as: 'text', text: index % 2 === 1 ? `{${part}}` : part }])
}

/** The same phrase of these values, and of this many. */
export function saying(one: PhraseSpan, value: (name: string) => RichText, count = 0): PhraseSpan {
	const values = Object.fromEntries(namesIn(one).filter((named) => named !== 'count').map((named) => [named, value(named)]))
	return one.many === undefined ? phrase(one.text, values) : phrases(one.text, one.many.text, count, values)
}

/** The words of the phrase in English, with its names in braces. */
export const wordingInEnglish = ({ text, many }: PhraseSpan): string => many === undefined || many.count === 1 ? text : many.text

/** How it reads before it is put into a language. */
export const inEnglish = (span: PhraseSpan): RichText => filled(span, wordingInEnglish(span))
