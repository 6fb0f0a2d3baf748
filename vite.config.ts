import { builtinModules } from 'node:module'
import { defineConfig } from 'vite'
import { licences } from './packaging/licences.ts'

const node = [...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'node:sqlite']

/** The relay as one file for Node, everything it needs inside: dist/talk-relay.mjs, with the licences of its parts beside it. */
export default defineConfig({
	plugins: [licences('licenses.md')],
	ssr: { noExternal: true },
	build: {
		ssr: 'sidecar/main.ts',
		target: 'node22',
		outDir: 'dist',
		emptyOutDir: true,
		minify: 'esbuild',
		rollupOptions: {
			external: node,
			output: { format: 'es', entryFileNames: 'talk-relay.mjs', chunkFileNames: '[name]-[hash].mjs' },
		},
	},
})
