/** What the relay itself says in conversations, as it reads it: sidecar/core/words.json. */
import type { GetTextTranslations } from 'gettext-parser'
import type { Phrases } from '../sidecar/core/languages.ts'
import type { Text } from './strings.ts'

import { runInNewContext } from 'node:vm'

const usualPlural = 'nplurals=2; plural=(n != 1);'

/** Enough to meet every kind of number of every language; those that people meet most often come last. */
const numbers = [0, 1_000_000, ...Array.from({ length: 200 }, (_, index) => 200 - index)]

/** Which of a file's forms a number takes, by the formula in its head. */
function formOf(pluralForms: string): (n: number) => number {
	const formula = /plural=([^;]*)/.exec(pluralForms)?.[1] ?? ''
	if (!/^[n\d\s()?:|&=!<>%]+$/.test(formula)) {
		throw new Error(`Plural-Forms is not understood: ${pluralForms}`)
	}
	return (n) => Number(runInNewContext(formula, { n }))
}

/** Gettext numbers a language's forms, CLDR names the kinds of numbers that they are for: `{ one: 0, few: 1, many: 2 }`. */
export function kindsOf(language: string, pluralForms: string = usualPlural): Readonly<Partial<Record<Intl.LDMLPluralRule, number>>> {
	const [locale = 'en'] = Intl.PluralRules.supportedLocalesOf([language.replace(/@.*$/, '').replaceAll('_', '-')])
	const rules = new Intl.PluralRules(locale)
	const form = formOf(pluralForms)
	// Where both part numbers differently, the last number of a kind decides.
	return Object.fromEntries([...new Map(numbers.map((n) => [rules.select(n), form(n)]))].toSorted())
}

const namesIn = (text: string): readonly string[] => [...text.matchAll(/\{([a-z_]+)\}/g)].map((found) => found[1] ?? '')

/** What a language's file has of these texts; and what names something that the relay does not fill in there. */
export function phrasesOf(
	language: string,
	texts: readonly Text[],
	{ headers, translations }: GetTextTranslations,
): { readonly phrases: Phrases, readonly faults: readonly string[] } {
	const kinds = Object.entries(kindsOf(language, headers['Plural-Forms']))
	const given = texts.flatMap((text) => {
		const strings = translations['']?.[text.text]?.msgstr.filter((one) => one !== '') ?? []
		return strings.length === 0 ? [] : [{ text, strings }]
	})
	return {
		phrases: Object.fromEntries(given.map(({ text: { text, plural }, strings }) => [
			text,
			plural === undefined ? strings[0] ?? '' : Object.fromEntries(kinds.map(([kind, form]) => [kind, strings[form] ?? strings.at(-1) ?? ''])),
		])),
		faults: given.flatMap(({ text: { text, plural = '' }, strings }) => {
			const known = namesIn(text + plural)
			return strings.flatMap(namesIn).filter((name) => !known.includes(name)).map((name) => `{${name}} is not in: ${text}`)
		}),
	}
}
