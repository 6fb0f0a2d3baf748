import { builtinModules } from 'node:module'
import { defineConfig } from 'vite'

const node = [...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'node:sqlite']

/** The relay as one file for Node, everything it needs inside: dist/talk-relay.mjs. */
export default defineConfig({
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
