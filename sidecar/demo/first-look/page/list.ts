import type { ShownMessage } from '../api.ts'
import type { Around, MessageActions, MessageView } from './message.ts'

import { el } from './dom.ts'
import { openMessage } from './message.ts'

export interface ListView {
	readonly element: HTMLElement
	draw(messages: readonly ShownMessage[], around: Omit<Around, 'before'>): void
	/** From here on the newest message stays in sight. */
	toEnd(): void
}

/** The messages of a conversation. New ones are read out; the end stays in sight unless somebody scrolled up. */
export function openList(actions: Omit<MessageActions, 'show'>): ListView {
	const views = new Map<number, MessageView>()
	const list = el('ol', { class: 'messages' })
	const empty = el('p', { class: 'empty' }, 'Nobody has said anything yet. Write below: it appears on the other side too.')
	const scroller = el('div', { class: 'scroller', role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions', tabindex: '-1' }, empty, list)
	let pinned = true
	let top = 0
	const follow = (): void => {
		if (pinned) {
			scroller.scrollTop = scroller.scrollHeight
		}
	}
	// Only going up lets go: below, something may just have grown.
	scroller.addEventListener('scroll', () => {
		const atEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 24
		pinned = atEnd || (pinned && scroller.scrollTop >= top)
		top = scroller.scrollTop
	})
	// Pictures get their height late, and the log above takes room when it is opened.
	const sizes = new ResizeObserver(follow)
	sizes.observe(list)
	sizes.observe(scroller)
	list.addEventListener('keydown', (event) => walk(event, list))

	const show = (id: number): void => {
		const element = views.get(id)?.element
		element?.scrollIntoView({ block: 'nearest' })
		element?.focus()
	}
	const forget = (messages: readonly ShownMessage[]): void => {
		const ids = new Set(messages.map(({ id }) => id))
		for (const [id, view] of views) {
			if (!ids.has(id)) {
				view.element.remove()
				views.delete(id)
			}
		}
	}
	return {
		element: scroller,
		draw(messages, around) {
			empty.hidden = messages.length > 0
			forget(messages)
			messages.forEach((message, place) => {
				const view = views.get(message.id) ?? openMessage({ ...actions, show })
				views.set(message.id, view)
				view.draw(message, { ...around, before: messages[place - 1] })
				if (list.children[place] !== view.element) {
					list.insertBefore(view.element, list.children[place] ?? null)
				}
			})
			keepOneStop(list)
		},
		toEnd() {
			pinned = true
			follow()
		},
	}
}

/** The list is one stop of the Tab key: the message that was focused last, or else the newest. */
function keepOneStop(list: HTMLElement): void {
	const items = [...list.children] as HTMLElement[]
	const current = items.find((item) => item.tabIndex === 0 && item.contains(document.activeElement)) ?? items.at(-1)
	items.forEach((item) => {
		item.tabIndex = item === current ? 0 : -1
	})
}

/** Up, Down, Home and End go from message to message. */
function walk(event: KeyboardEvent, list: HTMLElement): void {
	const items = [...list.children] as HTMLElement[]
	const at = items.findIndex((item) => item === event.target)
	const next = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: items.length - 1 }[event.key]
	const target = at < 0 || next === undefined ? undefined : items[next]
	if (target !== undefined) {
		event.preventDefault()
		items.forEach((item) => {
			item.tabIndex = item === target ? 0 : -1
		})
		target.focus()
	}
}
