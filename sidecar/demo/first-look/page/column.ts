import type { ShownRelay, ShownSide, Side } from '../api.ts'
import type { Live } from './live.ts'
import type { MessageActions } from './message.ts'

import { openComposer } from './composer.ts'
import { el } from './dom.ts'
import { openHead } from './head.ts'
import { openList } from './list.ts'

export interface ColumnView {
	readonly element: HTMLElement
	draw(side: ShownSide, other: ShownSide, relay: ShownRelay): void
}

/** One server: its conversation, the field to write in, and the switch that stops it. */
export function openColumn(side: Side, live: Live): ColumnView {
	let shown: readonly [ShownSide, ShownSide, ShownRelay] | undefined
	let speaker = ''

	const composer = openComposer(side, {
		live,
		speak(id) {
			speaker = id
			redraw()
		},
		lastOwn: () => shown?.[0].messages.findLast(({ author, by, deleted }) => by === 'person' && author.id === speaker && !deleted),
	})
	const actions: Omit<MessageActions, 'show'> = {
		reply: (message) => composer.reply(message),
		edit: (message) => composer.edit(message),
		remove: ({ id }) => composer.run(live.ask({ do: 'remove', side, as: speaker, message: id })),
		react: ({ id }, emoji, stands) => composer.run(live.ask({ do: 'react', side, as: speaker, message: id, emoji, stands })),
	}
	const head = openHead((runs) => composer.run(live.ask({ do: 'server', side, runs })))
	const list = openList(actions)
	composer.element.addEventListener('submit', () => list.toEnd())
	const element = el('section', { class: `side ${side}` }, ...head.elements, list.element, composer.element)

	function redraw(): void {
		if (shown === undefined) {
			return
		}
		const [now, other, relay] = shown
		element.setAttribute('aria-label', `${now.room} on ${now.name}`)
		element.classList.toggle('is-stopped', !now.runs)
		list.element.setAttribute('aria-label', `Messages in ${now.room} on ${now.name}`)
		head.draw(now, other)
		list.draw(now.messages, { speaker, side: now, other, relay })
		composer.draw(now, other, speaker)
	}
	return {
		element,
		draw(...now) {
			shown = now
			speaker ||= now[0].people[0]?.id ?? ''
			redraw()
		},
	}
}
