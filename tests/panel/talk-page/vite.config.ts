import { defineConfig } from 'vite'

/** The page that stands for Talk, with its own copy of Vue, as Talk has its own. */
export default defineConfig({
	base: '',
	publicDir: false,
	define: { appName: '"spreed"', appVersion: '"24.0.0"' },
	build: {
		target: 'es2022',
		outDir: 'build/talk-page',
		minify: false,
		modulePreload: false,
		cssCodeSplit: false,
		chunkSizeWarningLimit: 3000,
		rollupOptions: {
			input: 'tests/panel/talk-page/main.ts',
			output: { entryFileNames: 'talk-page.mjs', assetFileNames: 'talk-page[extname]', inlineDynamicImports: true },
		},
	},
})
