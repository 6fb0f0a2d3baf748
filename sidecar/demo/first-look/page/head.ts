import type { ShownSide } from '../api.ts'

import { el } from './dom.ts'

export interface HeadView {
	readonly elements: readonly HTMLElement[]
	draw(side: ShownSide, other: ShownSide): void
}

/** What stands above a conversation: where it is, whether its server runs, and the switch. */
export function openHead(run: (wanted: boolean) => void): HeadView {
	let runs = true
	const title = el('h2')
	const where = el('p', { class: 'where' })
	const state = el('span', { class: 'pill' })
	const power = el('button', { type: 'button', class: 'button power' })
	const note = el('p', { class: 'note', role: 'status' })
	power.addEventListener('click', () => run(!runs))
	const head = el(
		'header',
		{ class: 'side-head' },
		el('span', { class: 'face room', 'aria-hidden': 'true' }, 'F'),
		el('div', { class: 'side-words' }, title, where),
		state,
		power,
	)
	return {
		elements: [head, note],
		draw(side, other) {
			runs = side.runs
			title.textContent = side.room
			where.textContent = `${side.name} · ${side.url.replace(/^https?:\/\//, '')}`
			state.textContent = runs ? 'running' : 'stopped'
			power.textContent = runs ? `Stop ${side.name}` : `Start ${side.name}`
			note.hidden = runs
			note.textContent = runs
				? ''
				: `${side.name} is stopped. What is written on ${other.name} meanwhile waits in the relay, and arrives when ${side.name} is started again.`
		},
	}
}
