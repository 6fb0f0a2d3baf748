import type { ShownMessage, ShownSide, Side } from '../api.ts'
import type { Draft } from './draft.ts'
import type { Live } from './live.ts'

import { openAbout } from './about.ts'
import { el, icon } from './dom.ts'
import { noDraft, sendDraft, withFile } from './draft.ts'
import { openField } from './field.ts'
import { icons } from './icons.ts'
import { openTools } from './tools.ts'
import { openWho } from './who.ts'

export interface ComposerView {
	readonly element: HTMLElement
	reply(message: ShownMessage): void
	edit(message: ShownMessage): void
	/** Shows what goes wrong with something that was asked for. */
	run(work: Promise<void>): void
	draw(side: ShownSide, other: ShownSide, speaker: string): void
}

export interface ComposerParts {
	readonly live: Live
	/** Somebody else speaks from now on. */
	speak(id: string): void
	/** What Up in the empty field edits. */
	lastOwn(): ShownMessage | undefined
}

/** Where a person writes. */
export function openComposer(side: Side, { live, speak, lastOwn }: ComposerParts): ComposerView {
	let draft: Draft = noDraft
	let as = ''
	/** A file that is being fetched: what is sent meanwhile waits for it. */
	let loading = Promise.resolve()
	const field = openField({ send, cancel, back })
	const about = openAbout(cancel)
	const who = openWho(side, speak)
	const tools = openTools({ load, take, mention })
	const problem = el('p', { class: 'problem', role: 'alert' })
	const button = el('button', { type: 'submit', class: 'send', 'aria-label': 'Send', title: 'Send' }, icon(icons.send))
	const line = el('div', { class: 'line' }, field.element, button)
	const row = el('div', { class: 'row' }, who.element, tools.element)
	const form = el('form', { class: 'composer' }, problem, about.element, line, tools.names, row)
	form.addEventListener('submit', (event) => {
		event.preventDefault()
		run(submit())
	})
	show(noDraft)

	function show(next: Draft): void {
		draft = next
		about.draw(next)
	}
	function run(work: Promise<void>): void {
		problem.textContent = ''
		work.catch((error: unknown) => {
			problem.textContent = error instanceof Error ? error.message : String(error)
		})
	}
	function send(): void {
		form.requestSubmit()
	}
	function load(work: Promise<void>): void {
		loading = work
		run(work)
	}
	async function submit(): Promise<void> {
		const loaded = loading
		loading = Promise.resolve()
		await loaded
		const ready = { ...draft, text: field.text().trim() }
		if (ready.text === '' && ready.file === undefined) {
			return
		}
		field.write('')
		show(noDraft)
		await sendDraft(ready, side, as, live).catch((error: unknown) => {
			// What somebody typed is not thrown away because a server was down.
			field.write(field.text() || ready.text)
			show({ ...ready, text: '' })
			throw error
		})
	}
	function cancel(): void {
		field.write(draft.edits === undefined ? field.text() : '')
		show(noDraft)
		field.element.focus()
	}
	function back(): boolean {
		const mine = lastOwn()
		if (mine !== undefined) {
			edit(mine)
		}
		return mine !== undefined
	}
	function take(file: File, voice: boolean): void {
		show(withFile(draft, file, voice))
		field.element.focus()
	}
	function mention(id: string): void {
		field.write(`${field.text()}${/(?:^|\s)$/.test(field.text()) ? '' : ' '}@${id} `)
		field.element.focus()
	}
	function edit(message: ShownMessage): void {
		show({ ...noDraft, edits: message })
		field.write(message.source)
		field.element.focus()
	}
	return {
		element: form,
		run,
		edit,
		reply(message) {
			show({ ...noDraft, ...draft.file !== undefined && { file: draft.file }, answers: message })
			field.element.focus()
		},
		draw(now, other, speaker) {
			as = speaker
			who.draw(now.people, speaker)
			tools.draw(now, other)
			const name = now.people.find(({ id }) => id === speaker)?.name ?? ''
			field.element.setAttribute('aria-label', `Message to ${now.room} on ${now.name} as ${name}`)
			field.element.disabled = !now.runs
			button.disabled = !now.runs
		},
	}
}
