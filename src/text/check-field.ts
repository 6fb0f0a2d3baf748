import type { Field, Fields, Settings } from '../types.ts'

import { t } from './t.ts'

/** What the form holds: text in every field but flags. */
export type Draft = Readonly<Record<string, string | boolean>>

/** A form as it begins, with what is stored. */
export function emptyDraft(fields: Fields, stored: Settings = {}): Draft {
	return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, firstValue(field, stored[name])]))
}

function firstValue(field: Field, stored: Settings[string] | undefined): string | boolean {
	switch (field.type) {
		case 'flag': return typeof stored === 'boolean' ? stored : field.fallback
		case 'number': return String(stored ?? field.fallback)
		case 'secret': return ''
		case 'text': return String(stored ?? '')
		default: return field satisfies never
	}
}

/** What is wrong with a field as it stands; undefined if nothing. `isSet`: the server holds a secret for it already. */
export function checkField(field: Field, value: string | boolean, isSet: boolean): string | undefined {
	if (field.type === 'flag' || typeof value === 'boolean') {
		return undefined
	}
	const written = value.trim()
	if (field.type === 'number') {
		return written !== '' && Number.isFinite(Number(written)) && Number(written) >= 0 ? undefined : t('talk_relay', 'Write a number.')
	}
	if (written === '') {
		return field.optional || (field.type === 'secret' && isSet) ? undefined : t('talk_relay', 'This is needed.')
	}
	if (field.type === 'text' && /^https?:\/\//.test(field.example ?? '') && !isWebAddress(written)) {
		return t('talk_relay', 'Write an address like {example}', { example: field.example ?? '' })
	}
	return undefined
}

/** With `https://` left out, it is still an address. */
function isWebAddress(written: string): boolean {
	const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `https://${written}`)
	return url !== null && /^https?:$/.test(url.protocol) && /^[^\s]+$/.test(written) && /[.:]|^localhost$/.test(url.host)
}

/** What is wrong with the whole form, by field. */
export function checkDraft(fields: Fields, draft: Draft, set: readonly string[]): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(fields).flatMap(([name, field]) => {
		const wrong = checkField(field, draft[name] ?? '', set.includes(name))
		return wrong === undefined ? [] : [[name, wrong]]
	}))
}

/** The form as settings to send: what is empty is left out, so that a secret that is set stays. */
export function toSettings(fields: Fields, draft: Draft): Settings {
	return Object.fromEntries(Object.entries(fields).flatMap(([name, field]): readonly [string, string | number | boolean][] => {
		const value = draft[name] ?? ''
		if (typeof value === 'boolean') {
			return [[name, value]]
		}
		if (field.type === 'number') {
			return [[name, Number(value)]]
		}
		// A password may begin or end with a space.
		const text = field.type === 'secret' ? value : value.trim()
		return text === '' ? [] : [[name, text]]
	}))
}
