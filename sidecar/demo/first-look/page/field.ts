import { el } from './dom.ts'

export interface FieldView {
	readonly element: HTMLTextAreaElement
	text(): string
	write(text: string): void
}

export interface FieldKeys {
	/** Enter; with Shift it is a line break. */
	send(): void
	cancel(): void
	/** Up in the empty field. True if it did something. */
	back(): boolean
}

const tallest = 160

/** The field that grows with what is written in it. */
export function openField({ send, cancel, back }: FieldKeys): FieldView {
	const element = el('textarea', { rows: '1', dir: 'auto', placeholder: 'Write a message, Enter sends', maxlength: '32000' })
	const grow = (): void => {
		element.style.height = 'auto'
		element.style.height = `${Math.min(element.scrollHeight + 2, tallest)}px`
	}
	element.addEventListener('input', grow)
	element.addEventListener('keydown', (event) => {
		if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
			event.preventDefault()
			send()
		} else if (event.key === 'Escape') {
			cancel()
		} else if (event.key === 'ArrowUp' && element.value === '' && back()) {
			event.preventDefault()
		}
	})
	return {
		element,
		text: () => element.value,
		write(text) {
			element.value = text
			grow()
		},
	}
}
