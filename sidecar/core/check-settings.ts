import type { Checked, Field, Fields, Infer } from './settings.ts'

import { sentence } from './sentence.ts'

/**
 * What a person gave for an account, as the network's `fields` ask for it. Names match without regard to case, as in matterbridge.toml;
 * what is not given gets its fallback. Names that no field has are let through unseen: who reads the file tells about them.
 * A problem names the key and what is expected, never the value, which may be a secret.
 */
export function checkSettings<F extends Fields>(fields: F, given: Readonly<Record<string, unknown>>): Checked<Infer<F>> {
	const byName = new Map<string, { readonly key: string, readonly value: unknown }[]>()
	for (const [key, value] of Object.entries(given)) {
		const name = key.toLowerCase()
		byName.set(name, [...byName.get(name) ?? [], { key, value }])
	}
	const results = Object.entries(fields).map(([name, field]) => {
		return { name, ...checkField(name, field, byName.get(name.toLowerCase()) ?? []) }
	})
	const problems = results.flatMap(({ problem }) => problem ?? [])
	return problems.length > 0
		? { problems }
		: { ok: Object.fromEntries(results.map(({ name, value }) => [name, value])) as Infer<F> }
}

interface Result { readonly value?: string | number | boolean | undefined, readonly problem?: string }

function checkField(name: string, field: Field, given: readonly { readonly key: string, readonly value: unknown }[]): Result {
	const [first, second] = given
	if (second !== undefined) {
		const keys = given.map(({ key }) => key).join(', ')
		return { problem: sentence`${name} is given more than once: ${keys}` }
	}
	switch (field.type) {
		case 'text':
		case 'secret':
			return checkText(first?.key ?? name, field, first?.value)
		case 'flag':
			return first === undefined || typeof first.value === 'boolean'
				? { value: first === undefined ? field.fallback : first.value === true }
				: { problem: sentence`${first.key} must be true or false, without quotes (${field.label})` }
		case 'number':
			if (first === undefined) {
				return { value: field.fallback }
			}
			return typeof first.value === 'number' && Number.isFinite(first.value)
				? { value: first.value }
				: { problem: sentence`${first.key} must be a number, without quotes (${field.label})` }
		default:
			return field satisfies never
	}
}

const called = ({ label, example }: { readonly label: string, readonly example?: string }): string => example === undefined ? label : `${label}, ${example}`

function checkText(name: string, field: Field & { type: 'text' | 'secret' }, value: unknown): Result {
	if (value !== undefined && typeof value !== 'string') {
		return { problem: sentence`${name} must be text in quotes (${called(field)})` }
	}
	if (value === undefined || value.trim() === '') {
		return field.optional ? { value: undefined } : { problem: sentence`${name} is missing (${called(field)})` }
	}
	return { value }
}
