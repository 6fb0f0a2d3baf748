import type { ShownMessage, ShownRelay, ShownSide } from '../api.ts'
import type { Now } from './message-parts.ts'

import { el, fill, icon } from './dom.ts'
import { icons } from './icons.ts'
import { actionsOf, fileOf, headOf, quoteOf, reactionsOf, statusNodes, statusOf } from './message-parts.ts'
import { richNodes } from './rich.ts'

export interface MessageActions {
	reply(message: ShownMessage): void
	edit(message: ShownMessage): void
	remove(message: ShownMessage): void
	react(message: ShownMessage, emoji: string, stands: boolean): void
	/** Goes to another message. */
	show(id: number): void
}

/** What a message's looks hang on beside itself. */
export interface Around {
	readonly speaker: string
	readonly before: ShownMessage | undefined
	readonly side: ShownSide
	readonly other: ShownSide
	readonly relay: ShownRelay
}

export interface MessageView {
	readonly element: HTMLElement
	draw(message: ShownMessage, around: Around): void
}

/** One message. Only what changed is made anew, so that a sound plays on and the focus stays. */
export function openMessage(actions: MessageActions): MessageView {
	const parts = {
		head: el('div', { class: 'head' }),
		quote: el('div', { class: 'quote-place' }),
		file: el('div', { class: 'file' }),
		text: el('div', { class: 'text', dir: 'auto' }),
		status: el('div', { class: 'status' }),
		reactions: el('div', { class: 'reactions', role: 'group', 'aria-label': 'Reactions' }),
		actions: el('div', { class: 'actions', role: 'toolbar' }),
	}
	const face = el('span', { class: 'face', 'aria-hidden': 'true' })
	const bubble = el('div', { class: 'bubble' }, parts.head, parts.quote, parts.file, parts.text, parts.status)
	const element = el('li', { class: 'message' }, face, el('div', { class: 'stack' }, bubble, parts.reactions, parts.actions))
	const drawn = new Map<keyof typeof parts, string>()
	const put = (part: keyof typeof parts, on: unknown, make: () => readonly (Node | string | undefined | false)[]): void => {
		const stamp = JSON.stringify(on) ?? ''
		if (drawn.get(part) !== stamp) {
			drawn.set(part, stamp)
			const focused = [...parts[part].children].findIndex((child) => child === document.activeElement)
			fill(parts[part], ...make())
			focusAt(parts[part], focused)
		}
	}
	let now: ReturnType<Now>
	return {
		element,
		draw(message, around) {
			now = { message, speaker: around.speaker }
			const own = message.by === 'person' && message.author.id === around.speaker
			const follows = message.by !== 'server' && around.before?.by === message.by && around.before.author.id === message.author.id
				&& message.at - around.before.at < 5 * 60_000
			element.className = ['message', `by-${message.by}`, own && 'own', follows && 'follows', message.deleted && 'deleted'].filter(Boolean).join(' ')
			element.dataset.id = String(message.id)
			face.dataset.of = message.author.id
			face.textContent = message.by === 'relay' ? '' : message.author.name.slice(0, 1)
			if (message.by === 'relay' && face.childElementCount === 0) {
				face.append(icon(icons.relay))
			}
			put('head', [message.author.name, message.at, message.edited], () => headOf(message))
			put('quote', [message.parent, message.deleted], () => message.deleted ? [] : quoteOf(message, actions))
			put('file', [message.file, message.deleted], () => message.file === undefined || message.deleted ? [] : [fileOf(message.file)])
			put('text', [message.text, message.deleted], () => message.deleted ? ['Message deleted'] : richNodes(message.text))
			put('status', statusOf(message, around), () => statusNodes(statusOf(message, around)))
			put('reactions', [message.reactions, around.speaker, around.side.runs], () => reactionsOf(message, around, actions))
			const usable = message.by !== 'server' && !message.deleted && around.side.runs
			put('actions', [usable, own], () => usable ? actionsOf(() => now, own, actions) : [])
			parts.actions.setAttribute('aria-label', `For the message of ${message.author.name}`)
		},
	}
}

/** What was made anew has the focus again where it was: a reaction that somebody toggles, say. */
function focusAt(part: HTMLElement, place: number): void {
	const child = place < 0 ? undefined : part.children[place] ?? part.closest('li')
	if (child instanceof HTMLElement) {
		child.focus({ preventScroll: true })
	}
}
