import type { ShownSide } from '../api.ts'

import { el, fill, icon } from './dom.ts'
import { icons } from './icons.ts'

export interface ToolsView {
	readonly element: HTMLElement
	/** Whom one can mention; hidden until it is asked for. */
	readonly names: HTMLElement
	draw(side: ShownSide, other: ShownSide): void
}

export interface ToolsParts {
	take(file: File, voice: boolean): void
	mention(id: string): void
	/** What is under way until it is taken. */
	load(work: Promise<void>): void
}

/** What Talk takes as a voice message. */
const isVoice = (file: File): boolean => /^audio\/(?:x-)?(?:wav|mpeg)$/.test(file.type)

/** The row of buttons below the field. */
export function openTools({ load, take, mention }: ToolsParts): ToolsView {
	const chooser = el('input', { type: 'file', class: 'chooser', 'aria-label': 'File to send', tabindex: '-1' })
	const names = el('div', { class: 'names', hidden: true, role: 'group', 'aria-label': 'Mention' })
	const sample = async (path: string, name: string, voice: boolean): Promise<void> => {
		const answer = await fetch(path)
		take(new File([await answer.blob()], name, { type: answer.headers.get('content-type') ?? '' }), voice)
	}
	const tool = (name: string, path: string, act: () => void): HTMLButtonElement => {
		const words = name.replace(/^Sample (.)/, (_, first: string) => first.toUpperCase())
		const made = el('button', { type: 'button', class: 'tool', title: name, 'aria-label': name }, icon(path), el('span', { 'aria-hidden': 'true' }, words))
		made.addEventListener('click', act)
		return made
	}
	chooser.addEventListener('change', () => {
		const file = chooser.files?.[0]
		if (file !== undefined) {
			take(file, isVoice(file))
		}
		chooser.value = ''
	})
	const element = el(
		'div',
		{ class: 'tools' },
		tool('File', icons.file, () => chooser.click()),
		tool('Sample picture', icons.picture, () => load(sample('/sample.png', 'view.png', false))),
		tool('Sample voice', icons.voice, () => load(sample('/sample.wav', 'voice.wav', true))),
		tool('Mention', icons.mention, () => {
			names.hidden = !names.hidden
		}),
		chooser,
	)
	return {
		element,
		names,
		draw(side, other) {
			if (names.childElementCount === 0) {
				fill(names, ...[...side.people, ...other.people].map(({ id, name }) => {
					const made = el('button', { type: 'button', class: 'chip' }, `@${name}`)
					made.addEventListener('click', () => {
						names.hidden = true
						mention(id)
					})
					return made
				}))
			}
			for (const button of [...element.querySelectorAll('button'), ...names.querySelectorAll('button')]) {
				button.disabled = !side.runs
			}
		},
	}
}
