import { cleanName } from './clean-name.ts'

export { cleanName } from './clean-name.ts'

/** What a nick format can say. `bridge`, `protocol`, `label` and `channel` are those of the room that the author wrote in. */
export interface NickValues {
	readonly nick: string
	readonly userId: string
	readonly bridge: string
	readonly protocol: string
	readonly gateway: string
	readonly label: string
	readonly channel: string
}

const variable = /\{([A-Z]+)\}/g

/**
 * Matterbridge's RemoteNickFormat: `{NICK} {NOPINGNICK} {USERID} {BRIDGE} {PROTOCOL} {GATEWAY} {LABEL} {CHANNEL}`; `{TENGO}`, for its
 * scripts, is nothing, any other word in braces stays. An empty format gives nothing. In a single pass: a name that holds `{LABEL}` is
 * not filled in (there it is).
 *
 * Names can't forge the structure that the format gives a line. With `[{NICK}] `, the name `Ana] hi [Luis` becomes `Ana) hi (Luis`:
 * if the format's own text has brackets of any kind, all brackets in people's words become those kinds that it has not; the same for its
 * `:` and `|`. Line breaks, invisible and direction characters are gone anyway.
 */
export function formatNick(format: string, values: NickValues): string {
	const safe = guard(format.replace(variable, ''))
	const nick = () => safe(cleanName(values.nick))
	const optional = (value: string): string => value === '' ? '' : safe(cleanName(value))
	return format.replace(variable, (whole, name: string): string => {
		switch (name) {
			case 'NICK': return nick()
			case 'NOPINGNICK': return withoutPing(nick())
			case 'USERID': return optional(values.userId)
			case 'CHANNEL': return optional(values.channel)
			case 'BRIDGE': return values.bridge
			case 'PROTOCOL': return values.protocol
			case 'GATEWAY': return values.gateway
			case 'LABEL': return values.label
			case 'TENGO': return ''
			default: return whole
		}
	})
}

/** Matterbridge's StripNick: only A–Z, a–z and 0–9 stay. May leave nothing. */
export const stripNick = (name: string): string => name.replace(/[^A-Za-z0-9]+/g, '')

const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** A zero width space after the first character, as Matterbridge sets it: where the name itself would wake its bearer, this does not. */
function withoutPing(name: string): string {
	const first = clusters.segment(name).containing(0)?.segment ?? ''
	return name === '' ? '' : `${first}\u200b${name.slice(first.length)}`
}

const opening = /[\p{Ps}<«‹]/gu
const closing = /[\p{Pe}>»›]/gu
const anyBracket = /[\p{Ps}\p{Pe}<>«»‹›]/u

/** Takes from people's words what the format uses to mark where a name begins and ends. */
function guard(literal: string): (value: string) => string {
	const kind = ['()', '[]', '{}'].find((pair) => !literal.includes(pair.charAt(0)) && !literal.includes(pair.charAt(1))) ?? '  '
	const hasBrackets = anyBracket.test(literal)
	const hasColon = literal.includes(':')
	const hasBar = literal.includes('|')
	return (value) => {
		const brackets = hasBrackets ? value.replace(opening, kind.charAt(0)).replace(closing, kind.charAt(1)) : value
		const colons = hasColon ? brackets.replace(/[:：﹕꞉∶ː]/g, '·') : brackets
		return (hasBar ? colons.replace(/[|｜ǀ∣│¦]/g, '/') : colons).replace(/ {2,}/g, ' ').trim() || '?'
	}
}
