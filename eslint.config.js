import { recommendedLibrary } from '@nextcloud/eslint-config'
import { defineConfig } from 'eslint/config'

export default defineConfig([
	{ ignores: ['!l10n/', 'build/', 'dist/', 'js/', 'css/', 'l10n/*.js', 'src/openapi.ts', 'node_modules/', '**/samples/', 'bench/results/'] },
	...recommendedLibrary,
	{
		files: ['**/*.ts', '**/*.vue'],
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@stylistic/max-len': ['error', { code: 140, tabWidth: 4, ignoreUrls: true, ignoreTemplateLiterals: true, ignoreStrings: true, ignoreRegExpLiterals: true }],
			'jsdoc/require-jsdoc': 'off',
			'jsdoc/require-param': 'off',
			'jsdoc/require-returns': 'off',
			'no-empty': ['error', { allowEmptyCatch: false }],
			'max-lines': ['error', 300],
		},
	},
	{
		files: ['**/*.vue'],
		rules: {
			'max-lines': ['error', 150],
			'@stylistic/max-len': 'off',
			'vue/max-len': ['error', {
				code: 140,
				template: 140,
				tabWidth: 4,
				ignoreUrls: true,
				ignoreStrings: true,
				ignoreTemplateLiterals: true,
				ignoreHTMLTextContents: true,
				ignoreHTMLAttributeValues: true,
			}],
			// The comment above defineProps says what they are.
			'vue/require-prop-comment': 'off',
		},
	},
])
