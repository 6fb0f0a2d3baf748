import { recommendedLibrary } from '@nextcloud/eslint-config'
import { defineConfig } from 'eslint/config'

export default defineConfig([
	{ ignores: ['build/', 'dist/', 'node_modules/', '**/samples/', 'bench/results/'] },
	...recommendedLibrary,
	{
		files: ['**/*.ts'],
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
])
