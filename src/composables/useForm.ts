import type { Ref } from 'vue'
import type { Draft } from '../text/check-field.ts'
import type { Account, NetworkForm, Settings } from '../types.ts'

import { computed, reactive, ref } from 'vue'
import { checkDraft, emptyDraft, toSettings } from '../text/check-field.ts'

export interface Form {
	readonly draft: Draft
	/** By field: what is wrong with what a person has typed, or the server said of it. Fields not yet touched are silent. */
	readonly shown: Readonly<Ref<Readonly<Record<string, string>>>>
	readonly complete: Readonly<Ref<boolean>>
	write(name: string, value: string | boolean): void
	/** Shows everything that is wrong; answers whether nothing is. */
	check(): boolean
	/** What the server refused, by field; those of no field are answered. */
	refuse(errors: readonly { readonly field: string, readonly message: string }[]): readonly string[]
	settings(): Settings
}

/** A network's settings as a form, checked as they are typed. `account`: the one that is changed. */
export function useForm({ fields }: NetworkForm, account?: Account, begin: Draft = {}): Form {
	const draft = reactive<Record<string, string | boolean>>({ ...emptyDraft(fields, account?.settings), ...begin })
	const touched = ref(new Set<string>())
	const refused = ref<Record<string, string>>({})
	const wrong = computed(() => checkDraft(fields, draft, account?.set ?? []))
	const told = computed(() => Object.entries(wrong.value).filter(([name]) => touched.value.has(name)))
	const shown = computed(() => ({ ...refused.value, ...Object.fromEntries(told.value) }))

	return {
		draft,
		shown,
		complete: computed(() => Object.keys(wrong.value).length === 0),
		write(name, value) {
			draft[name] = value
			touched.value = new Set([...touched.value, name])
			refused.value = Object.fromEntries(Object.entries(refused.value).filter(([one]) => one !== name))
		},
		check() {
			touched.value = new Set(Object.keys(fields))
			return Object.keys(wrong.value).length === 0
		},
		refuse(errors) {
			const own = errors.filter(({ field }) => Object.hasOwn(fields, field.replace(/^settings\./, '')))
			refused.value = Object.fromEntries(own.map(({ field, message }) => [field.replace(/^settings\./, ''), message]))
			return errors.filter((one) => !own.includes(one)).map(({ message }) => message)
		},
		settings: () => toSettings(fields, draft),
	}
}
