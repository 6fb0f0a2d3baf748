import type { ShownFile, ShownMessage } from '../api.ts'
import type { Around, MessageActions } from './message.ts'

import { el, icon, iconButton } from './dom.ts'
import { icons } from './icons.ts'
import { openPicker } from './picker.ts'
import { bytes, duration, timeOfDay } from './times.ts'

/** Who and when. */
export function headOf({ author, at, edited, by }: ShownMessage): readonly (Node | false)[] {
	return by === 'server'
		? []
		: [
				el('span', { class: 'author' }, author.name),
				el('time', { datetime: new Date(at).toISOString() }, timeOfDay(at)),
				edited && el('span', { class: 'edited' }, 'edited'),
			]
}

/** What it answers. */
export function quoteOf({ parent }: ShownMessage, actions: MessageActions): readonly Node[] {
	if (parent === undefined) {
		return []
	}
	const quote = el('button', { type: 'button', class: 'quote', dir: 'auto', title: 'Go to that message' }, el('b', {}, parent.author), el('span', {}, parent.text))
	quote.addEventListener('click', () => actions.show(parent.id))
	return [quote]
}

export function fileOf({ name, mime, size, voice, url }: ShownFile): HTMLElement {
	if (voice || mime.startsWith('audio/')) {
		return el('div', { class: 'sound' }, icon(icons.voice), el('audio', { controls: true, preload: 'metadata', src: url, 'aria-label': voice ? 'Voice message' : name }))
	}
	return /^image\/(?:png|jpeg|gif|webp|avif)$/.test(mime)
		? el('a', { class: 'picture', href: url, target: '_blank', rel: 'noopener' }, el('img', { src: url, alt: `Picture ${name}` }))
		: el('a', { class: 'paper', href: url, download: name }, icon(icons.file), el('span', {}, name), el('small', {}, bytes(size)))
}

export type Status = { readonly is: 'arrived' | 'waits', readonly words: string } | undefined

/** Whether it has arrived on the other side, and after how long. */
export function statusOf({ by, took, deleted }: ShownMessage, { side, other, relay }: Around): Status {
	if (by === 'server' || deleted) {
		return undefined
	}
	if (took !== undefined) {
		return { is: 'arrived', words: by === 'person' ? `on ${other.name} after ${duration(took)}` : `arrived after ${duration(took)}` }
	}
	if (by === 'relay') {
		return undefined
	}
	return { is: 'waits', words: relay.state !== 'running' || !side.runs ? 'waits for the relay' : other.runs ? 'on its way' : `waits for ${other.name}` }
}

export function statusNodes(status: Status): readonly Node[] {
	return status === undefined ? [] : [icon(status.is === 'arrived' ? icons.check : icons.clock), el('span', { class: status.is }, status.words)]
}

export function reactionsOf(message: ShownMessage, { speaker, side }: Around, actions: MessageActions): readonly Node[] {
	return message.reactions.map(({ emoji, by }) => {
		const mine = by.some(({ id }) => id === speaker)
		const names = by.map(({ name }) => name).join(', ')
		const chip = el(
			'button',
			{ type: 'button', class: 'chip', 'aria-pressed': String(mine), 'aria-label': `${emoji} from ${names}`, title: names, disabled: !side.runs },
			emoji,
			el('span', {}, String(by.length)),
		)
		chip.addEventListener('click', () => actions.react(message, emoji, !mine))
		return chip
	})
}

/** A message, and who looks at it, when a button is pressed. */
export type Now = () => { readonly message: ShownMessage, readonly speaker: string }

/** What can be done with a message; edits and deletions are the author's. */
export function actionsOf(now: Now, own: boolean, actions: MessageActions): readonly Node[] {
	const toggle = (emoji: string): void => {
		const { message, speaker } = now()
		const stands = message.reactions.some((reaction) => reaction.emoji === emoji && reaction.by.some(({ id }) => id === speaker))
		actions.react(message, emoji, !stands)
	}
	const react = iconButton('React', icons.react, () => openPicker(react, toggle))
	const reply = iconButton('Reply', icons.reply, () => actions.reply(now().message))
	const edit = iconButton('Edit', icons.edit, () => actions.edit(now().message))
	const remove = iconButton('Delete', icons.remove, () => actions.remove(now().message))
	return own ? [react, reply, edit, remove] : [react, reply]
}
