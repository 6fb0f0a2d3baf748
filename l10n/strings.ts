/** Every text that is shown to people, as it stands in the sources. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Text {
	readonly text: string
	/** For texts that depend on a number. */
	readonly plural?: string
	/** `src/views/AdminPage.vue`, sorted. */
	readonly files: readonly string[]
}

const root = join(import.meta.dirname, '..')
/** A literal in one or the other kind of quotes. */
const literal = String.raw`('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")`

const sources: readonly { readonly files: string, readonly finds: readonly RegExp[] }[] = [
	{
		files: 'src/**/*.{ts,vue}',
		finds: [new RegExp(String.raw`\bt\(\s*'talk_relay',\s*${literal}`, 'g'), new RegExp(String.raw`\bn\(\s*'talk_relay',\s*${literal},\s*${literal}`, 'g')],
	},
	{ files: 'lib/**/*.php', finds: [new RegExp(String.raw`(?:->t|Text::of)\(\s*${literal}`, 'g'), new RegExp(String.raw`->n\(\s*${literal},\s*${literal}`, 'g')] },
	// What the form shows of a network comes from the relay as data.
	{ files: 'sidecar/networks/*/settings.ts', finds: [new RegExp(String.raw`\blabel:\s*${literal}`, 'g')] },
]

const read = (quoted: string): string => quoted.slice(1, -1).replace(/\\(.)/g, (_, one: string) => one === 'n' ? '\n' : one)

/** All texts, in a fixed order. */
export function allTexts(): readonly Text[] {
	const found = new Map<string, { plural?: string, files: Set<string> }>()
	for (const { files, finds } of sources) {
		for (const file of globSync(files, { cwd: root }).filter((name) => !name.endsWith('.test.ts')).toSorted()) {
			const code = readFileSync(join(root, file), 'utf8')
			for (const [, one = '', many] of finds.flatMap((find) => [...code.matchAll(find)])) {
				const entry = found.get(read(one)) ?? { files: new Set() }
				entry.files.add(file)
				if (many !== undefined) {
					entry.plural = read(many)
				}
				found.set(read(one), entry)
			}
		}
	}
	return [...found].map(([text, { plural, files }]) => ({ text, ...(plural !== undefined && { plural }), files: [...files].toSorted() }))
		.toSorted((one, other) => one.text < other.text ? -1 : 1)
}
