import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** Tests of composables and components that need no real browser; what a person does is tested in Chromium (tests/panel). */
export default defineConfig({
	plugins: [vue()],
	define: { appName: '"talk_relay"', appVersion: '"0"' },
	test: {
		include: ['src/**/*.test.ts'],
		environment: 'happy-dom',
		// Nextcloud's library imports style sheets.
		server: { deps: { inline: [/@nextcloud\/(vue|password-confirmation)/] } },
	},
})
