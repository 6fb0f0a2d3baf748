import type { Plugin } from 'vite'

import vue from '@vitejs/plugin-vue'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vite'
import pack from './package.json' with { type: 'json' }
import { licences } from './packaging/licences.ts'

const built = 'build/panel'

/**
 * What a person sees, as Nextcloud wants it: an entry js/talk_relay-NAME.mjs and css/talk_relay-NAME.css for each page,
 * and what they share.
 */
export default defineConfig({
	base: '',
	publicDir: false,
	plugins: [vue(), styleEntries(), licences('js/licenses.md'), inPlace()],
	define: {
		appName: JSON.stringify('talk_relay'),
		appVersion: JSON.stringify(pack.version),
		__VUE_OPTIONS_API__: 'true',
		__VUE_PROD_DEVTOOLS__: 'false',
	},
	build: {
		target: 'es2022',
		outDir: built,
		emptyOutDir: true,
		cssCodeSplit: true,
		modulePreload: false,
		chunkSizeWarningLimit: 1500,
		rollupOptions: {
			input: { talk: 'src/main-talk.ts', room: 'src/main-room.ts', admin: 'src/main-admin.ts' },
			output: {
				entryFileNames: 'js/talk_relay-[name].mjs',
				chunkFileNames: 'js/chunks/[name]-[hash].mjs',
				assetFileNames: ({ names }) => names[0]?.endsWith('.css') === true ? 'css/chunks/[name]-[hash][extname]' : 'js/assets/[name]-[hash][extname]',
			},
		},
	},
})

/** One style sheet for each entry, which imports those of everything the entry uses: Nextcloud loads a page's style by name. */
function styleEntries(): Plugin {
	return {
		name: 'style-entries',
		generateBundle(_options, bundle) {
			for (const entry of Object.values(bundle)) {
				if (entry.type !== 'chunk' || !entry.isEntry) {
					continue
				}
				const seen = new Set<string>()
				const styles = new Set<string>()
				const visit = (file: string): void => {
					const chunk = bundle[file]
					if (chunk?.type === 'chunk' && !seen.has(file)) {
						seen.add(file)
						chunk.imports.forEach(visit)
						chunk.viteMetadata?.importedCss.forEach((name) => styles.add(name))
					}
				}
				visit(entry.fileName)
				const source = [...styles].map((name) => `@import './${name.replace(/^css\//, '')}';\n`).join('')
				this.emitFile({ type: 'asset', fileName: `css/talk_relay-${entry.name}.css`, source })
			}
		},
	}
}

/** Moves js/ and css/ to where Nextcloud looks for them, in the app's own folder, which no bundler may empty. */
function inPlace(): Plugin {
	return {
		name: 'in-place',
		closeBundle() {
			// Called after a failure, too: then what was there stays, and the reason is seen.
			if (!existsSync(join(built, 'js'))) {
				return
			}
			for (const folder of ['js', 'css']) {
				rmSync(folder, { recursive: true, force: true })
				renameSync(join(built, folder), folder)
			}
		},
	}
}
