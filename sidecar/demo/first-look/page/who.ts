import type { ShownPerson, Side } from '../api.ts'

import { el, fill } from './dom.ts'

export interface WhoView {
	readonly element: HTMLElement
	draw(people: readonly ShownPerson[], speaker: string): void
}

/** Who speaks on this side. */
export function openWho(side: Side, speak: (id: string) => void): WhoView {
	const element = el('fieldset', { class: 'who' })
	return {
		element,
		draw(people, speaker) {
			if (element.childElementCount > 0) {
				return
			}
			fill(element, el('legend', {}, 'You are'), ...people.map(({ id, name }) => {
				const radio = el('input', { type: 'radio', name: `who-${side}`, value: id, checked: id === speaker })
				radio.addEventListener('change', () => speak(id))
				const face = el('span', { class: 'face small', 'data-of': id, 'aria-hidden': 'true' }, name.slice(0, 1))
				return el('label', {}, radio, el('span', { class: 'choice' }, face, name))
			}))
		},
	}
}
