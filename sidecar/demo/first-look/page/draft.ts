import type { RichText } from '../../../core/event.ts'
import type { ShownMessage, Side } from '../api.ts'
import type { Live } from './live.ts'

/** What a person is about to send. */
export interface Draft {
	readonly text: string
	readonly answers?: ShownMessage
	readonly edits?: ShownMessage
	readonly file?: { readonly file: File, readonly voice: boolean }
}

export const noDraft: Draft = { text: '' }

/** An edit can't bring a file: it gives way. */
export function withFile({ text, answers }: Draft, file: File, voice: boolean): Draft {
	return { text, file: { file, voice }, ...answers !== undefined && { answers } }
}

/** Rejects with the reason in plain words. */
export async function sendDraft({ text, answers, edits, file }: Draft, side: Side, as: string, live: Live): Promise<void> {
	if (edits !== undefined) {
		return live.ask({ do: 'edit', side, as, message: edits.id, text })
	}
	if (file === undefined) {
		return live.ask({ do: 'say', side, as, text, ...answers !== undefined && { replyTo: answers.id } })
	}
	const query = new URLSearchParams({ side, as, name: file.file.name, caption: text, voice: file.voice ? '1' : '0' })
	if (answers !== undefined) {
		query.set('replyTo', String(answers.id))
	}
	const answer = await fetch(`/file?${query}`, { method: 'POST', body: file.file })
	if (!answer.ok) {
		throw new Error(await answer.text())
	}
}

/** One line of what a message says. */
export function plainOf({ text, file }: ShownMessage): string {
	const words = wordsOf(text).replace(/\s+/g, ' ').trim()
	return words === '' && file !== undefined ? `📎 ${file.name}` : words
}

function wordsOf(text: RichText): string {
	return text.map((span) => 'inner' in span ? wordsOf(span.inner) : span.as === 'mention' ? `@${span.name}` : span.text).join('')
}
