import type { Words } from './words.ts'

import { wordingInEnglish } from './phrase.ts'
import written from './words.json' with { type: 'json' }
import { english, wordsBy } from './words.ts'

/** What translators gave for each phrase, by its English; where it depends on a number, by the kinds of numbers that CLDR names. */
export type Phrases = Readonly<Record<string, string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>>>

/** Made by l10n/build.ts. */
const catalogue: Readonly<Record<string, Phrases>> = written

/** The languages in which the relay speaks, as Nextcloud writes them. */
export const languages: readonly string[] = ['en', ...Object.keys(catalogue)]

/** The one of these languages that is spoken to people who asked for this one: `es` to `es_MX`; undefined if it is none. */
export function spokenFor(asked: string): string | undefined {
	const bare = asked.trim().toLowerCase().replaceAll('-', '_')
	const find = (one: string): string | undefined => languages.find((language) => language.toLowerCase() === one)
	return find(bare) ?? find(bare.replace(/[_@.].*$/s, ''))
}

/** As Intl calls it: `pt-BR`. What it does not know counts and writes numbers as in English. */
function localeOf(language: string): string {
	try {
		return Intl.getCanonicalLocales(language.replace(/@.*$/, '').replaceAll('_', '-'))[0] ?? 'en'
	} catch {
		return 'en'
	}
}

/** The relay's words by what translators gave; what is missing there is said in English. */
export function wordsOf(language: string, phrases: Phrases): Words {
	const locale = localeOf(language)
	const rules = new Intl.PluralRules(locale)
	return wordsBy({
		number: new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 1 }).format,
		wording(span) {
			const given = Object.hasOwn(phrases, span.text) ? phrases[span.text] : undefined
			const words = typeof given === 'object' && span.many !== undefined ? given[rules.select(span.many.count)] ?? given.other : given
			return typeof words === 'string' ? words : wordingInEnglish(span)
		},
	})
}

const made = new Map<string, Words>([['en', english]])

/** The relay's words in this language, as Nextcloud writes it (`es`, `de_DE`); in English, if it is left out or not spoken. */
export function wordsIn(language: string | undefined): Words {
	const spoken = (language === undefined ? undefined : spokenFor(language)) ?? 'en'
	const words = made.get(spoken) ?? wordsOf(spoken, catalogue[spoken] ?? {})
	made.set(spoken, words)
	return words
}
