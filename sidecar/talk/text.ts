import type { RichText, Span } from '../core/event.ts'
import type { Parameter, Parameters, TalkMessage, TalkParticipant } from './types.ts'

import { fromMarkdown } from '../core/markdown.ts'
import { joined, textOf } from '../core/richtext.ts'
import { cloudPerson, personAt } from './authors.ts'

export interface TextFacts {
	/** The server on which the text was written. */
	readonly host: string
	/** Whether a participant of the room in which it was written is called so, by id or by name. */
	readonly bornHere: (name: string) => boolean
}

/** Whether one of these people is called so. While nobody knows who is in the room, everybody could be. */
export function bearers(people: readonly Pick<TalkParticipant, 'actorId' | 'displayName'>[] | undefined): (name: string) => boolean {
	const names = people && new Set(people.flatMap(({ actorId, displayName }) => [actorId.toLowerCase(), displayName.toLowerCase()]))
	return (name) => names === undefined || names.has(name.toLowerCase())
}

type Written = Pick<TalkMessage, 'message' | 'messageParameters' | 'markdown'>

/** `[]` is PHP's empty map. */
export function parametersOf(parameters: Parameters): Readonly<Record<string, Parameter>> {
	return 'length' in parameters ? {} : parameters
}

const placeholder = /\{([a-z0-9-]+)\}/gi

/**
 * A message's text with its parameters: `{mention-user1}` becomes a mention, `{file}` nothing, everything else its name.
 * A placeholder is hidden behind one character that the text does not use while Markdown is read, as its braces and dashes
 * would be Markdown too.
 */
export function talkText(written: Written, facts: TextFacts): RichText {
	const parameters = parametersOf(written.messageParameters)
	const spans = new Map<string, Span | undefined>()
	const sentinel = sentinels(written.message)
	const hidden = written.message.replace(placeholder, (whole, name: string) => {
		// Not what every object has by birth: somebody may write {constructor}.
		const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined
		if (parameter === undefined) {
			return whole
		}
		const mark = sentinel(spans.size)
		spans.set(mark, spanOf(parameter, name, facts.host))
		return spans.get(mark) === undefined ? '' : mark
	}).trim()
	if (hidden === '') {
		return []
	}
	const text = written.markdown === false ? textOf(hidden) : fromMarkdown(hidden)
	return shown(text, (plain) => named(plain, spans, facts.bornHere), spans)
}

/** Whether somebody may be called by a plain `@name`, so that it must be known who is in the room. */
export const callsSomebody = (message: string): boolean => message.includes('@')

/** The nth of a row of private-use characters, none of which is in the text. */
function sentinels(text: string): (index: number) => string {
	const most = [...text.matchAll(placeholder)].length
	let first = 0xE000
	for (let code = first; code < first + most && code < 0xF8FF; code += 1) {
		if (text.includes(String.fromCharCode(code))) {
			first = code + 1
		}
	}
	return (index) => String.fromCharCode(first + index)
}

/** undefined: the file or object of the message, which is carried beside its text. */
function spanOf(parameter: Parameter, name: string, host: string): Span | undefined {
	const shownAs = parameter.name ?? String(parameter.id)
	if (!name.startsWith('mention-')) {
		return name === 'file' || name === 'object' || parameter.type === 'file' ? undefined : { as: 'text', text: shownAs }
	}
	switch (parameter.type) {
		case 'call': return { as: 'mention', of: 'everyone', name: 'all' }
		case 'user': return {
			as: 'mention',
			of: parameter.server ? cloudPerson(`${parameter.id}@${parameter.server}`) : personAt(String(parameter.id), host),
			name: shownAs,
		}
		// Their ids carry the kind already, except those of e-mail guests.
		case 'guest': return { as: 'mention', of: personAt(String(parameter.id), host), name: shownAs }
		case 'email': return { as: 'mention', of: personAt(`email/${parameter.id}`, host), name: shownAs }
		// Groups and teams mean nothing elsewhere.
		default: return { as: 'text', text: `@${shownAs}` }
	}
}

/** The same text with its plain parts replaced; where a mention can't be (code, links) its name stands instead. */
function shown(text: RichText, plain: (text: string) => RichText, spans: ReadonlyMap<string, Span | undefined>): RichText {
	const worded = (raw: string): string => restored(raw, spans)
	return joined(text.flatMap((span): RichText => {
		switch (span.as) {
			case 'text': return plain(span.text)
			case 'code':
			case 'codeBlock': return [{ ...span, text: worded(span.text) }]
			case 'bold':
			case 'italic':
			case 'strike':
			case 'quote': return [{ ...span, inner: shown(span.inner, plain, spans) }]
			case 'link': return [{ ...span, url: worded(span.url), inner: shown(span.inner, (raw) => [{ as: 'text', text: worded(raw) }], spans) }]
			case 'mention':
			case 'phrase': return [span]
			default: return span satisfies never
		}
	}))
}

function wordOf(span: Span | undefined): string {
	return span === undefined
		? ''
		: span.as === 'mention' ? `@${span.name}` : 'text' in span ? span.text : ''
}

/** Every sentinel as a word. */
function restored(raw: string, spans: ReadonlyMap<string, Span | undefined>): string {
	return spans.size === 0 ? raw : [...raw].map((letter) => spans.has(letter) ? wordOf(spans.get(letter)) : letter).join('')
}

/** `@name` or `@"a name"`, not within a word, an address or a path. */
const called = /(?<![\p{L}\p{N}_@.'"/-])@(?:"([^"\n]{1,64})"|([\p{L}\p{N}_](?:[\p{L}\p{N}_.@'-]*[\p{L}\p{N}_])?))/gu

/** Talk's own words for several people: a person elsewhere who is called so is not meant. */
const everybody = /^(?:all|here|everyone|channel)$|^(?:guest|email|(?:federated_)?(?:user|group|team))\//i

/** Plain text with its sentinels turned into spans, and with the names that nobody here bears marked. */
function named(raw: string, spans: ReadonlyMap<string, Span | undefined>, bornHere: (name: string) => boolean): RichText {
	const out: Span[] = []
	let plain = ''
	const flush = (): void => {
		let from = 0
		for (const match of plain.matchAll(called)) {
			const name = (match[1] ?? match[2] ?? '').trim()
			if (name !== '' && !everybody.test(name) && !bornHere(name)) {
				out.push(...textOf(plain.slice(from, match.index)), { as: 'mention', of: 'nobodyHere', name })
				from = match.index + match[0].length
			}
		}
		out.push(...textOf(plain.slice(from)))
		plain = ''
	}
	for (const letter of raw) {
		const span = spans.get(letter)
		if (span === undefined) {
			plain += letter
		} else {
			// Not looked through for names: it is one itself.
			flush()
			out.push(span)
		}
	}
	flush()
	return out
}
