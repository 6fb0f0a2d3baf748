/** Gathers the texts for translators, and makes what Nextcloud reads of what they gave. See README.md. */
import type { GetTextTranslations } from 'gettext-parser'
import type { Phrases } from '../sidecar/core/languages.ts'
import type { Text } from './strings.ts'

import { po } from 'gettext-parser'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { phrasesOf } from './phrases.ts'
import { allTexts } from './strings.ts'

const root = join(import.meta.dirname, '..')
const app = 'talk_relay'
const complete: readonly string[] = ['es']
const texts = allTexts()

const template = (headers: GetTextTranslations['headers'], of: (text: Text) => readonly string[]): GetTextTranslations => ({
	charset: 'utf-8',
	headers,
	translations: {
		'': Object.fromEntries(texts.map((text) => [text.text, {
			msgid: text.text,
			...(text.plural !== undefined && { msgid_plural: text.plural }),
			msgstr: [...of(text)],
			comments: { reference: text.files.join('\n'), ...(text.note !== undefined && { extracted: text.note }) },
		}])),
	},
})

const compile = (what: GetTextTranslations): string => `${po.compile(what, { foldLength: 0 }).toString().trimEnd()}\n`

/** What Nextcloud calls a text that depends on a number. */
const keyOf = ({ text, plural }: Text): string => plural === undefined ? text : `_${text}_::_${plural}_`

function bundleOf({ headers, translations }: GetTextTranslations): { readonly translations: object, readonly pluralForm: string, readonly missing: readonly string[] } {
	const given = translations[''] ?? {}
	const done = texts.filter(({ text }) => (given[text]?.msgstr ?? []).some((one) => one !== ''))
	return {
		pluralForm: headers['Plural-Forms'] ?? 'nplurals=2; plural=(n != 1);',
		translations: Object.fromEntries(done.filter(({ shown }) => shown).map((text) => {
			const strings = given[text.text]?.msgstr ?? []
			return [keyOf(text), text.plural === undefined ? strings[0] : strings]
		})),
		missing: texts.filter((text) => !done.includes(text)).map(({ text }) => text),
	}
}

interface Made {
	readonly language: string
	readonly made: Readonly<Record<string, string>>
	readonly missing: readonly string[]
	readonly phrases: Phrases
	readonly faults: readonly string[]
}

function filesOf(file: string): Made {
	const language = file.split('/')[1] ?? ''
	const before = po.parse(readFileSync(join(root, file)))
	const { translations, pluralForm, missing } = bundleOf(before)
	const inner = JSON.stringify(translations, null, 4)
	return {
		language,
		missing,
		...phrasesOf(language, texts.filter(({ phrase }) => phrase), before),
		made: {
			[file]: compile(template(before.headers, ({ text, plural }) => before.translations['']?.[text]?.msgstr ?? (plural === undefined ? [''] : ['', '']))),
			[`l10n/${language}.js`]: `OC.L10N.register(\n    "${app}",\n    ${inner.replaceAll('\n', '\n    ')},\n"${pluralForm}");\n`,
			[`l10n/${language}.json`]: `${JSON.stringify({ translations, pluralForm }, null, 4)}\n`,
		},
	}
}

const languages = globSync('translationfiles/*/talk_relay.po', { cwd: root }).toSorted().map(filesOf)
const pot = compile(template({ 'Content-Type': 'text/plain; charset=UTF-8', 'Project-Id-Version': app }, ({ plural }) => plural === undefined ? [''] : ['', '']))
// The most said first: of two patterns that fit, the one with more words of its own is meant.
const own = (text: string): number => text.replace(/%\d*\$?s/g, '').length
const sentences = texts.filter(({ sentence }) => sentence).map(({ text }) => text).toSorted((one, other) => own(other) - own(one))
const wanted = Object.entries({
	[`translationfiles/templates/${app}.pot`]: pot,
	'lib/Relay/sentences.json': `${JSON.stringify(sentences, null, '\t')}\n`,
	'sidecar/core/words.json': `${JSON.stringify(Object.fromEntries(languages.map(({ language, phrases }) => [language, phrases])), null, '\t')}\n`,
	...Object.assign({}, ...languages.map(({ made }) => made)) as Record<string, string>,
})
const stale = wanted.filter(([file, content]) => !existsSync(join(root, file)) || readFileSync(join(root, file), 'utf8') !== content)
const lacking = languages.flatMap(({ language, missing, faults }) => [
	...complete.includes(language) ? missing.map((text) => `${language} lacks: ${text}`) : [],
	...faults.map((fault) => `${language}: ${fault}`),
])

lacking.forEach((line) => process.stderr.write(`${line}\n`))
if (process.argv.includes('--check')) {
	stale.forEach(([file]) => process.stderr.write(`not up to date: ${file} (node l10n/build.ts)\n`))
	process.exit(stale.length + lacking.length === 0 ? 0 : 1)
}
for (const [file, content] of stale) {
	mkdirSync(dirname(join(root, file)), { recursive: true })
	writeFileSync(join(root, file), content)
}
process.stdout.write(`${texts.length} texts, ${languages.length} language(s), ${stale.length} file(s) written\n`)
