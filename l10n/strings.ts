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
}

const root = join(import.meta.dirname, '..')
/** A literal in one or the other kind of quotes. */
const literal = String.raw`('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")`

const sources: readonly { readonly files: string, readonly finds: readonly RegExp[], readonly sentences?: true }[] = [
	{
		files: 'src/**/*.{ts,vue}',
		finds: [new RegExp(String.raw`\bt\(\s*'talk_relay',\s*${literal}`, 'g'), new RegExp(String.raw`\bn\(\s*'talk_relay',\s*${literal},\s*${literal}`, 'g')],
	},
	{ files: 'lib/**/*.php', finds: [new RegExp(String.raw`(?:->t|Text::of)\(\s*${literal}`, 'g'), new RegExp(String.raw`->n\(\s*${literal},\s*${literal}`, 'g')] },
	// What the form shows of a network comes from the relay as data.
	{ files: 'sidecar/networks/*/settings.ts', finds: [new RegExp(String.raw`\blabel:\s*${literal}`, 'g')] },
	{ files: 'sidecar/**/*.ts', finds: [/\bsentence(`(?:[^`\\]|\\.)*`)/g], sentences: true },
	{ files: 'lib/**/*.php', finds: [new RegExp(String.raw`(?:Sentence::of|Verdict::(?:retry|drop|cannot|closeRoom))\(\s*${literal}`, 'g')], sentences: true },
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
	const found = new Map<string, { plural?: string, files: Set<string>, sentence: boolean }>()
	for (const { files, finds, sentences } of sources) {
		for (const file of globSync(files, { cwd: root }).filter((name) => !name.endsWith('.test.ts')).toSorted()) {
			const code = readFileSync(join(root, file), 'utf8')
			for (const [, one = '', many] of finds.flatMap((find) => [...code.matchAll(find)])) {
				const entry = found.get(read(one)) ?? { files: new Set(), sentence: false }
				entry.files.add(file)
				entry.sentence ||= sentences === true
				if (many !== undefined) {
					entry.plural = read(many)
				}
				found.set(read(one), entry)
			}
		}
	}
	return [...found].map(([text, { plural, files, sentence }]) => ({ text, ...(plural !== undefined && { plural }), files: [...files].toSorted(), sentence }))
		.toSorted((one, other) => one.text < other.text ? -1 : 1)
}
