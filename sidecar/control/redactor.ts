const mark = '[secret]'

/** A secret as it is, within JSON, and within an address. */
function formsOf(value: string): readonly string[] {
	return [value, value.trim(), JSON.stringify(value).slice(1, -1), encodeURIComponent(value.toWellFormed())]
}

/** Takes secrets out of texts. */
export function redactor() {
	let forms: readonly string[] = []
	return {
		add(values: readonly string[]): void {
			const added = values.flatMap(formsOf)
			// The longest first: one secret may be the beginning of another.
			forms = [...new Set([...forms, ...added])].filter((form) => form.trim() !== '').toSorted((one, other) => other.length - one.length)
		},
		from(text: string): string {
			return forms.reduce((cleaned, form) => cleaned.replaceAll(form, mark), text)
		},
	}
}
