import { el } from './dom.ts'

const few = ['👍', '❤️', '😂', '🎉', '😮', '😢', '🙏', '🔥', '👏', '✅']
let close = (): void => undefined

/** A small board of emoji beside a button, with a field for any other. One at a time; Escape or a click elsewhere closes it. */
export function openPicker(button: HTMLElement, pick: (emoji: string) => void): void {
	close()
	const choose = (emoji: string): void => {
		close()
		button.focus({ preventScroll: true })
		pick(emoji)
	}
	const buttons = few.map((emoji) => {
		const made = el('button', { type: 'button', 'aria-label': emoji }, emoji)
		made.addEventListener('click', () => choose(emoji))
		return made
	})
	const other = el('input', { type: 'text', 'aria-label': 'Any other emoji', placeholder: 'other …', maxlength: '16', autocomplete: 'off' })
	const form = el('form', {}, other)
	form.addEventListener('submit', (event) => {
		event.preventDefault()
		if (other.value.trim() !== '') {
			choose(other.value.trim())
		}
	})
	const board = el('div', { class: 'picker', role: 'dialog', 'aria-label': 'React with' }, ...buttons, form)
	const away = (event: Event): void => {
		if (event.target instanceof Node && !board.contains(event.target) && !button.contains(event.target)) {
			close()
		}
	}
	close = () => {
		close = () => undefined
		document.removeEventListener('pointerdown', away)
		board.remove()
		button.setAttribute('aria-expanded', 'false')
	}
	board.addEventListener('keydown', (event) => {
		if (event.key === 'Escape') {
			close()
			button.focus()
		}
	})
	document.addEventListener('pointerdown', away)
	document.body.append(board)
	place(board, button)
	button.setAttribute('aria-expanded', 'true')
	buttons[0]?.focus()
}

/** Above the button where there is room, and never over the window's edge. */
function place(board: HTMLElement, button: HTMLElement): void {
	const at = button.getBoundingClientRect()
	const { offsetWidth, offsetHeight } = board
	const left = Math.min(Math.max(8, at.left + at.width / 2 - offsetWidth / 2), window.innerWidth - offsetWidth - 8)
	const top = at.top - offsetHeight - 8 >= 8 ? at.top - offsetHeight - 8 : at.bottom + 8
	board.style.left = `${left}px`
	board.style.top = `${top}px`
}
