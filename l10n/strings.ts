/** Every text that is shown to people, as it stands in the sources. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Text {
	readonly text: string
	/** For texts that depend on a number. */
	readonly plural?: string
	/** `src/views/AdminPage.vue`, sorted. */
	readonly files: readonly string[]
	/** Comes to PHP in English, and is known there by its pattern (lib/Relay/Sentence.php). */
	readonly sentence: boolean
	/** The relay itself says it in conversations (sidecar/core/phrase.ts). */
	readonly phrase: boolean
	/** Nextcloud shows it, in the browser or by PHP. */
	readonly shown: boolean
	/** What translators have to know. */
	readonly note?: string
}

const root = join(import.meta.dirname, '..')
/** A literal in one or the other kind of quotes. */
const literal = String.raw`('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")`

const answerNote = 'What a moderator answers to the relay. Words that mean the same can follow, with | before each: the first is the one that is told.'

interface Source {
	readonly files: string
	readonly finds: readonly RegExp[]
	readonly as?: 'sentence' | 'phrase'
	readonly note?: string
}

const sources: readonly Source[] = [
	{
		files: 'src/**/*.{ts,vue}',
		finds: [new RegExp(String.raw`\bt\(\s*'talk_relay',\s*${literal}`, 'g'), new RegExp(String.raw`\bn\(\s*'talk_relay',\s*${literal},\s*${literal}`, 'g')],
	},
	{ files: 'lib/**/*.php', finds: [new RegExp(String.raw`(?:->t|Text::of)\(\s*${literal}`, 'g'), new RegExp(String.raw`->n\(\s*${literal},\s*${literal}`, 'g')] },
	// What the form shows of a network comes from the relay as data.
	{ files: 'sidecar/networks/*/settings.ts', finds: [new RegExp(String.raw`\blabel:\s*${literal}`, 'g')] },
	{ files: 'sidecar/**/*.ts', finds: [/\bsentence(`(?:[^`\\]|\\.)*`)/g], as: 'sentence' },
	{ files: 'lib/**/*.php', finds: [new RegExp(String.raw`(?:Sentence::of|Verdict::(?:retry|drop|cannot|closeRoom))\(\s*${literal}`, 'g')], as: 'sentence' },
	{
		files: 'sidecar/**/*.ts',
		finds: [new RegExp(String.raw`\bphrase\(\s*${literal}`, 'g'), new RegExp(String.raw`\bphrases\(\s*${literal},\s*${literal}`, 'g')],
		as: 'phrase',
	},
	{ files: 'sidecar/core/words.ts', finds: [new RegExp(String.raw`\banswer\(phrase\(${literal}`, 'g')], as: 'phrase', note: answerNote },
]

/** What stands in a template becomes what PHP's vsprintf fills in: `%1$s did not answer within %2$s s`. */
function ofTemplate(template: string): string {
	let number = 0
	return template.replaceAll('%', '%%').replace(/\$\{[^}]*\}/g, () => `%${number += 1}$s`)
}

function read(quoted: string): string {
	const inner = quoted.slice(1, -1).replace(/\\(.)/g, (_, one: string) => one === 'n' ? '\n' : one)
	return quoted.startsWith('`') ? ofTemplate(inner) : inner
}

/** All texts, in a fixed order. */
export function allTexts(): readonly Text[] {
	const found = new Map<string, { plural?: string, note?: string, files: Set<string>, as: Set<'sentence' | 'phrase' | 'shown'> }>()
	for (const { files, finds, as = 'shown', note } of sources) {
		for (const file of globSync(files, { cwd: root }).filter((name) => !name.endsWith('.test.ts')).toSorted()) {
			const code = readFileSync(join(root, file), 'utf8')
			for (const [, one = '', many] of finds.flatMap((find) => [...code.matchAll(find)])) {
				const entry = found.get(read(one)) ?? { files: new Set(), as: new Set() }
				entry.files.add(file)
				entry.as.add(as)
				if (note !== undefined) {
					entry.note = note
				}
				if (many !== undefined) {
					entry.plural = read(many)
				}
				found.set(read(one), entry)
			}
		}
	}
	return [...found].map(([text, { plural, note, files, as }]): Text => ({
		text,
		...(plural !== undefined && { plural }),
		...(note !== undefined && { note }),
		files: [...files].toSorted(),
		sentence: as.has('sentence'),
		phrase: as.has('phrase'),
		shown: as.has('shown') || as.has('sentence'),
	})).toSorted((one, other) => one.text < other.text ? -1 : 1)
}
