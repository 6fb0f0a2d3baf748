import type { RichText, Span } from '../../core/event.ts'
import type { ShownFile, ShownMessage, ShownReaction, Side } from './api.ts'
import type { NativeMessage, NativeParameter } from './native.ts'

import { personId } from '../../core/ids.ts'
import { isMark } from '../../core/mark.ts'
import { fromMarkdown } from '../../core/markdown.ts'
import { excerpt, expanded, textOf } from '../../core/richtext.ts'
import { parametersOf } from './native.ts'

/** System messages that tell of something which the message concerned shows by itself. */
const silent = new Set(['message_edited', 'message_deleted', 'reaction', 'reaction_revoked', 'reaction_deleted', 'file_shared'])

export const isShown = (message: NativeMessage): boolean => !silent.has(message.systemMessage)

/** A message as the page draws it, but for what only the relay's state tells. */
export function shown(message: NativeMessage, side: Side, reactions: readonly ShownReaction[]): Omit<ShownMessage, 'took'> {
	const file = fileOf(message, side)
	const deleted = message.deleted === true
	return {
		id: message.id,
		at: message.timestamp * 1000,
		author: { id: message.actorId, name: message.actorDisplayName },
		by: message.systemMessage !== '' ? 'server' : isMark(message.referenceId) ? 'relay' : 'person',
		text: deleted ? [] : textIn(message),
		source: deleted ? '' : sourceOf(message),
		reactions: deleted ? [] : reactions,
		edited: message.lastEditTimestamp !== undefined && !deleted,
		deleted,
		...file !== undefined && { file },
		...message.parent !== undefined && { parent: parentOf(message.parent) },
	}
}

function parentOf(parent: NonNullable<NativeMessage['parent']>): NonNullable<ShownMessage['parent']> {
	const { id, message = '', messageParameters = [], actorDisplayName = '', deleted = false, messageType = '' } = parent
	const text = textIn({ message, messageParameters })
	const file = parametersOf({ messageParameters }).file
	const words = messageType === 'voice-message' ? '🎤 Voice message' : file === undefined ? '' : `📎 ${file.name}`
	return deleted
		? { id, author: actorDisplayName, text: 'Message deleted' }
		: { id, author: actorDisplayName, text: text.length === 0 ? words : excerpt(text, 120) }
}

function fileOf(message: NativeMessage, side: Side): ShownFile | undefined {
	const file = parametersOf(message).file
	return file === undefined
		? undefined
		: {
				name: file.name,
				mime: file.mimetype ?? 'application/octet-stream',
				size: Number(file.size ?? 0),
				voice: message.messageType === 'voice-message',
				url: `/file/${side}/${file.id}/${encodeURIComponent(file.etag ?? '')}`,
			}
}

const placeholder = /\{([a-z0-9_-]+)\}/g

function textIn(message: Pick<NativeMessage, 'message' | 'messageParameters'>): RichText {
	const parameters = parametersOf(message)
	return message.message === '{file}' ? [] : expanded(fromMarkdown(message.message), (text) => filled(text, parameters))
}

/** A text span with its placeholders filled in, and what was escaped in Markdown as it is meant. */
function filled(text: string, parameters: Readonly<Record<string, NativeParameter>>): RichText {
	const spans: Span[] = []
	let from = 0
	for (const match of text.matchAll(placeholder)) {
		const parameter = parameters[match[1] ?? '']
		if (parameter !== undefined) {
			spans.push(...textOf(unescaped(text.slice(from, match.index))), spanOf(match[1] ?? '', parameter))
			from = match.index + match[0].length
		}
	}
	return [...spans, ...textOf(unescaped(text.slice(from)))]
}

function unescaped(text: string): string {
	return text.replace(/\\([!-/:-@[-`{-~])/g, '$1')
}

function spanOf(name: string, parameter: NativeParameter): Span {
	if (!name.startsWith('mention-')) {
		return { as: 'bold', inner: textOf(parameter.name) }
	}
	return { as: 'mention', of: parameter.type === 'call' ? 'everyone' : personId(parameter.id), name: parameter.name }
}

/** As the author would type it again. */
function sourceOf(message: NativeMessage): string {
	const parameters = parametersOf(message)
	return message.message === '{file}'
		? ''
		: message.message.replace(placeholder, (written, name: string) => {
				const id = parameters[name]?.['mention-id']
				return id === undefined ? written : /^[\w.-]+$/.test(id) ? `@${id}` : `@"${id}"`
			})
}
