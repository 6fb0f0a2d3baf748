import type { Plugin } from 'vite'

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface Described { readonly name?: string, readonly version?: string, readonly license?: string }

/** Where its licence may stand: files beside package.json, or, after REUSE, texts in a folder. */
function textsOf(folder: string): readonly string[] {
	const files = (inside: string): readonly string[] => readdirSync(join(folder, inside), { withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ name }) => join(inside, name))
	const beside = files('').filter((name) => /^(?:licen[cs]e|copying|notice)/iu.test(name))
	const found = [...beside, ...existsSync(join(folder, 'LICENSES')) ? files('LICENSES') : []]
	return found.toSorted().map((file) => readFileSync(join(folder, file), 'utf8').trim())
}

/** The folder of the package that a module is of: the nearest one whose package.json has a name and a version. */
function packageOf(module: string): string | undefined {
	let folder = dirname(module)
	while (/[\\/]node_modules[\\/]/u.test(folder)) {
		const file = join(folder, 'package.json')
		const { name, version } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as Described : {}
		if (name !== undefined && version !== undefined) {
			return folder
		}
		folder = dirname(folder)
	}
	return undefined
}

function titleOf(folder: string): string {
	const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Described
	return `## ${name} ${version} (${license ?? 'no licence named'})`
}

/** Packages with the very same text stand together above it. */
function document(folders: readonly string[]): string {
	const titles = Map.groupBy(folders.toSorted(), (folder) => textsOf(folder).join('\n\n'))
	const parts = [...titles].map(([text, those]) => `${[...new Set(those.map(titleOf))].join('\n')}\n\n${text}`)
	return `# Licences of what is bundled here\n\n${parts.toSorted().join('\n\n')}\n`
}

/**
 * Writes beside a bundle the licences of the packages that it holds, with their texts: nearly all ask for that. Vite's own option can't
 * read packages that keep their texts in a folder.
 */
export function licences(fileName: string): Plugin {
	return {
		name: 'licences',
		generateBundle(_options, bundle) {
			const modules = Object.values(bundle).flatMap((part) => part.type === 'chunk' ? part.moduleIds : [])
			const folders = new Set(modules.map((module) => packageOf(module.replace(/^\0|\?.*$/gu, ''))).filter((folder) => folder !== undefined))
			this.emitFile({ type: 'asset', fileName, source: document([...folders]) })
		},
	}
}
