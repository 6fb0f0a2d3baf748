import type { Draft } from './draft.ts'

import { el, fill, iconButton } from './dom.ts'
import { plainOf } from './draft.ts'
import { icons } from './icons.ts'
import { bytes } from './times.ts'

export interface AboutView {
	readonly element: HTMLElement
	draw(draft: Draft): void
}

/** Says above the field what will be sent with the text: an answer, an edit, a file. */
export function openAbout(cancel: () => void): AboutView {
	const element = el('div', { class: 'about' })
	return {
		element,
		draw(draft) {
			const [words, what] = wordsFor(draft)
			element.hidden = words === ''
			fill(element, el('span', { class: 'about-words', dir: 'auto' }, el('b', {}, words), ' ', what), iconButton('Cancel', icons.close, cancel))
		},
	}
}

function wordsFor({ answers, edits, file }: Draft): readonly [string, string] {
	const attached = file === undefined ? '' : `${file.voice ? '🎤' : '📎'} ${file.file.name}, ${bytes(file.file.size)}`
	if (edits !== undefined) {
		return ['Edit', plainOf(edits)]
	}
	if (answers !== undefined) {
		return [`Reply to ${answers.author.name}`, [plainOf(answers), attached].filter((words) => words !== '').join(' · ')]
	}
	return file === undefined ? ['', ''] : [file.voice ? 'Voice message, Enter sends it' : 'File, a caption if you like, Enter sends it', attached]
}
